using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve;

/// <summary>What IMAP did that scripts run at (RFC 6785 2.2).</summary>
[Flags]
public enum ImapCauses
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A message was stored by APPEND or REPLACE.</summary>
    Append = 1,

    /// <summary>A message was copied or moved into the folder, where it is new all the same.</summary>
    Copy = 2,

    /// <summary>Flags of a message changed, by STORE or by its being read.</summary>
    Flag = 4,

    /// <summary>Each of them.</summary>
    All = Append | Copy | Flag,
}

/// <summary>
/// Scripts of the administrator at events of IMAP, around the one that a user set by METADATA; what Pigeonhole's settings <c>imapsieve_mailboxN_…</c> say. For all mailboxes of the platform.
/// </summary>
public sealed record EventScripts
{
    /// <summary>The folder the events are in: its name (UTF-8, levels separated by <c>/</c>) with the wildcards <c>*</c> and <c>?</c>, or a special use such as <c>\Junk</c> (RFC 6154).</summary>
    public required string Folder { get; init; }

    /// <summary>Where a message was copied from, said in the same way: only copies from there. <see langword="null"/> for wherever it came from.</summary>
    public string? From { get; init; }

    /// <summary>The events.</summary>
    public ImapCauses Causes { get; init; } = ImapCauses.All;

    /// <summary>Run before the user's script, in this order: files. One that does not keep the message ends the row.</summary>
    public IReadOnlyList<string> Before { get; init; } = [];

    /// <summary>Run after it.</summary>
    public IReadOnlyList<string> After { get; init; } = [];

    /// <summary>Whether they run at an event.</summary>
    /// <param name="cause">The one cause.</param>
    /// <param name="folder">Where it is.</param>
    /// <param name="from">Where the message was copied from, if it was.</param>
    internal bool AreFor(ImapCauses cause, EventFolder folder, EventFolder? from) =>
        Causes.HasFlag(cause) && (From is null || from?.Is(From) == true) && folder.Is(Folder);
}

/// <summary>A folder that an event is about.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Mailbox">Whose it is; tells what folders are for.</param>
internal sealed record EventFolder(string Name, ISieveMailbox Mailbox)
{
    // INBOX is INBOX in any case of letters (RFC 3501 5.1).
    public bool Is(string pattern) => pattern.StartsWith('\\')
        ? Mailbox.FoldersForUse(pattern).Contains(Name, StringComparer.Ordinal)
        : Wildcards.Match(Name == "INBOX" ? Comparator.AsciiCasemap : Comparator.Octet, Name, pattern) is not null;
}
