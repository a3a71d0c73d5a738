namespace Oss.Domain.Orders;

/// <summary>
/// A stored order. Everything it does to the database is done in the one transaction that stores it; what is left
/// is the work of the mail platform, item by item, each step repeatable.
/// </summary>
public sealed class Order : Versioned
{
    /// <summary>The platform's id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The CRM's name for itself; unique together with <see cref="ExternalId"/>.</summary>
    public required string ExternalSystem { get; init; }

    /// <summary>The CRM's order number.</summary>
    public required string ExternalId { get; init; }

    /// <summary>Fingerprint of the content; another content under the same number is a conflict.</summary>
    public required string PayloadHash { get; init; }

    /// <summary>Where it stands.</summary>
    public OrderState State { get; private set; } = OrderState.InProgress;

    /// <summary>Name of the actor.</summary>
    public required string SubmittedBy { get; init; }

    /// <summary>The only tenant of the order's subjects, for whom it is visible; <see langword="null"/> when several.</summary>
    public Guid? TenantId { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime SubmittedAt { get; init; }

    /// <summary>UTC; when it came to an end.</summary>
    public DateTime? CompletedAt { get; private set; }

    /// <summary>Until when a node has it in work; another may take it afterwards. UTC.</summary>
    public DateTime LeasedUntil { get; set; }

    /// <summary>How often the mail platform could not be reached.</summary>
    public int Attempts { get; private set; }

    /// <summary>The items.</summary>
    public IList<OrderItem> Items { get; init; } = [];

    /// <summary>Marks the order done when all its items are.</summary>
    public void Complete(DateTime now)
    {
        if (Items.Any(item => item.State != OrderState.Completed))
            throw new InvalidOperationException("An order with open items cannot be completed.");

        State = OrderState.Completed;
        CompletedAt = now;
        LeasedUntil = now;
    }

    /// <summary>Puts the order aside until <paramref name="retryAt"/>, because something is out of reach.</summary>
    public void Hold(DateTime retryAt)
    {
        if (State is OrderState.Completed or OrderState.Failed)
            throw new InvalidOperationException($"An order that is {State} cannot be held.");

        State = OrderState.Held;
        Attempts++;
        LeasedUntil = retryAt;
    }

    /// <summary>The order as callers see it.</summary>
    public OrderView ToView() => new(
        Id, ExternalSystem, ExternalId, State,
        [.. Items.OrderBy(item => item.Position).Select(item => item.ToView())], SubmittedBy, SubmittedAt, CompletedAt);
}

/// <summary>One item of a stored order.</summary>
public sealed class OrderItem
{
    /// <summary>Immutable id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The order.</summary>
    public Guid OrderId { get; init; }

    /// <summary>From 1.</summary>
    public required int Position { get; init; }

    /// <summary>What is done.</summary>
    public required OrderAction Action { get; init; }

    /// <summary><c>subscription</c>, <c>domain</c>, <c>mailbox</c> or <c>alias</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The subject's normalised key.</summary>
    public required string Key { get; init; }

    /// <summary>The mailbox that the item creates, ends or changes an address of.</summary>
    public Guid? MailboxId { get; set; }

    /// <summary>Where it stands.</summary>
    public OrderState State { get; set; } = OrderState.Completed;

    /// <summary>Why it is held.</summary>
    public string? ErrorCode { get; set; }

    /// <summary>The same in a sentence.</summary>
    public string? ErrorText { get; set; }

    internal OrderItemView ToView() => new(Position, Action, Subject, Key, State, ErrorCode, ErrorText);
}
