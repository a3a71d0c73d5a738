using Microsoft.AspNetCore.Components;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Users;

/// <summary>Who may sign in to the console; for operators.</summary>
public sealed partial class UsersPage(ListConsoleUsers users, ConsoleActor console)
{
    /// <summary>Beginning of a name.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    /// <summary>The part behind this row.</summary>
    [SupplyParameterFromQuery]
    public string? After { get; set; }

    /// <summary>The part before this row.</summary>
    [SupplyParameterFromQuery]
    public string? Before { get; set; }

    /// <summary>Anything for the end of the list.</summary>
    [SupplyParameterFromQuery]
    public string? Last { get; set; }

    private Slice<ConsoleUserRow> Found { get; set; } = new([], null, null);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => Found = await users.ExecuteAsync(Query ?? "", Asked.Cut(After, Before, Last), console.Get(), CancellationToken.None);
}
