using Microsoft.AspNetCore.Components;
using Oss.Domain;
using Oss.Domain.Domains;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Domains;

/// <summary>Domains, by the beginning of their names.</summary>
public sealed partial class DomainsPage(GetDomain domains, ConsoleActor console)
{
    /// <summary>Beginning of the name.</summary>
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

    private Slice<DomainView> Found { get; set; } = new([], null, null);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => Found = await domains.ListAsync(Query ?? "", null, Asked.Cut(After, Before, Last), console.Get(), CancellationToken.None);

    internal static string? StateClass(DomainOwnership ownership) => ownership switch
    {
        DomainOwnership.Verified => "active",
        DomainOwnership.Lost => "suspended",
        _ => null,
    };
}
