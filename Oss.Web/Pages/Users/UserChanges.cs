using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Oss.Domain.Access;
using Oss.Web.Changes;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Users;

/// <summary>What operators change at console users.</summary>
internal static class UserChanges
{
    public static void MapUserChanges(this IEndpointRouteBuilder routes)
    {
        var operators = new AuthorizeAttribute { Roles = SupportConsole.Operators };
        routes.MapChange("/users/create", CreateAsync).RequireAuthorization(operators);
        routes.MapChange("/users/{id:guid}/change", ChangeAsync).RequireAuthorization(operators);
        routes.MapChange("/users/{id:guid}/lock", LockAsync).RequireAuthorization(operators);
        routes.MapChange("/users/{id:guid}/unlock", UnlockAsync).RequireAuthorization(operators);
        routes.MapChange("/users/{id:guid}/reset-password", ResetAsync).RequireAuthorization(operators);
    }

    private static Task<IResult> CreateAsync(
        [FromForm] string? name, [FromForm] string? role, [FromForm] string? tenant, CreateConsoleUser create, ConsoleActor console, Change change, CancellationToken cancellationToken) =>
        change.RunAsync("/users/new", "new-user", new Dictionary<string, string?> { ["name"] = name, ["role"] = role, ["tenant"] = tenant }, async () =>
        {
            var created = await create.ExecuteAsync(name ?? "", RoleOf(role), tenant, console.Get(), cancellationToken);
            return new Done("UserCreated", created.Name) { Page = $"/users/{created.UserId}", Secret = created.Password };
        });

    private static Task<IResult> ChangeAsync(
        Guid id, [FromForm] string? role, [FromForm] string? tenant, ChangeConsoleUser users, ConsoleActor console, Change change, CancellationToken cancellationToken) =>
        change.RunAsync($"/users/{id}", "user", new Dictionary<string, string?> { ["role"] = role, ["tenant"] = tenant }, async () =>
        {
            await users.ExecuteAsync(id, RoleOf(role), tenant, console.Get(), cancellationToken);
            return new Done("Saved");
        });

    private static Task<IResult> LockAsync(Guid id, LockConsoleUser users, ConsoleActor console, Change change, CancellationToken cancellationToken) =>
        change.RunAsync($"/users/{id}", "access", new Dictionary<string, string?>(), async () =>
        {
            await users.LockAsync(id, console.Get(), cancellationToken);
            return new Done("UserIsLocked");
        });

    private static Task<IResult> UnlockAsync(Guid id, LockConsoleUser users, ConsoleActor console, Change change, CancellationToken cancellationToken) =>
        change.RunAsync($"/users/{id}", "access", new Dictionary<string, string?>(), async () =>
        {
            await users.UnlockAsync(id, console.Get(), cancellationToken);
            return new Done("UserIsOpen");
        });

    private static Task<IResult> ResetAsync(Guid id, ResetConsolePassword users, ConsoleActor console, Change change, CancellationToken cancellationToken) =>
        change.RunAsync($"/users/{id}", "access", new Dictionary<string, string?>(), async () =>
        {
            var reset = await users.ExecuteAsync(id, console.Get(), cancellationToken);
            return new Done("PasswordReset", reset.Name) { Secret = reset.Password };
        });

    // Crm is no role of a person: the use case refuses it, with whatever else was forged.
    private static Role RoleOf(string? text) => Enum.TryParse<Role>(text, out var role) && Enum.IsDefined(role) ? role : Role.Crm;
}
