namespace Oss.Domain.Orders;

/// <summary>One item of a stored order.</summary>
public sealed class OrderItem
{
    /// <summary>Immutable id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The order.</summary>
    public Guid OrderId { get; init; }

    /// <summary>From 1, as the order names it.</summary>
    public required int Position { get; init; }

    /// <summary>Positions of the items that must be done before it, separated by commas.</summary>
    public string DependsOn { get; init; } = "";

    /// <summary>What is done.</summary>
    public required OrderAction Action { get; init; }

    /// <summary><c>subscription</c>, <c>domain</c>, <c>mailbox</c>, <c>alias</c>, <c>rules</c>, <c>sendingRight</c>, <c>relay</c> or <c>product</c>.</summary>
    public required string Subject { get; init; }

    /// <summary>The subject's normalised key.</summary>
    public required string Key { get; init; }

    /// <summary>The mailbox that the item creates, ends or changes an address of.</summary>
    public Guid? MailboxId { get; set; }

    /// <summary>Where it stands.</summary>
    public OrderState State { get; private set; } = OrderState.Acknowledged;

    /// <summary>Why it is held, failed, or what became of it when it was undone.</summary>
    public string? ErrorCode { get; private set; }

    /// <summary>The same in a sentence.</summary>
    public string? ErrorText { get; private set; }

    /// <summary>How to undo what it did to the database, as JSON, while that may be needed.</summary>
    public string? Undo { get; set; }

    /// <summary>The items it depends on.</summary>
    public IReadOnlyList<int> Dependencies =>
        [.. DependsOn.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(text => int.Parse(text, System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>Whether the mail platform still has something to do for it.</summary>
    public bool IsOpen => State is OrderState.InProgress or OrderState.Held or OrderState.PendingCancellation;

    /// <summary>Its part of the database is done; the platform's part follows.</summary>
    public void Begin() => Become(OrderState.InProgress);

    /// <summary>All of it is done.</summary>
    public void Complete() => Become(OrderState.Completed);

    /// <summary>The platform is out of reach.</summary>
    public void Hold(string code, string text)
    {
        if (State != OrderState.PendingCancellation)
            Become(OrderState.Held);
        (ErrorCode, ErrorText) = (code, text);
    }

    /// <summary>It cannot be done.</summary>
    public void Fail(string code, string text) => Become(OrderState.Failed, code, text);

    /// <summary>Its part of the database is undone; the platform's part follows.</summary>
    public void BeginUndo(string code, string text) => Become(OrderState.PendingCancellation, code, text);

    /// <summary>It is undone, or was never begun.</summary>
    public void Cancel(string code, string text) => Become(OrderState.Cancelled, code, text);

    /// <summary>It is undone in the database and on the platform; one that was undone because it failed has failed.</summary>
    public void EndUndo() => Become(ErrorCode == ErrorCodes.Undone ? OrderState.Cancelled : OrderState.Failed, ErrorCode, ErrorText);

    /// <summary>It was being undone, and what it did has been changed by somebody else: it stays done.</summary>
    public void KeepDone(string text) => Become(OrderState.Completed, ErrorCodes.NotUndone, text);

    /// <summary>It was to be undone and stays done.</summary>
    public void CannotBeUndone(string text) => (ErrorCode, ErrorText) = (ErrorCodes.NotUndone, text);

    /// <summary>Starts again: with the platform's part when its part of the database is still done, else from its checks on.</summary>
    internal void Retry() => (State, ErrorCode, ErrorText) = (Undo is null ? OrderState.Acknowledged : OrderState.InProgress, null, null);

    internal OrderItemView ToView() => new(Position, Action, Subject, Key, State, ErrorCode, ErrorText, Dependencies);

    private void Become(OrderState state, string? code = null, string? text = null)
    {
        if (State is OrderState.Cancelled || (State == OrderState.Completed && state is not (OrderState.PendingCancellation or OrderState.Cancelled or OrderState.Completed)))
            throw new InvalidOperationException($"An item that is {State} cannot become {state}.");

        (State, ErrorCode, ErrorText) = (state, code, text);
    }
}
