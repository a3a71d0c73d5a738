using Oss.Domain.Rules;

namespace Oss.Domain.MailPlatform;

/// <summary>
/// The domain's driven port: what it needs of whatever keeps the mail, be it the embedded engine or a fleet of
/// Postfix and Dovecot. Every operation is idempotent, for an order may be resumed after a crash at any step.
/// A platform that cannot be reached throws <see cref="MailPlatformUnavailableException"/>.
/// </summary>
public interface IMailPlatform
{
    /// <summary>Creates the mailbox's tree on a volume of the platform's choice, brings back the one that was put aside for the same id, or finds the one
    /// that an earlier attempt made. A tree of the same name with another id is moved out of the way first.</summary>
    /// <returns>The name of the volume that holds the mailbox.</returns>
    Task<string> CreateMailboxAsync(MailboxReference mailbox, CancellationToken cancellationToken);

    /// <summary>Ends the mailbox: its sessions end, its tree leaves the live part of the volume, its mail is kept for restore.
    /// Does nothing when there is no such mailbox.</summary>
    Task RemoveMailboxAsync(MailboxReference mailbox, CancellationToken cancellationToken);

    /// <summary>Moves the mailbox's tree to another canonical name; finds it there when an earlier attempt moved it.</summary>
    Task RenameMailboxAsync(MailboxReference mailbox, string newName, CancellationToken cancellationToken);

    /// <summary>Deletes the mailbox's mail for good, kept for restore or not. Does nothing when there is none.</summary>
    Task PurgeMailboxAsync(MailboxReference mailbox, CancellationToken cancellationToken);

    /// <summary>Moves the mailbox's tree off its volume while it is in use, to one of the platform's choice; one that an earlier attempt moved stays there.</summary>
    /// <returns>The name of the volume that holds it.</returns>
    Task<string> MoveMailboxAsync(MailboxReference mailbox, CancellationToken cancellationToken);

    /// <summary>Measures what the mailbox uses on disk now; <see langword="null"/> when it has no tree yet.</summary>
    Task<MailboxUsage?> MeasureUsageAsync(MailboxReference mailbox, CancellationToken cancellationToken);

    /// <summary>What the mailboxes of a subscription use together of the storage that they share, in bytes.</summary>
    Task<long> MeasurePoolAsync(Guid subscriptionId, CancellationToken cancellationToken);

    /// <summary>Reads back what the mailbox's active script is.</summary>
    Task<RuleSheet> ReadRulesAsync(MailboxReference mailbox, CancellationToken cancellationToken);

    /// <summary>Makes rules the mailbox's active script, or a script of its own active again. What is there is looked at and replaced in one step; a script by hand that is replaced
    /// stays in the mailbox under a name. Does nothing when an earlier attempt has done it.</summary>
    /// <exception cref="MailPlatformRefusedException">What is there may not be replaced (<see cref="ErrorCodes.ScriptChanged"/>), or the rules cannot be written.</exception>
    Task WriteRulesAsync(MailboxReference mailbox, PendingRules rules, CancellationToken cancellationToken);

    /// <summary>Lists the mailbox's scripts by name.</summary>
    Task<IReadOnlyList<MailboxScript>> ListScriptsAsync(MailboxReference mailbox, CancellationToken cancellationToken);

    /// <summary>Says what the scripts that run at a delivery would do with a message; nothing is stored and nothing is sent.</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="message">The message.</param>
    /// <param name="sender">The envelope's sender; <see langword="null"/> for what the message says of it.</param>
    /// <param name="recipient">The envelope's recipient.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns><see langword="null"/> when there is no such message in the mailbox.</returns>
    Task<ScriptTrial?> TryScriptAsync(MailboxReference mailbox, TrialMessage message, string? sender, string recipient, CancellationToken cancellationToken);

    /// <summary>Lists the newest messages of a folder, and the folders; <see langword="null"/> when there is no such folder.</summary>
    Task<FolderListing?> ListMessagesAsync(MailboxReference mailbox, string folder, int limit, CancellationToken cancellationToken);

