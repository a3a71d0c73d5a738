namespace Oss.Domain.Orders;

/// <summary>States of an order and of its items, by the names of TM Forum's TMF641.</summary>
public enum OrderState
{
    /// <summary>Accepted and stored; nothing done yet.</summary>
    Acknowledged,

    /// <summary>Being carried out; a crash here is resumed by the order worker.</summary>
    InProgress,

    /// <summary>Waits for something out of reach and is tried again by itself.</summary>
    Held,

    /// <summary>All items are done.</summary>
    Completed,

    /// <summary>Nothing more will happen; the error says why.</summary>
    Failed,
}

/// <summary>An order as any caller sees it.</summary>
/// <param name="Id">The platform's order id.</param>
/// <param name="ExternalSystem">The CRM's name.</param>
/// <param name="ExternalId">The CRM's order number.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Items">The items with their own states, in the order given.</param>
/// <param name="SubmittedBy">Name of the actor.</param>
/// <param name="SubmittedAt">UTC.</param>
/// <param name="CompletedAt">UTC, when it came to an end.</param>
public sealed record OrderView(
    Guid Id, string ExternalSystem, string ExternalId, OrderState State, IReadOnlyList<OrderItemView> Items,
    string SubmittedBy, DateTime SubmittedAt, DateTime? CompletedAt);

/// <summary>One item of an <see cref="OrderView"/>.</summary>
/// <param name="Position">From 1.</param>
/// <param name="Action">What is done.</param>
/// <param name="Subject"><c>subscription</c>, <c>domain</c>, <c>mailbox</c> or <c>alias</c>.</param>
/// <param name="Key">Contract number, domain name or address, normalised.</param>
/// <param name="State">Where it stands.</param>
/// <param name="ErrorCode">Why it failed or is held.</param>
/// <param name="ErrorText">The same in a sentence.</param>
public sealed record OrderItemView(
    int Position, OrderAction Action, string Subject, string Key, OrderState State, string? ErrorCode, string? ErrorText);

/// <summary>The answer to a submitted order.</summary>
/// <param name="Order">The order as it stands.</param>
/// <param name="Replayed">True when this external id was submitted before with the same content; nothing was done again.</param>
public sealed record SubmitResult(OrderView Order, bool Replayed);

/// <summary>The answer to an order that is only checked.</summary>
/// <param name="Acceptable">True when submitting it now would be accepted.</param>
/// <param name="Errors">What stands against it, the worst first; empty when acceptable.</param>
/// <param name="Plan">One sentence per item: what would be done.</param>
public sealed record CheckResult(bool Acceptable, IReadOnlyList<DomainError> Errors, IReadOnlyList<string> Plan);
