using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Status;

/// <summary>What STATUS tells of a folder (RFC 3501 6.3.10 and extensions), alone, in a LIST (RFC 5819) and by NOTIFY (RFC 5465).</summary>
internal sealed class FolderStatus
{
    private static readonly string[] Known = ["MESSAGES", "RECENT", "UIDNEXT", "UIDVALIDITY", "UNSEEN", "DELETED", "SIZE", "HIGHESTMODSEQ", "APPENDLIMIT", "DELETED-STORAGE", "MAILBOXID"];

    private readonly List<string> _items = [];

    /// <summary>Reads the items between parentheses.</summary>
    public static FolderStatus Parse(ImapSession session, ImapParser parser)
    {
        var status = new FolderStatus();
        parser.Parenthesised(() => status._items.Add(
            parser.Atom().ToUpperInvariant() is var item && Known.Contains(item) && status._items.Count < Known.Length ? item : throw new ImapSyntaxException($"STATUS knows no {item}")));
        if (status._items.Count == 0)
            throw new ImapSyntaxException("STATUS takes items");
        if (status._items.Contains("HIGHESTMODSEQ"))
            session.EnableCondStore();
        return status;
    }

    /// <summary>Of these items.</summary>
    public static FolderStatus Of(params IEnumerable<string> items)
    {
        var status = new FolderStatus();
        status._items.AddRange(items);
        return status;
    }

    /// <summary>Writes the answer for a folder.</summary>
    public async Task WriteAsync(ImapSession session, Folder folder, string shown, CancellationToken cancellationToken)
    {
        var snapshot = await folder.SyncAsync(cancellationToken);
        session.WriteLine($"* STATUS {shown} ({string.Join(' ', _items.Select(item => $"{item} {Value(session, item, folder, snapshot)}"))})");
    }

    private static string Value(ImapSession session, string item, Folder folder, FolderSnapshot snapshot) => item switch
    {
        "RECENT" => "0",
        "APPENDLIMIT" => $"{session.AppendLimit}",
        "MAILBOXID" => $"({ObjectId.Of(folder)})",
        _ => Number(item, snapshot).ToString(System.Globalization.CultureInfo.InvariantCulture),
    };

    private static ulong Number(string item, FolderSnapshot snapshot) => item switch
    {
        "MESSAGES" => (ulong)snapshot.Messages.Length,
        "UIDNEXT" => snapshot.UidNext,
        "UIDVALIDITY" => snapshot.UidValidity,
        "UNSEEN" => (ulong)snapshot.Count(MessageFlags.None, MessageFlags.Seen),
        "DELETED" => (ulong)snapshot.Count(MessageFlags.Deleted),
        "HIGHESTMODSEQ" => snapshot.HighestModSeq,
        "SIZE" => (ulong)snapshot.Messages.Sum(message => message.WireSize),
        _ => (ulong)snapshot.Messages.Where(message => message.Flags.HasFlag(MessageFlags.Deleted)).Sum(message => message.PhysicalSize),
    };
}
