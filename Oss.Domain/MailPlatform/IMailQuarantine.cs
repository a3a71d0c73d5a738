using Oss.Domain.MailQuarantine;

namespace Oss.Domain.MailPlatform;

/// <summary>The domain's driven port to mail that was accepted and is held back. A quarantine that cannot be reached throws <see cref="MailPlatformUnavailableException"/>.</summary>
public interface IMailQuarantine
{
    /// <summary>How long a message stays there.</summary>
    TimeSpan Keep { get; }

    /// <summary>Mailboxes that something is held back for.</summary>
    Task<IReadOnlySet<Guid>> ListMailboxesAsync(CancellationToken cancellationToken);

    /// <summary>What is held back, the latest first.</summary>
    /// <param name="mailboxes">Only for these; <see langword="null"/> for all, and for addresses elsewhere.</param>
    /// <param name="older">Behind this message.</param>
    /// <param name="limit">So many at most.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    Task<IReadOnlyList<QuarantinedMail>> ListAsync(IReadOnlySet<Guid>? mailboxes, Guid? older, int limit, CancellationToken cancellationToken);

    /// <summary>One message; <see langword="null"/> when it is not there.</summary>
    Task<QuarantinedMail?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Its header; <see langword="null"/> when it is not there.</summary>
    Task<string?> ReadHeaderAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Has it delivered into its mailbox's INBOX, once; safely noted when the task ends, and done within seconds. False when it is not there.</summary>
    Task<bool> ReleaseAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Deletes it for good. False when it is not there.</summary>
    Task<bool> DeleteAsync(Guid id, CancellationToken cancellationToken);
}
