using Oss.Domain.Access;

namespace Oss.Domain.Orders;

/// <summary>
/// A stored order. What it does to the database is done in one transaction when it is planned; what is left is the work of the mail platform,
/// item by item, each step repeatable. Each change of state is a method here, and leaves an event in the transaction that stores it.
/// </summary>
public sealed class Order : Versioned
{
    /// <summary>Characters of an error's sentence.</summary>
    public const int ErrorTextLength = 1000;

    private readonly List<OrderStateChange> _changes = [];

    /// <summary>The platform's id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The CRM's name for itself; unique together with <see cref="ExternalId"/>.</summary>
    public required string ExternalSystem { get; init; }

    /// <summary>The CRM's order number.</summary>
    public required string ExternalId { get; init; }

    /// <summary>Fingerprint of the content as submitted; another content under the same number is a conflict.</summary>
    public required string PayloadHash { get; init; }

    /// <summary>Where it stands.</summary>
    public OrderState State { get; private set; } = OrderState.Acknowledged;

    /// <summary>The state that the assessment of a cancellation interrupted.</summary>
    public OrderState? Interrupted { get; private set; }

    /// <summary>What becomes of it when an item cannot be done.</summary>
    public OnFailure OnFailure { get; set; }

    /// <summary>The queue it waits in.</summary>
    public OrderLane Lane { get; init; }

    /// <summary>The batch it came in.</summary>
    public Guid? BatchId { get; init; }

    /// <summary>Its place in the batch, from 1; 0 without one.</summary>
    public int BatchPosition { get; init; }

    /// <summary>Not before this time, UTC; <see langword="null"/> for at once.</summary>
    public DateTime? RequestedStart { get; set; }

    /// <summary>Name of the actor.</summary>
    public required string SubmittedBy { get; init; }

    /// <summary>The actor with all it may do: an order that is carried out later may do no more than its submitter.</summary>
    public required Actor Submitter { get; set; }

