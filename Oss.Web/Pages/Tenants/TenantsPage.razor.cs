using System.Globalization;
using Microsoft.AspNetCore.Components;
using Oss.Domain;
using Oss.Domain.Tenants;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Tenants;

/// <summary>Customers, by name or number.</summary>
public sealed partial class TenantsPage(ListTenants tenants, ConsoleActor console)
{
    private const int PageSize = 50;

    /// <summary>Beginning of a word of the name, or of the number.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    /// <summary>Rows before this page.</summary>
    [SupplyParameterFromQuery(Name = "offset")]
    public string? Skipped { get; set; }

    private int Offset { get; set; }

    private Page<TenantListRow> Found { get; set; } = new([], 0);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        Offset = Asked.Offset(Skipped);
        Found = await tenants.ExecuteAsync(Query ?? "", Offset, PageSize, console.Get(), CancellationToken.None);
    }

    private string PageUrl(int offset) => QueryUrl.Of("/tenants", ("q", Query), ("offset", Math.Max(0, offset).ToString(CultureInfo.InvariantCulture)));
}
