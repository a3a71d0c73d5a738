using Oss.MailEngine.Directory;
using Oss.MailEngine.TransportSecurity;

namespace Oss.MailEngine.Queue;

/// <summary>What a message's octets may be (RFC 6152, RFC 3030).</summary>
internal enum MessageBody
{
    SevenBit,
    EightBit,

    /// <summary>Only on the way in: it is stored and sent on as lines.</summary>
    Binary,
}

/// <summary>What a notification returns of the message (RFC 3461 4.3).</summary>
internal enum DsnReturn
{
    Unspecified,
    Full,
    Headers,
}

/// <summary>When a recipient's sender wants to be notified (RFC 3461 4.1).</summary>
[Flags]
internal enum DsnNotify
{
    /// <summary>Not said: of failure, and of delay as the server sees fit.</summary>
    Unspecified = 0,
    Never = 1,
    Success = 2,
    Failure = 4,
    Delay = 8,
}

/// <summary>The envelope of a queued message; never changes.</summary>
/// <param name="Sender">The reverse path; empty for the null sender, whose mail is never answered.</param>
/// <param name="Recipients">At least one.</param>
internal sealed record QueuedEnvelope(string Sender, IReadOnlyList<QueuedRecipient> Recipients)
{
    public DateTimeOffset Arrived { get; init; }

    public MessageBody Body { get; init; }

    /// <summary>Whether addresses or header fields need SMTPUTF8 (RFC 6531).</summary>
    public bool IsUtf8 { get; init; }

    public DsnReturn Return { get; init; }

    /// <summary>The sender's own id for the envelope, as xtext (RFC 3461 4.4).</summary>
    public string? EnvelopeId { get; init; }

    /// <summary>Whether the message may cross the network only in verified TLS (RFC 8689).</summary>
    public bool RequireTls { get; init; }

    /// <summary>Whether the message says <c>TLS-Required: No</c>: it may go without TLS whatever the receiving domain publishes (RFC 8689 5).</summary>
    public bool IsTlsOptional { get; init; }

    /// <summary>How urgent it is, from -9 to 9 (RFC 6710): where there are more messages than a destination takes at a time, the more urgent go first.</summary>
    public int Priority { get; init; }

    /// <summary>What is wanted of the way. A notification is not lost for want of REQUIRETLS (RFC 8689 5: with the null sender it keeps nothing from being sent on).</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public TlsWish TlsWish => RequireTls ? (Sender.Length > 0 ? TlsWish.Required : TlsWish.AsPublished) : IsTlsOptional ? TlsWish.Optional : TlsWish.AsPublished;

    /// <summary>The connection or the rule that the message came from, for the trace.</summary>
    public string? Origin { get; init; }

    /// <summary>Whether somebody let it out of the quarantine: it goes into INBOX, past filters and scripts.</summary>
    public bool IsReleased { get; init; }

    /// <summary>The message, as the trace names it.</summary>
    public Guid? TraceMessage { get; init; }

    /// <summary>The mailbox whose user sent it, or whose filter did.</summary>
    public Guid? Account { get; init; }

    /// <summary>Its Message-ID, as far as the trace knows it.</summary>
    public string? MessageId { get; init; }
}

/// <summary>One recipient of a queued message.</summary>
internal sealed record QueuedRecipient(string Address)
{
    /// <summary>A way of its own; without one it is found anew at each attempt.</summary>
    public MailTransport? Transport { get; init; }

    /// <summary>Whether its domain was found a moment ago not to be served here. Not written down: whoever reads it from disk finds out anew.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public bool IsElsewhere { get; init; }

    public DsnNotify Notify { get; init; }

    /// <summary>The recipient as the sender wrote it, type and xtext (RFC 3461 4.2).</summary>
    public string? OriginalRecipient { get; init; }

    /// <summary>Its record in the trace.</summary>
    public Guid? Trace { get; init; }

    /// <summary>The recipient that a forward or an alias led here from; what the sender knows.</summary>
    public string? OriginalAddress { get; init; }
}
