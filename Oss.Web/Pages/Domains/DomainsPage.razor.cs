using Microsoft.AspNetCore.Components;
using Oss.Domain;
using Oss.Domain.Domains;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Domains;

/// <summary>Domains, by the beginning of their names.</summary>
public sealed partial class DomainsPage(GetDomain domains, ConsoleActor console)
{
    private const int PageSize = 50;

    /// <summary>Beginning of the name.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    /// <summary>The last domain of the page before.</summary>
    [SupplyParameterFromQuery(Name = "after")]
    public string? After { get; set; }

    private Part<DomainView> Found { get; set; } = new([], null);

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => Found = await domains.ListAsync(Query ?? "", null, After, PageSize, console.Get(), CancellationToken.None);

    internal static string? StateClass(DomainOwnership ownership) => ownership switch
    {
        DomainOwnership.Verified => "active",
        DomainOwnership.Lost => "suspended",
        _ => null,
    };
}
