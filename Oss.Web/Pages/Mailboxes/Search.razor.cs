using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Oss.Domain;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Mailboxes;

/// <summary>Where everybody starts, and where an agent finds a mailbox by whatever the caller says. The query and the place are in the address, so that it can be
/// bookmarked and Back works. The box has the focus; with one hit the hit has it, so that Enter opens it.</summary>
public sealed partial class Search(SearchMailboxes search, SearchOrders orders, ConsoleActor console, IStringLocalizer<Texts> text)
{
    private const int OrdersShown = 8;

    /// <summary>What is looked for; absent at the start, empty for all.</summary>
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

    private Slice<MailboxRow>? Found { get; set; }

    private bool IsOnlyHit => Found is { Items.Count: 1, Previous: null, Next: null };

    private Slice<OrderRow>? Held { get; set; }

    private Slice<OrderRow>? Latest { get; set; }

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var actor = console.Get();
        if (Query is null)
        {
            Held = await orders.ExecuteAsync(new OrderSearch(OrderState.Held), new Cut(Limit: OrdersShown), actor, CancellationToken.None);
            Latest = await orders.ExecuteAsync(new OrderSearch(), new Cut(Limit: OrdersShown), actor, CancellationToken.None);
            return;
        }

        Found = await search.ExecuteAsync(new MailboxFilter(Query), Asked.Cut(After, Before, Last), actor, CancellationToken.None);
    }

    // How many there are is said when it is seen; counting a quarter of a million hits would keep the caller waiting for a number.
    private string Count() => Found switch
    {
        { Previous: null, Next: null, Items.Count: var count } => string.Format(CultureInfo.CurrentCulture, text[count == 1 ? "OneHit" : "Hits"], count),
        { Previous: null } => string.Format(CultureInfo.CurrentCulture, text["MoreHits"], Found.Items.Count),
        _ => text["FurtherHits"],
    };

    private static string MailboxUrl(MailboxRow row) =>
        row.MatchedAddress is { } matched ? $"/mailboxes/{row.Id}?by={Uri.EscapeDataString(matched)}" : $"/mailboxes/{row.Id}";
}
