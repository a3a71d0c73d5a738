using Microsoft.AspNetCore.Components;
using Oss.Domain.Access;
using Oss.Domain.Orders;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Orders;

/// <summary>One order: who wanted what, and what became of each item.</summary>
public sealed partial class OrderPage(GetOrderDetails orders, ConsoleActor console, ErrorTexts errors)
{
    /// <summary>The platform's id of the order.</summary>
    [Parameter]
    public Guid Id { get; set; }

    private OrderDetails Details { get; set; } = null!;

    private OrderView Order => Details.Order;

    // The number of an order that the console made is a GUID, which nobody reads out.
    private string Shown => Guid.TryParse(Order.ExternalId, out _) ? Order.ExternalId[..8] : Order.ExternalId;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => Details = await orders.ExecuteAsync(Id, console.Get(), CancellationToken.None);

    private bool MayCancel => console.MayChange && Details.IsCancellable;

    private bool MayRetry => console.Get().Role == Role.Operator && Details.IsRetryable;

    private string? ProblemOf(OrderItemView item) => item.ErrorCode is null ? null : errors.ForCode(item.ErrorCode, item.ErrorText ?? item.ErrorCode);
}
