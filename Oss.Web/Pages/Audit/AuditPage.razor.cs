using Microsoft.AspNetCore.Components;
using Oss.Domain;
using Oss.Domain.Audit;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Audit;

/// <summary>Who changed what, the newest first, by person, action, subject, customer and days. Filter and place are in the address.</summary>
public sealed partial class AuditPage(SearchAudit audit, ConsoleActor console)
{
    /// <summary>The actor.</summary>
    [SupplyParameterFromQuery]
    public string? Who { get; set; }

    /// <summary>Beginning of the action.</summary>
    [SupplyParameterFromQuery]
    public string? What { get; set; }

    /// <summary>Beginning of the subject's key.</summary>
    [SupplyParameterFromQuery]
    public string? Subject { get; set; }

    /// <summary>The customer's number.</summary>
    [SupplyParameterFromQuery]
    public string? Tenant { get; set; }

    /// <summary>The first day, UTC.</summary>
    [SupplyParameterFromQuery]
    public string? From { get; set; }

    /// <summary>The last day, UTC.</summary>
    [SupplyParameterFromQuery]
    public string? Until { get; set; }

    /// <summary>The part behind this row.</summary>
    [SupplyParameterFromQuery]
    public string? Older { get; set; }

    /// <summary>The part before this row.</summary>
    [SupplyParameterFromQuery]
    public string? Newer { get; set; }

    /// <summary>Anything for the end of the list.</summary>
    [SupplyParameterFromQuery]
    public string? Oldest { get; set; }

    private Slice<AuditRow> Found { get; set; } = new([], null, null);

    private bool OwnTenantOnly => console.Get().TenantId is not null;

    private string Url => QueryUrl.Of("/audit", ("who", Who), ("what", What), ("subject", Subject), ("tenant", Tenant), ("from", From), ("until", Until));

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => Found = await audit.ExecuteAsync(
        new AuditSearch(Who?.Trim(), What?.Trim(), Subject?.Trim(), Tenant?.Trim(), Asked.Day(From), Asked.Day(Until)?.AddDays(1)),
        Asked.Cut(Older, Newer, Oldest), console.Get(), CancellationToken.None);
}
