using System.Globalization;
using Microsoft.AspNetCore.Components;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Users;

/// <summary>Who may sign in to the console; for operators.</summary>
public sealed partial class UsersPage(ListConsoleUsers users, ConsoleActor console)
{
    private const int PageSize = 50;

    /// <summary>Beginning of a name.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    /// <summary>Rows before this page.</summary>
    [SupplyParameterFromQuery(Name = "offset")]
    public string? Skipped { get; set; }

    private int Offset { get; set; }

    private Page<ConsoleUserRow> Found { get; set; } = new([], 0);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        Offset = Asked.Offset(Skipped);
        Found = await users.ExecuteAsync(Query ?? "", Offset, PageSize, console.Get(), CancellationToken.None);
    }

    private string PageUrl(int offset) => QueryUrl.Of("/users", ("q", Query), ("offset", Math.Max(0, offset).ToString(CultureInfo.InvariantCulture)));
}
