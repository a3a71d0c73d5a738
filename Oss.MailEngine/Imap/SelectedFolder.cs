using System.Text;
using Oss.MailEngine.Imap.Search;
using Oss.MailEngine.Imap.Sharing;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap;

/// <summary>A session's own view of the selected folder: its sequence numbers shift only when the client was told of it.</summary>
internal sealed class SelectedFolder(ImapSession session, FolderAccess access, FolderSnapshot snapshot, bool readOnly, uint firstRecent)
{
    /// <summary>The folder, and what the user may do with it.</summary>
    public FolderAccess Access => access;

    public Folder Folder => access.Folder;

    public bool ReadOnly => readOnly;

    public FolderSnapshot View { get; private set; } = snapshot;

    public MessageList Messages => View.Messages;

    /// <summary>The parts of the message last looked into; a message never changes.</summary>
    public (uint Uid, Mime.MimePart Structure)? LastStructure { get; set; }

    /// <summary>UIDs that the last SEARCH with SAVE found, ascending: <c>$</c> (RFC 5182).</summary>
    public IReadOnlyList<uint> Saved { get; set; } = [];

    /// <summary>Searches whose results the client wants to be kept up to date (RFC 5267).</summary>
    public List<SearchContext> Contexts { get; } = [];

    public int RecentCount => Messages.Length - (Messages.IndexOf(firstRecent) is var first && first < 0 ? ~first : first);

    public bool IsRecent(StoredMessage message) => message.Uid >= firstRecent;

    /// <summary>Flags by name, as the wire has them.</summary>
    public string FlagsOf(StoredMessage message)
    {
        var isRecent = IsRecent(message) && !session.Has(ImapExtensions.Rev2);
        if (message.KeywordBits == 0)
            return ImapFlags.Names(message.Flags, isRecent);

        IEnumerable<string> names = [ImapFlags.Names(message.Flags, false), .. message.Keywords, isRecent ? "\\Recent" : ""];
        return string.Join(' ', names.Where(name => name.Length > 0));
    }

    /// <summary>How an answer about a message begins: by number, or by UID for a client that wants no numbers (RFC 9586 3.3).</summary>
    public string FetchStart(StoredMessage message, int index) =>
        session.Has(ImapExtensions.UidOnly) ? $"* {message.Uid} UIDFETCH (" : $"* {index + 1} FETCH (";

    /// <summary>The whole line that tells a message's flags, and to who knows of them its modification sequence (RFC 7162 3.2).</summary>
    public string FlagsLine(StoredMessage message, int index, bool withFlags = true)
    {
        var line = new StringBuilder(FetchStart(message, index));
        if (!session.Has(ImapExtensions.UidOnly))
            line.Append("UID ").Append(message.Uid).Append(' ');
        if (withFlags)
            line.Append("FLAGS (").Append(FlagsOf(message)).Append(')');
        if (session.Has(ImapExtensions.CondStore))
            line.Append(withFlags ? " " : "").Append("MODSEQ (").Append(message.ModSeq).Append(')');
        return line.Append(')').ToString();
    }

    /// <summary>Whether a line tells flags of one message.</summary>
    public static bool TellsFlags(string line) => line.Contains(" FETCH (", StringComparison.Ordinal) || line.Contains(" UIDFETCH (", StringComparison.Ordinal);

    /// <summary>The indexes of the messages a set names, ascending.</summary>
    public List<int> Indexes(SequenceSet set, bool byUid)
    {
        var indexes = new List<int>();
        if (Messages.Length == 0)
            return indexes;
        if (set.IsSaved)
            return [.. Saved.Select(View.IndexOf).Where(index => index >= 0)];

        foreach (var (first, last) in set.Resolve(byUid ? Messages[^1].Uid : (uint)Messages.Length))
        {
            var index = byUid ? View.IndexOf(first) : (int)Math.Min(first - 1, (uint)Messages.Length);
            for (index = index < 0 ? ~index : index; index < Messages.Length && (byUid ? Messages[index].Uid : (uint)index + 1) <= last; index++)
                indexes.Add(index);
        }

        return indexes;
    }

    /// <summary>The UIDs of the messages a set names, ascending.</summary>
    public List<uint> Uids(SequenceSet set, bool byUid) => [.. Indexes(set, byUid).Select(index => Messages[index].Uid)];

    /// <summary>Takes over what changed on disk and gives the lines that tell the client. Without <paramref name="expunges"/> a message that is gone
    /// stays in the view, under its number, until it may be told.</summary>
    public List<string> Update(FolderSnapshot now, bool expunges, HashSet<uint>? silent = null)
    {
        var lines = new List<string>();
        var before = View;
        if (ReferenceEquals(before.Messages, now.Messages))
            return lines;

        var byUid = session.Has(ImapExtensions.UidOnly | ImapExtensions.QResync);
        var (vanished, changed, added) = (new List<uint>(), new List<uint>(), 0);
        View = now.AsSeenAfter(before, expunges);
        foreach (var change in View.ChangesSince(before))
        {
            if (change.Kind == MessageChangeKind.Gone)
            {
                if (!byUid)
                    lines.Add($"* {change.Index + 1 - vanished.Count} EXPUNGE");
                vanished.Add(change.Message.Uid);
                continue;
            }

            changed.Add(change.Message.Uid);
            if (change.Kind == MessageChangeKind.Added)
                added++;
            else if (silent?.Contains(change.Message.Uid) != true ? !change.FlagsAreTheSame || session.Has(ImapExtensions.CondStore) : session.Has(ImapExtensions.CondStore))
                lines.Add(FlagsLine(change.Message, change.Index, withFlags: silent?.Contains(change.Message.Uid) != true));
        }

        if (vanished.Count > 0 && byUid)
            lines.Insert(0, $"* VANISHED {SequenceSet.Format(vanished)}");
        if (added > 0)
        {
            lines.Add($"* {Messages.Length} EXISTS");
            if (!session.Has(ImapExtensions.Rev2))
                lines.Add($"* {RecentCount} RECENT");
        }

        foreach (var context in Contexts)
        {
            lines.InsertRange(0, context.Remove(before, vanished));
            lines.AddRange(context.Update(this, changed));
        }

        return lines;
    }
}
