namespace Oss.Domain.Orders;

/// <summary>States of an order and of its items, by the names of TM Forum's TMF641.</summary>
public enum OrderState
{
    /// <summary>Accepted and stored; nothing done yet.</summary>
    Acknowledged,

    /// <summary>Being carried out; a crash here is resumed by the order worker.</summary>
    InProgress,

    /// <summary>Waits for something out of reach and is tried again by itself, or waits for an operator; the error says which.</summary>
    Held,

    /// <summary>All items are done.</summary>
    Completed,

    /// <summary>Nothing more will happen; the error says why.</summary>
    Failed,

    /// <summary>Waits for its requested start.</summary>
    Pending,

    /// <summary>Nothing more will happen; some items are done and some are not.</summary>
    Partial,

    /// <summary>Cancelled on request; what was done has been undone.</summary>
    Cancelled,

    /// <summary>Turned down when its turn came to be checked; nothing was done.</summary>
    Rejected,

    /// <summary>A cancellation is asked for and not decided yet.</summary>
    AssessingCancellation,

    /// <summary>The cancellation is agreed and what was done is being undone.</summary>
    PendingCancellation,
}

/// <summary>Which state may follow which.</summary>
public static class OrderTransitions
{
    private static readonly Dictionary<OrderState, OrderState[]> Following = new()
    {
        [OrderState.Acknowledged] = [OrderState.Pending, OrderState.InProgress, OrderState.Held, OrderState.Rejected, OrderState.AssessingCancellation],
        [OrderState.Pending] = [OrderState.Acknowledged, OrderState.InProgress, OrderState.Held, OrderState.AssessingCancellation],
        [OrderState.InProgress] = [OrderState.Held, OrderState.Completed, OrderState.Partial, OrderState.Failed, OrderState.AssessingCancellation],
        [OrderState.Held] = [OrderState.Acknowledged, OrderState.Pending, OrderState.InProgress, OrderState.AssessingCancellation],
        [OrderState.AssessingCancellation] =
            [OrderState.PendingCancellation, OrderState.Acknowledged, OrderState.Pending, OrderState.InProgress, OrderState.Held],
        [OrderState.PendingCancellation] = [OrderState.Cancelled, OrderState.Partial],
        [OrderState.Failed] = [OrderState.Acknowledged],
        [OrderState.Partial] = [OrderState.Acknowledged],
        [OrderState.Completed] = [],
        [OrderState.Cancelled] = [],
        [OrderState.Rejected] = [OrderState.Acknowledged],
    };

    /// <summary>Whether an order in one state may go over into another.</summary>
    public static bool Allow(OrderState from, OrderState to) => Following[from].Contains(to);

    /// <summary>Whether nothing more happens by itself.</summary>
    public static bool IsEnd(OrderState state) =>
        state is OrderState.Completed or OrderState.Failed or OrderState.Partial or OrderState.Cancelled or OrderState.Rejected;
}

/// <summary>What becomes of an order when one of its items cannot be done.</summary>
public enum OnFailure
{
    /// <summary>All or nothing: what was done is undone, in reverse.</summary>
    Compensate,

    /// <summary>What can be done is done and stays.</summary>
    Keep,

    /// <summary>The order waits for an operator, with what was done so far.</summary>
    Hold,
}

/// <summary>Queues that never wait for one another.</summary>
public enum OrderLane
{
    /// <summary>Single orders: agents, self-service, a CRM's ordinary traffic.</summary>
    Interactive,

    /// <summary>Orders of a batch.</summary>
    Batch,

    /// <summary>Exports of mailboxes, each of which may take an hour.</summary>
    Export,
}