    /// <summary>The only tenant of the order's subjects, for whom it is visible; <see langword="null"/> when several.</summary>
    public Guid? TenantId { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime SubmittedAt { get; init; }

    /// <summary>UTC; when it came to an end.</summary>
    public DateTime? CompletedAt { get; private set; }

    /// <summary>When a worker may take it up, UTC: its start, its next attempt, or the end of the lease of the node that has it in work;
    /// <see langword="null"/> when nothing happens by itself.</summary>
    public DateTime? DueAt { get; private set; }

    /// <summary>The node that has it in work until <see cref="DueAt"/>.</summary>
    public Guid? LeaseOwner { get; private set; }

    /// <summary>How often the mail platform could not be reached.</summary>
    public int Attempts { get; private set; }

    /// <summary>The milestone, UTC: from here on something cannot be undone, and the order cannot be cancelled.</summary>
    public DateTime? PointOfNoReturnAt { get; private set; }

    /// <summary>The items as JSON with passwords hashed, while they may still be needed: <see cref="OrderContent"/>.</summary>
    public string? Content { get; set; }

    /// <summary>Why it is held, failed or was not cancelled.</summary>
    public string? ErrorCode { get; private set; }

    /// <summary>The same in a sentence.</summary>
    public string? ErrorText { get; private set; }

    /// <summary>The items.</summary>
    public IList<OrderItem> Items { get; init; } = new List<OrderItem>();

    /// <summary>Changes of state that the next save stores as events.</summary>
    internal IReadOnlyList<OrderStateChange> TakeChanges()
    {
        var taken = _changes.ToList();
        _changes.Clear();
        return taken;
    }

    /// <summary>Notes that it exists, and lets a worker take it up from its start on.</summary>
    public void Accept(DateTime now)
    {
        _changes.Add(new OrderStateChange(null, State, now));
        WaitForTurn(now);
    }

    /// <summary>Waits for its requested start, or for its turn when that has come.</summary>
    public void WaitForTurn(DateTime now)
    {
        var waits = RequestedStart > now;
        if (State != (waits ? OrderState.Pending : OrderState.Acknowledged))
            Move(waits ? OrderState.Pending : OrderState.Acknowledged, now);
        (DueAt, LeaseOwner) = (waits ? RequestedStart : now, null);
    }

    /// <summary>Its changes are made and its steps can begin, on one node until its lease ends.</summary>
    public void Begin(DateTime now, Guid node)
    {
        if (State != OrderState.InProgress)
            Move(OrderState.InProgress, now);
        (LeaseOwner, DueAt, ErrorCode, ErrorText) = (node, now + OrderLease.Length, null, null);
    }

    /// <summary>Keeps it for the node that has it in work.</summary>
    public void Renew(DateTime now) => DueAt = now + OrderLease.Length;

    /// <summary>Gives it back: whoever looks next takes it up.</summary>
    public void Release(DateTime now) => (DueAt, LeaseOwner) = (now, null);

    /// <summary>Gives it back until a time: it is looked at again then, in the state it is in.</summary>
    public void Postpone(DateTime until) => (DueAt, LeaseOwner) = (until, null);

    /// <summary>Marks the milestone.</summary>
    public void PassPointOfNoReturn(DateTime now) => PointOfNoReturnAt ??= now;

    /// <summary>Puts it aside because something is out of reach, until <paramref name="retryAt"/>; or, without a time, until an operator decides.</summary>
    public void Hold(DateTime now, DateTime? retryAt, string code, string text)
    {
        // A cancellation that waits is still a cancellation.
        if (State is not (OrderState.Held or OrderState.PendingCancellation))
            Move(OrderState.Held, now);
        if (retryAt is not null)
            Attempts++;
        (DueAt, LeaseOwner, ErrorCode, ErrorText) = (retryAt, null, code, text);
    }

    /// <summary>Turns it down before anything was done.</summary>
    public void Reject(DateTime now, string code, string text)
    {
        End(OrderState.Rejected, now);
        (ErrorCode, ErrorText) = (code, text);
    }

    /// <summary>Ends it as what its items are: completed, partial or failed.</summary>
    public void Finish(DateTime now)
    {
        if (State is not (OrderState.InProgress or OrderState.Held or OrderState.PendingCancellation) || Items.Any(item => item.IsOpen || item.State == OrderState.Acknowledged))
            throw new InvalidOperationException($"An order that is {State}, or has open items, cannot come to its end.");

        var (done, all) = (Items.Count(item => item.State == OrderState.Completed), Items.Count);
        if (State == OrderState.Held)
            Move(OrderState.InProgress, now);
        if (State == OrderState.PendingCancellation)
            End(done == 0 ? OrderState.Cancelled : OrderState.Partial, now);
        else
            End(done == all ? OrderState.Completed : done == 0 ? OrderState.Failed : OrderState.Partial, now);
        if (State is OrderState.Completed or OrderState.Cancelled)
            (ErrorCode, ErrorText, Content) = (null, null, null);
    }

    /// <summary>Notes why the order as a whole did not come to be.</summary>
    public void Blame(string? code, string? text) => (ErrorCode, ErrorText) = (code, text);

    /// <summary>A cancellation is asked for.</summary>
    public void AssessCancellation(DateTime now)
    {
        Interrupted = State;
        Move(OrderState.AssessingCancellation, now);
        // A node that has it in work decides when it next looks; otherwise whoever comes first.
        if (LeaseOwner is null)
            DueAt = now;
    }

    /// <summary>The cancellation is turned down: the order goes on where it was.</summary>
    public void DenyCancellation(DateTime now, string text)
    {
        Move(Interrupted ?? throw new InvalidOperationException("No cancellation is asked for."), now, denied: true);
        (Interrupted, ErrorCode, ErrorText) = (null, ErrorCodes.PointOfNoReturn, text);
    }

    /// <summary>The cancellation is agreed; what was done is to be undone.</summary>
    public void AgreeToCancel(DateTime now)
    {
        Move(OrderState.PendingCancellation, now);
        Interrupted = null;
    }

    /// <summary>Goes on with what is not done, by an operator's decision: a held order at once, one that ended without being completed from its checks on.</summary>
    public void Retry(DateTime now)
    {
        foreach (var item in Items.Where(item => item.State is OrderState.Failed or OrderState.Cancelled))
            item.Retry();

        if (Items.Any(item => item.State == OrderState.Acknowledged))
        {
            CompletedAt = null;
            Move(OrderState.Acknowledged, now);
        }

        (DueAt, LeaseOwner, ErrorCode, ErrorText) = (now, null, null, null);
    }

    /// <summary>The order as callers see it.</summary>
    public OrderView ToView() => new(
        Id, ExternalSystem, ExternalId, State, [.. Items.OrderBy(item => item.Position).Select(item => item.ToView())], SubmittedBy, SubmittedAt, CompletedAt,
        OnFailure, RequestedStart, Version, Lane, BatchId, PointOfNoReturnAt, State == OrderState.Held ? DueAt : null, Attempts, ErrorCode, ErrorText);

    private void End(OrderState state, DateTime now)
    {
        Move(state, now);
        (CompletedAt, DueAt, LeaseOwner) = (now, null, null);
    }

    private void Move(OrderState to, DateTime now, bool denied = false)
    {
        // Whoever goes on with an order while its cancellation is undecided has not looked; only the denial leads back.
        if (!OrderTransitions.Allow(State, to) || (State == OrderState.AssessingCancellation && to != OrderState.PendingCancellation && !denied))
            throw new InvalidOperationException($"An order that is {State} cannot become {to}.");

        _changes.Add(new OrderStateChange(State, to, now));
        State = to;
    }
}

/// <summary>A change of an order's state, for the event it becomes.</summary>
/// <param name="From">The state before; <see langword="null"/> when the order came to be.</param>
/// <param name="To">The state after.</param>
/// <param name="At">UTC.</param>
internal readonly record struct OrderStateChange(OrderState? From, OrderState To, DateTime At);
