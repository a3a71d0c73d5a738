namespace Oss.Domain.Trace;

/// <summary>What the mail platform tells of a message on its way to one recipient: at its answer, and again for each thing that happens later.</summary>
/// <param name="Id">Names the way: this message, this recipient, this target. A UUID of version 7, so that ids ascend in time.</param>
/// <param name="Message">Names the message; all its recipients have it, and what a filter sends on of it.</param>
/// <param name="Sender">The envelope's sender; empty for the null sender.</param>
/// <param name="Recipient">The recipient as the sender gave it; empty when the message was refused before it.</param>
/// <param name="Events">What happened, in its order; at least one.</param>
public sealed record TracedMessage(Guid Id, Guid Message, string Sender, string Recipient, IReadOnlyList<TraceEvent> Events)
{
    /// <summary>The mailbox or the foreign address that the recipient leads to, when that is another.</summary>
    public string? Target { get; init; }

    /// <summary>The mailbox here that gets the message.</summary>
    public Guid? MailboxId { get; init; }

    /// <summary>The mailbox whose user sent it, or whose filter did; <see langword="null"/> for mail from elsewhere.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>The client's address.</summary>
    public string? Client { get; init; }

    /// <summary>The name that the client gave itself.</summary>
    public string? ClientName { get; init; }

    /// <summary>How it came, in the words of RFC 3848.</summary>
    public string? Protocol { get; init; }

    /// <summary>What the Message-ID field says.</summary>
    public string? MessageIdField { get; init; }

    /// <summary>Octets as they came.</summary>
    public long Octets { get; init; }

    /// <summary>Whether an earlier telling of the same <see cref="Id"/> has the beginning.</summary>
    public bool IsContinued { get; init; }
}
