using Microsoft.AspNetCore.Components;
using Oss.Domain;
using Oss.Domain.Orders;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Orders;

/// <summary>Orders, the newest first, by state, system, number and customer. Filter and place are in the address.</summary>
public sealed partial class OrdersPage(SearchOrders orders, ConsoleActor console)
{
    /// <summary>Where they stand.</summary>
    [SupplyParameterFromQuery]
    public string? State { get; set; }

    /// <summary>The CRM's name.</summary>
    [SupplyParameterFromQuery]
    public string? System { get; set; }

    /// <summary>The CRM's order number.</summary>
    [SupplyParameterFromQuery]
    public string? Number { get; set; }

    /// <summary>The customer's number.</summary>
    [SupplyParameterFromQuery]
    public string? Tenant { get; set; }

    /// <summary>A mailbox that they are about.</summary>
    [SupplyParameterFromQuery]
    public string? Mailbox { get; set; }

    /// <summary>The part behind this row.</summary>
    [SupplyParameterFromQuery]
    public string? Older { get; set; }

    /// <summary>The part before this row.</summary>
    [SupplyParameterFromQuery]
    public string? Newer { get; set; }

    /// <summary>Anything for the end of the list.</summary>
    [SupplyParameterFromQuery]
    public string? Oldest { get; set; }

    private Slice<OrderRow> Found { get; set; } = new([], null, null);

    private OrderState? Selected => Enum.TryParse<OrderState>(State, out var state) && Enum.IsDefined(state) ? state : null;

    private Guid? MailboxId => Asked.Id(Mailbox);

    private bool OwnTenantOnly => console.Get().TenantId is not null;

    private bool IsFiltered => Selected is not null || MailboxId is not null || (System + Number + Tenant)?.Trim().Length > 0;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => Found = await orders.ExecuteAsync(
        new OrderSearch(Selected, System?.Trim(), Number?.Trim(), Tenant?.Trim(), MailboxId),
        Asked.Cut(Older, Newer, Oldest), console.Get(), CancellationToken.None);

    private string Url => QueryUrl.Of("/orders", ("state", Selected?.ToString()), ("system", System), ("number", Number), ("tenant", Tenant), ("mailbox", MailboxId?.ToString()));
}
