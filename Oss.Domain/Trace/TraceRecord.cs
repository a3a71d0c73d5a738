namespace Oss.Domain.Trace;

/// <summary>
/// What one tenant, or nobody but the operators, may see of a message's way to one recipient. A message from one tenant to another has two rows, each with its own side alone, so that no
/// question that is asked can show more than it may: whose a row is was decided when it was written. The id ascends in time: the newest rows are together at the end of every index, and the
/// oldest at the beginning, where they are deleted.
/// </summary>
public sealed class TraceRecord
{
    /// <summary>Octets of <see cref="Events"/> beyond which nothing is added: a queue that tries for weeks.</summary>
    public const int MaxEvents = 16_000;

    /// <summary>Characters of addresses, names and Message-IDs.</summary>
    public const int TextLength = 254;

    /// <summary>Ascends in time.</summary>
    public Guid Id { get; init; }

    /// <summary>Whose side it is; <see langword="null"/> for nobody's: mail that was refused and would have been for nobody here.</summary>
    public Guid? TenantId { get; init; }

    /// <summary>Which of its events the tenant sees.</summary>
    public TraceSides Sides { get; init; }

    /// <summary>Names the message.</summary>
    public Guid Message { get; init; }

    /// <summary>The envelope's sender in lower case; empty for the null sender.</summary>
    public required string Sender { get; init; }

    /// <summary>The recipient as the sender gave it, in lower case.</summary>
    public required string Recipient { get; init; }

    /// <summary>Where the recipient leads to, when that is another address.</summary>
    public string? Target { get; init; }

    /// <summary>The client's address.</summary>
    public string? Client { get; init; }

    /// <summary>The name that the client gave itself.</summary>
    public string? ClientName { get; init; }

    /// <summary>How it came, in the words of RFC 3848.</summary>
    public string? Protocol { get; init; }

    /// <summary>What the Message-ID field says.</summary>
    public string? MessageIdField { get; init; }

    /// <summary>Octets.</summary>
    public long Octets { get; init; }

    /// <summary>Where the message is.</summary>
    public TraceState State { get; init; }

    /// <summary>The last reply; what a support agent reads first.</summary>
    public string? Reply { get; init; }

    /// <summary>When something happened last, UTC.</summary>
    public DateTime LastAt { get; init; }

    /// <summary>What happened, a line each.</summary>
    public required string Events { get; init; }
}

/// <summary>Sides of a message.</summary>
[Flags]
public enum TraceSides
{
    /// <summary>What everybody sees who has to do with it.</summary>
    None = 0,

    /// <summary>Who sent it: where it came from.</summary>
    Sender = 1,

    /// <summary>Who has the address that it was sent to: rules, verdicts, what the address stands for.</summary>
    Recipient = 2,

    /// <summary>Who has the mailbox that it reached: what its filter did.</summary>
    Mailbox = 4,
}

/// <summary>Where a message is, in one word.</summary>
public enum TraceState
{
    /// <summary>Taken; what became of it is somebody else's business.</summary>
    Accepted,

    /// <summary>In a mailbox, or refused to nobody: its filter dropped or passed it on.</summary>
    Delivered,

    /// <summary>The next server has it.</summary>
    Sent,

    /// <summary>In the queue, and tried again.</summary>
    Waiting,

    /// <summary>The sender's server was told to come again.</summary>
    Deferred,

    /// <summary>The sender was told that it is not taken.</summary>
    Refused,

    /// <summary>The mailbox's filter dropped it.</summary>
    Discarded,

    /// <summary>Held back.</summary>
    Quarantined,

    /// <summary>It was taken and did not get there.</summary>
    Failed,
}
