using Microsoft.AspNetCore.Components;
using Oss.Domain.Access;
using Oss.Web.Changes;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Users;

/// <summary>One console user: role, tenant, lock, password.</summary>
public sealed partial class UserPage(ListConsoleUsers users, ConsoleActor console, Notices notices)
{
    /// <summary>The account.</summary>
    [Parameter]
    public Guid Id { get; set; }

    private ConsoleUserRow Person { get; set; } = null!;

    private bool IsSelf => console.Get().Name == Person.Name;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => Person = await users.ByIdAsync(Id, console.Get(), CancellationToken.None);

    private string? Typed(string field, string? otherwise) =>
        notices.Take() is { Refused: true } notice && notice.Typed.TryGetValue(field, out var typed) ? typed : otherwise;
}