    /// <summary>Writes all mail of a mailbox, which may be in use, into a file on its volume, whole or not at all; one that an earlier attempt finished is written anew.</summary>
    /// <param name="mailbox">The mailbox.</param>
    /// <param name="archive">Names the file.</param>
    /// <param name="progress">Told every few seconds how many octets are written; waited for.</param>
    /// <param name="cancellationToken">Ends it, and leaves nothing.</param>
    /// <returns>Octets of the file.</returns>
    Task<long> WriteArchiveAsync(MailboxReference mailbox, Guid archive, Func<long, Task> progress, CancellationToken cancellationToken);

    /// <summary>Opens such a file, which can be read from anywhere in it; <see langword="null"/> when there is none.</summary>
    Task<Stream?> OpenArchiveAsync(string volume, Guid archive, CancellationToken cancellationToken);

    /// <summary>Deletes such a file, and what was left of attempts at it. Does nothing when there is none.</summary>
    Task DeleteArchiveAsync(string volume, Guid archive, CancellationToken cancellationToken);

    /// <summary>Brings over a script of another system: a Cyrus server's, or one that Horde's Ingo or Open-Xchange wrote from rules.</summary>
    /// <param name="script">Its text.</param>
    /// <param name="separator">The hierarchy separator of the old server.</param>
    ImportedScript ConvertScript(string script, char separator);
}

/// <summary>Names one mailbox to the platform.</summary>
/// <param name="Id">The immutable mailbox id.</param>
/// <param name="CanonicalName">The normalised primary address.</param>
/// <param name="Volume">The volume that holds it, or <see langword="null"/> while it has none yet.</param>
public sealed record MailboxReference(Guid Id, string CanonicalName, string? Volume);

/// <summary>What a mailbox holds, measured on disk.</summary>
/// <param name="Bytes">Physical bytes of all messages.</param>
/// <param name="Messages">Number of messages.</param>
/// <param name="MeasuredAt">When it was measured, UTC.</param>
public sealed record MailboxUsage(long Bytes, long Messages, DateTime MeasuredAt)
{
    /// <summary>The storage that it shares with the other mailboxes of its subscription; <see langword="null"/> for none.</summary>
    public PoolUsage? Pool { get; init; }
}

/// <summary>What the mailboxes of one subscription use of the storage that they share.</summary>
/// <param name="Bytes">Physical bytes of all messages of all of them.</param>
/// <param name="LimitBytes">What they may use together.</param>
public sealed record PoolUsage(long Bytes, long LimitBytes);

/// <summary>The mail platform, or the volume of one mailbox, is out of reach for now; the order is resumed later.</summary>
public sealed class MailPlatformUnavailableException : Exception
{
    /// <summary>Creates the exception with a text for the log.</summary>
    public MailPlatformUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception with a default text.</summary>
    public MailPlatformUnavailableException()
        : this("The mail platform is out of reach.")
    {
    }

    /// <summary>Creates the exception with a text for the log.</summary>
    public MailPlatformUnavailableException(string message)
        : this(message, null)
    {
    }
}

/// <summary>The mail platform will never do what was asked, however often: a name it cannot hold, a tree that is not there. The order's item fails.</summary>
public sealed class MailPlatformRefusedException : Exception
{
    /// <summary>Why, from <see cref="ErrorCodes"/>.</summary>
    public string Code { get; init; } = ErrorCodes.PlatformRefused;

    /// <summary>Creates the exception with a sentence that is safe for the client.</summary>
    public MailPlatformRefusedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception with a default text.</summary>
    public MailPlatformRefusedException()
        : this("The mail platform cannot do this.")
    {
    }

    /// <summary>Creates the exception with a sentence that is safe for the client.</summary>
    public MailPlatformRefusedException(string message)
        : this(message, null)
    {
    }
}
