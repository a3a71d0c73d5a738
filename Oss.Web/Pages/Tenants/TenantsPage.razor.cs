using Microsoft.AspNetCore.Components;
using Oss.Domain;
using Oss.Domain.Tenants;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Tenants;

/// <summary>Customers, by name or number.</summary>
public sealed partial class TenantsPage(SearchTenants tenants, ConsoleActor console)
{
    /// <summary>Beginning of a word of the name, or of the number.</summary>
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

    private Slice<TenantListRow> Found { get; set; } = new([], null, null);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => Found = await tenants.ListAsync(Query ?? "", Asked.Cut(After, Before, Last), console.Get(), CancellationToken.None);
}
