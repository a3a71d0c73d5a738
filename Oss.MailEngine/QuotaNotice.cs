namespace Oss.MailEngine;

/// <summary>The use of a mailbox's quota, or of the pool that it shares storage in, crossed a threshold.</summary>
/// <param name="Mailbox">The mailbox.</param>
/// <param name="Resource">What is used.</param>
/// <param name="Percent">The threshold: the highest that was reached, or the lowest that is undercut again.</param>
/// <param name="IsAbove">Whether it was reached; false when usage fell below it.</param>
/// <param name="Used">Octets, or messages, used now.</param>
/// <param name="Limit">Octets, or messages, allowed.</param>
public sealed record QuotaNotice(Directory.MailboxAccount Mailbox, QuotaResource Resource, int Percent, bool IsAbove, long Used, long Limit)
{
    /// <summary>The pool whose use it is, the mailbox being the one by which it was crossed; <see langword="null"/> when it is the mailbox's own.</summary>
    public Guid? Pool { get; init; }
}

/// <summary>What a quota limits.</summary>
public enum QuotaResource
{
    /// <summary>Octets on disk.</summary>
    Storage,

    /// <summary>Number of messages.</summary>
    Messages,
}
