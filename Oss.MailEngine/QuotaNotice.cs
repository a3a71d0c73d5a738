namespace Oss.MailEngine;

/// <summary>A mailbox's use of its quota crossed a threshold.</summary>
/// <param name="MailboxId">The mailbox.</param>
/// <param name="CanonicalName">Its name.</param>
/// <param name="Resource">What is used.</param>
/// <param name="Percent">The threshold: the highest that was reached, or the lowest that is undercut again.</param>
/// <param name="IsAbove">Whether it was reached; false when usage fell below it.</param>
/// <param name="Used">Octets, or messages, used now.</param>
/// <param name="Limit">Octets, or messages, allowed.</param>
public sealed record QuotaNotice(Guid MailboxId, string CanonicalName, QuotaResource Resource, int Percent, bool IsAbove, long Used, long Limit);

/// <summary>What a quota limits.</summary>
public enum QuotaResource
{
    /// <summary>Octets on disk.</summary>
    Storage,

    /// <summary>Number of messages.</summary>
    Messages,
}
