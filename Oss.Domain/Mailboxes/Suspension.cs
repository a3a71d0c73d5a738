using Oss.Domain.Orders;

namespace Oss.Domain.Mailboxes;

/// <summary>What is suspended: three axes, each by itself. A customer who has not paid may read and not send; a mailbox that sends spam may do neither and still receive.</summary>
/// <param name="Login">Reading mail by any protocol.</param>
/// <param name="Send">Sending mail.</param>
/// <param name="Receive">What a sender gets.</param>
public readonly record struct Suspension(bool Login, bool Send, ReceivePolicy Receive)
{
    /// <summary>Nothing is suspended.</summary>
    public bool IsNone => this == default;

    /// <summary>What is suspended by either.</summary>
    public Suspension And(Suspension other) => new(Login || other.Login, Send || other.Send, (ReceivePolicy)Math.Max((int)Receive, (int)other.Receive));

    /// <summary>With what a change suspends; all three when it names none, receiving then being deferred, so that nothing is lost before somebody decides.</summary>
    public Suspension With(SuspensionChange? change) => change is null
        ? new(true, true, ReceivePolicy.Defer)
        : new(change.Login ?? Login, change.Send ?? Send, change.Receive ?? Receive);

    /// <summary>Without what a change names; without anything when it names none.</summary>
    public Suspension Without(SuspensionChange? change) => change is null
        ? default
        : new(change.Login is null && Login, change.Send is null && Send, change.Receive is null ? Receive : ReceivePolicy.Accept);

    /// <inheritdoc/>
    public override string ToString() => IsNone ? "nothing" : string.Join(", ", new[]
    {
        Login ? "login" : null, Send ? "send" : null, Receive == ReceivePolicy.Accept ? null : $"receive ({(Receive == ReceivePolicy.Defer ? "4xx" : "5xx")})",
    }.OfType<string>());
}

/// <summary>What a sender gets, the milder first.</summary>
public enum ReceivePolicy
{
    /// <summary>Mail is taken.</summary>
    Accept,

    /// <summary>The sender shall try again (4xx).</summary>
    Defer,

    /// <summary>The sender is told that the mailbox takes no mail (5xx).</summary>
    Refuse,
}
