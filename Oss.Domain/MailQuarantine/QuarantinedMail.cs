namespace Oss.Domain.MailQuarantine;

/// <summary>What held a message back.</summary>
public enum QuarantineCause
{
    /// <summary>A rule about whose mail is taken.</summary>
    Policy,

    /// <summary>It is spam beyond doubt.</summary>
    Spam,

    /// <summary>It has a virus.</summary>
    Virus,
}

/// <summary>A message that was accepted and is held back; one for several mailboxes is there once for each.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ArrivedAt">When it came, UTC.</param>
/// <param name="ExpiresAt">When it is deleted, UTC.</param>
/// <param name="Sender">The envelope's sender.</param>
/// <param name="MailboxId">The mailbox it is for; absent for addresses elsewhere.</param>
/// <param name="Recipients">The mailbox's address, or the addresses elsewhere.</param>
/// <param name="Cause">What held it back.</param>
/// <param name="Reason">In words: the rule, the points, the virus.</param>
/// <param name="Bytes">Octets.</param>
/// <param name="IsReleased">Whether it is delivered within seconds.</param>
public sealed record QuarantinedMail(
    Guid Id, DateTime ArrivedAt, DateTime ExpiresAt, string Sender, Guid? MailboxId, IReadOnlyList<string> Recipients, QuarantineCause Cause, string Reason, long Bytes, bool IsReleased);
