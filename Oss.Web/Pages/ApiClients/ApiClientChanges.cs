using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Oss.Domain.Access;
using Oss.Web.Changes;
using Oss.Web.Shared;

namespace Oss.Web.Pages.ApiClients;

/// <summary>What operators and customers' administrators change at API clients.</summary>
internal static class ApiClientChanges
{
    private const string Those = "these";

    private static readonly string[] Kept = ["client", "role", "tenant", "certificate", "subject"];
    private static readonly Dictionary<string, string?> Nothing = [];

    public static void MapApiClientChanges(this IEndpointRouteBuilder routes)
    {
        var managers = new AuthorizeAttribute { Roles = SupportConsole.ClientManagers };
        routes.MapChange("/api-clients/create", CreateAsync).RequireAuthorization(managers);
        routes.MapChange("/api-clients/{name}/change", ChangeAsync).RequireAuthorization(managers);
        routes.MapChange("/api-clients/{name}/rotate", RotateAsync).RequireAuthorization(managers);
        routes.MapChange("/api-clients/{name}/revoke", RevokeAsync).RequireAuthorization(managers);
    }

    /// <summary>Where a client is.</summary>
    public static string PageOf(string name) => $"/api-clients/{Uri.EscapeDataString(name)}";

    private static Task<IResult> CreateAsync(
        IFormCollection form, ManageApiClients clients, ConsoleActor console, Change change, CancellationToken cancellationToken) =>
        change.RunAsync("/api-clients/new", "new-client", Typed(form), async () =>
        {
            var role = Enum.TryParse<Role>(form["role"], out var known) ? known : Role.MailUser;
            var made = await clients.CreateAsync(
                new ApiClientNew(Field(form, "client") ?? "", role, Field(form, "tenant"), Chosen(form), Field(form, "certificate"), Field(form, "subject")), console.Get(), cancellationToken);
            return new Done("ApiClientCreated", made.Client.Name) { Page = PageOf(made.Client.Name), Secret = made.Secret };
        });

    private static Task<IResult> ChangeAsync(string name, IFormCollection form, ManageApiClients clients, ConsoleActor console, Change changes, CancellationToken cancellationToken) =>
        changes.RunAsync(PageOf(name), "client", Typed(form), async () =>
        {
            // A form always says all there is; who may not tie a client to the provider has no field for it.
            var subject = form.ContainsKey("subject") ? Field(form, "subject") ?? "" : null;
            var change = new ApiClientChange(Chosen(form), Field(form, "certificate") ?? "", subject, Chosen(form) is null);
            await clients.ChangeAsync(name, change, console.Get(), cancellationToken);
            return new Done("Saved");
        });

    private static Task<IResult> RotateAsync(string name, [FromForm] string? atOnce, ManageApiClients clients, ConsoleActor console, Change change, CancellationToken cancellationToken) =>
        change.RunAsync(PageOf(name), "secret", Nothing, async () =>
        {
            var made = await clients.RotateAsync(name, atOnce == "true", console.Get(), cancellationToken);
            return new Done("ApiClientRotated", made.Client.Name) { Secret = made.Secret };
        });

    private static Task<IResult> RevokeAsync(string name, ManageApiClients clients, ConsoleActor console, Change change, CancellationToken cancellationToken) =>
        change.RunAsync(PageOf(name), "secret", Nothing, async () =>
        {
            await clients.RemoveAsync(name, console.Get(), cancellationToken);
            return new Done("ApiClientRevoked", name) { Page = "/api-clients" };
        });

    /// <summary>What the client is to be allowed; <see langword="null"/> for everything.</summary>
    private static string[]? Chosen(IFormCollection form) => form["allowed"] == Those ? [.. form["scope"].OfType<string>()] : null;

    private static Dictionary<string, string?> Typed(IFormCollection form)
    {
        var typed = Kept.ToDictionary(name => name, name => Field(form, name));
        if (Chosen(form) is { } chosen)
            typed["scopes"] = string.Join(' ', chosen);
        return typed;
    }

    private static string? Field(IFormCollection form, string name) => form[name].ToString().Trim() is { Length: > 0 } given ? given : null;
}
