using Oss.Domain.Orders;

namespace Oss.Domain.Events;

/// <summary>
/// A change of an order's state, stored in the transaction that made it. Its number is given after that transaction: numbers drawn inside one would be in the order
/// in which transactions begin to write, and a reader who has seen 6 would never look for the 5 that is committed later.
/// </summary>
public sealed class OrderEvent
{
    /// <summary>Counts up in the order of writing; no number to show.</summary>
    public long Id { get; init; }

    /// <summary>The number readers go by: 1, 2, 3 without a gap, never out of order; <see langword="null"/> until it is given.</summary>
    public long? Sequence { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>The order.</summary>
    public required Guid OrderId { get; init; }

    /// <summary>The CRM's name.</summary>
    public required string ExternalSystem { get; init; }

    /// <summary>The CRM's order number.</summary>
    public required string ExternalId { get; init; }

    /// <summary>The tenant for whom the order is visible.</summary>
    public Guid? TenantId { get; init; }

    /// <summary>The batch it came in.</summary>
    public Guid? BatchId { get; init; }

    /// <summary>The state before; <see langword="null"/> when the order came to be.</summary>
    public OrderState? From { get; init; }

    /// <summary>The state after.</summary>
    public required OrderState To { get; init; }

    /// <summary>Why it is held, failed or was not cancelled.</summary>
    public string? ErrorCode { get; init; }

    internal static OrderEvent Of(Order order, OrderStateChange change) => Numbered(order, change, null);

    /// <summary>One that has its number already, as its id too.</summary>
    internal static OrderEvent Numbered(Order order, OrderStateChange change, long? sequence) => new()
    {
        Id = sequence ?? 0, Sequence = sequence, At = change.At, OrderId = order.Id, ExternalSystem = order.ExternalSystem, ExternalId = order.ExternalId, TenantId = order.TenantId, BatchId = order.BatchId,
        From = change.From, To = change.To, ErrorCode = order.State == change.To ? order.ErrorCode : null,
    };
}

/// <summary>The last number given; its one row is the lock that lets one node at a time give numbers.</summary>
public sealed class EventCounter
{
    internal const int OnlyId = 1;

    /// <summary>Always 1.</summary>
    public int Id { get; init; } = OnlyId;

    /// <summary>The last number given.</summary>
    public long Last { get; set; }
}
