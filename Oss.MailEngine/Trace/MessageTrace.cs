using System.Net;

namespace Oss.MailEngine.Trace;

/// <summary>What happened to a message on its way to one recipient. No subject, no content, no secret is ever in it.</summary>
/// <param name="Id">Names the way: this message, this recipient, this target. Ascending in time (a UUID of version 7).</param>
/// <param name="Message">Names the message; all its recipients have it, and what a filter sends on of it.</param>
/// <param name="Sender">The envelope's sender; empty for the null sender.</param>
/// <param name="Recipient">The recipient as the sender gave it in RCPT; empty when the message was refused before it.</param>
/// <param name="Events">What happened, in its order.</param>
public sealed record MessageTrace(Guid Id, Guid Message, string Sender, string Recipient, IReadOnlyList<TraceEvent> Events)
{
    /// <summary>The mailbox or the foreign address that the recipient leads to; <see langword="null"/> when that is the recipient itself, or nobody.</summary>
    public string? Target { get; init; }

    /// <summary>The mailbox here that gets the message.</summary>
    public Guid? Mailbox { get; init; }

    /// <summary>The mailbox whose user sent it, or whose filter did; <see langword="null"/> for mail from elsewhere.</summary>
    public Guid? Account { get; init; }

    /// <summary>The client's address.</summary>
    public IPAddress? Client { get; init; }

    /// <summary>The name that the client gave itself.</summary>
    public string ClientName { get; init; } = "";

    /// <summary>How it came, in the words of RFC 3848: <c>ESMTPSA</c>, <c>LMTP</c>; empty for what began here.</summary>
    public string Protocol { get; init; } = "";

    /// <summary>What the Message-ID field says; empty without one.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>Octets as they came.</summary>
    public long Octets { get; init; }

    /// <summary>Whether an earlier telling of the same <see cref="Id"/> has the beginning.</summary>
    public bool IsContinued { get; init; }
}

/// <summary>One thing that happened.</summary>
/// <param name="Kind">What.</param>
/// <param name="At">When.</param>
public sealed record TraceEvent(TraceEventKind Kind, DateTimeOffset At)
{
    /// <summary>The reply that was given, or that a server gave: code, enhanced code, text.</summary>
    public string? Reply { get; init; }

    /// <summary>The rule that decided, as it is written in the rules' file.</summary>
    public string? Rule { get; init; }

    /// <summary>The server that answered.</summary>
    public string? Host { get; init; }

    /// <summary>Whether the way to that server was encrypted.</summary>
    public bool? IsEncrypted { get; init; }

    /// <summary>When it is tried again.</summary>
    public DateTimeOffset? Next { get; init; }

    /// <summary>The folder, the address, the verdict: what the kind is about.</summary>
    public string? Detail { get; init; }
}

/// <summary>What can happen to a message.</summary>
public enum TraceEventKind
{
    /// <summary>It was answered with success: from here on it is the platform's.</summary>
    Accepted,

    /// <summary>It was refused for ever.</summary>
    Refused,

    /// <summary>It was refused for now, by us or by the next server.</summary>
    Deferred,

    /// <summary>A rule applied that did not decide.</summary>
    RuleApplied,

    /// <summary>Its origin was looked at: SPF, DKIM, DMARC.</summary>
    Authenticated,

    /// <summary>Filters looked at its content.</summary>
    Scanned,

    /// <summary>The recipient stands for others: an alias, a forward, a list, a catch-all.</summary>
    Expanded,

    /// <summary>It is in the inbox.</summary>
    Delivered,

    /// <summary>It is in another folder.</summary>
    Filed,

    /// <summary>The mailbox has it already, by another of its names.</summary>
    Merged,

    /// <summary>The mailbox's filter dropped it.</summary>
    Discarded,

    /// <summary>The mailbox's filter refused it.</summary>
    Rejected,

    /// <summary>The mailbox's filter sent it on.</summary>
    Redirected,

    /// <summary>The mailbox answered by itself.</summary>
    Replied,

    /// <summary>The mailbox would have answered, and had a reason not to.</summary>
    NotReplied,

    /// <summary>The mailbox's filter told somebody.</summary>
    Notified,

    /// <summary>The mailbox's filter failed, or something that it wanted could not be done.</summary>
    FilterFailed,

    /// <summary>It is held back until somebody looked at it.</summary>
    Quarantined,

    /// <summary>It began here: a redirect, an automatic reply, a notification, a release from quarantine.</summary>
    Created,

    /// <summary>It is in the queue.</summary>
    Queued,

    /// <summary>The next server has it.</summary>
    Sent,

    /// <summary>It will not get there.</summary>
    Failed,

    /// <summary>It was tried for as long as may be.</summary>
    Expired,

    /// <summary>The sender was told, by a notification.</summary>
    SenderTold,

    /// <summary>An operator stopped it.</summary>
    Held,

    /// <summary>An operator let it go on.</summary>
    Released,

    /// <summary>An operator deleted it.</summary>
    Deleted,
}
