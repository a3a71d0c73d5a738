namespace Oss.Domain.Orders;

/// <summary>An order as any caller sees it.</summary>
/// <param name="Id">The platform's order id.</param>
/// <param name="ExternalSystem">The CRM's name.</param>
/// <param name="ExternalId">The CRM's order number.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Items">The items with their own states, in the order given.</param>
/// <param name="SubmittedBy">Name of the actor.</param>
/// <param name="SubmittedAt">UTC.</param>
/// <param name="CompletedAt">UTC, when it came to an end.</param>
/// <param name="OnFailure">What becomes of it when an item cannot be done.</param>
/// <param name="RequestedStart">Not before this time, UTC.</param>
/// <param name="Version">Grows with each change; an amendment names the one it is based on.</param>
/// <param name="Lane">The queue it waits in.</param>
/// <param name="BatchId">The batch it came in.</param>
/// <param name="PointOfNoReturnAt">UTC; since when it cannot be cancelled.</param>
/// <param name="NextAttemptAt">UTC; when a held order is tried again by itself, absent when it waits for an operator.</param>
/// <param name="Attempts">How often the mail platform could not be reached.</param>
/// <param name="ErrorCode">Why it is held, failed or was not cancelled.</param>
/// <param name="ErrorText">The same in a sentence.</param>
public sealed record OrderView(
    Guid Id, string ExternalSystem, string ExternalId, OrderState State, IReadOnlyList<OrderItemView> Items,
    string SubmittedBy, DateTime SubmittedAt, DateTime? CompletedAt,
    OnFailure OnFailure = OnFailure.Compensate, DateTime? RequestedStart = null, long Version = 0, OrderLane Lane = OrderLane.Interactive, Guid? BatchId = null,
    DateTime? PointOfNoReturnAt = null, DateTime? NextAttemptAt = null, int Attempts = 0, string? ErrorCode = null, string? ErrorText = null);

/// <summary>One item of an <see cref="OrderView"/>.</summary>
/// <param name="Position">From 1.</param>
/// <param name="Action">What is done.</param>
/// <param name="Subject"><c>subscription</c>, <c>domain</c>, <c>mailbox</c> or <c>alias</c>.</param>
/// <param name="Key">Contract number, domain name or address, normalised.</param>
/// <param name="State">Where it stands.</param>
/// <param name="ErrorCode">Why it failed or is held, or what became of it when it was undone.</param>
/// <param name="ErrorText">The same in a sentence.</param>
/// <param name="DependsOn">Positions of the items that come before it.</param>
public sealed record OrderItemView(
    int Position, OrderAction Action, string Subject, string Key, OrderState State, string? ErrorCode, string? ErrorText, IReadOnlyList<int>? DependsOn = null);

/// <summary>The answer to a submitted order.</summary>
/// <param name="Order">The order as it stands.</param>
/// <param name="Replayed">True when this external id was submitted before with the same content; nothing was done again.</param>
public sealed record SubmitResult(OrderView Order, bool Replayed);

/// <summary>The answer to an order that is only checked.</summary>
/// <param name="Acceptable">True when submitting it now would be accepted.</param>
/// <param name="Errors">What stands against it, the worst first; empty when acceptable.</param>
/// <param name="Plan">One sentence per item: what would be done.</param>
public sealed record CheckResult(bool Acceptable, IReadOnlyList<DomainError> Errors, IReadOnlyList<string> Plan)
{
    /// <summary>The items that cannot be done, by position from 1, and why; for a caller who put unrelated items together.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public IReadOnlyDictionary<int, DomainError> Failures { get; init; } = new Dictionary<int, DomainError>();
}
