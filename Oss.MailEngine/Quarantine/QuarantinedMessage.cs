namespace Oss.MailEngine.Quarantine;

/// <summary>What held a message back.</summary>
public enum QuarantineCause
{
    /// <summary>A rule of the policy.</summary>
    Policy,

    /// <summary>A filter of spam that is beyond doubt.</summary>
    Spam,

    /// <summary>A filter of viruses.</summary>
    Virus,
}

/// <summary>A message that was accepted and reaches nobody until somebody looked at it. One that was for several mailboxes stands here once for each, so that what is done for one of them is done for no other.</summary>
/// <param name="Id">Its id, which begins with when it came.</param>
/// <param name="Arrived">When it came.</param>
/// <param name="Sender">The envelope's sender.</param>
/// <param name="Mailbox">The mailbox it is for; <see langword="null"/> for addresses elsewhere.</param>
/// <param name="Recipients">The mailbox's name, or the addresses.</param>
/// <param name="Cause">What held it back.</param>
/// <param name="Reason">In words: the rule, the points, the virus.</param>
/// <param name="Bytes">Octets.</param>
public sealed record QuarantinedMessage(
    Guid Id, DateTimeOffset Arrived, string Sender, Guid? Mailbox, IReadOnlyList<string> Recipients, QuarantineCause Cause, string Reason, long Bytes)
{
    /// <summary>Whether it is going to be delivered within seconds.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsReleased { get; init; }
}
