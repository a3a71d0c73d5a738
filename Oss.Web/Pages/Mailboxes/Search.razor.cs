using System.Globalization;
using Microsoft.AspNetCore.Components;
using Oss.Domain;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Mailboxes;

/// <summary>Where everybody starts, and where an agent finds a mailbox by whatever the caller says. The query and the page are in the address, so that it can be
/// bookmarked and Back works. The box has the focus; with one hit the hit has it, so that Enter opens it.</summary>
public sealed partial class Search(SearchMailboxes search, SearchOrders orders, ConsoleActor console)
{
    private const int PageSize = 50;
    private const int OrdersShown = 8;

    /// <summary>What is looked for; absent at the start, empty for all.</summary>
    [SupplyParameterFromQuery(Name = "q")]
    public string? Query { get; set; }

    /// <summary>Rows before this page.</summary>
    [SupplyParameterFromQuery(Name = "offset")]
    public string? Skipped { get; set; }

    private int Offset { get; set; }

    private Page<MailboxRow>? Found { get; set; }

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

        Offset = Asked.Offset(Skipped);
        Found = await search.ExecuteAsync(new MailboxSearch(Query, Offset, PageSize), actor, CancellationToken.None);
        // Somebody typed the number, or rows went away meanwhile: the last page instead of none.
        if (Found is { Items.Count: 0, Total: > 0 })
        {
            Offset = (Found.Total - 1) / PageSize * PageSize;
            Found = await search.ExecuteAsync(new MailboxSearch(Query, Offset, PageSize), actor, CancellationToken.None);
        }
    }

    private static string MailboxUrl(MailboxRow row) =>
        row.MatchedAddress is { } matched ? $"/mailboxes/{row.Id}?by={Uri.EscapeDataString(matched)}" : $"/mailboxes/{row.Id}";

    private string PageUrl(int offset) =>
        string.Create(CultureInfo.InvariantCulture, $"/?q={Uri.EscapeDataString(Query ?? "")}&offset={Math.Max(0, offset)}");
}
