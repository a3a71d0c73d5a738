using Oss.MailEngine.Directory;

namespace Oss.MailEngine.Smtp;

/// <summary>The envelope between MAIL and the end of the data.</summary>
/// <param name="sender">The reverse path; empty for the null sender.</param>
internal sealed class SmtpTransaction(string sender)
{
    public string Sender => sender;

    /// <summary>Octets that the client declared (RFC 1870); nought when it did not.</summary>
    public long DeclaredSize { get; set; }

    public List<EnvelopeRecipient> Recipients { get; } = [];
}

/// <summary>A recipient that was accepted.</summary>
/// <param name="Address">As in RCPT.</param>
/// <param name="Mailboxes">Where it leads to on this platform.</param>
internal sealed record EnvelopeRecipient(string Address, IReadOnlyList<MailboxAccount> Mailboxes);
