using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap;

/// <summary>A session's own view of the selected folder: its sequence numbers shift only when the client was told of it.</summary>
internal sealed class SelectedFolder(Folder folder, FolderSnapshot snapshot, bool readOnly, uint firstRecent)
{
    public Folder Folder => folder;

    public bool ReadOnly => readOnly;

    public FolderSnapshot View { get; private set; } = snapshot;

    public MessageList Messages => View.Messages;

    /// <summary>The parts of the message last looked into; a message never changes.</summary>
    public (uint Uid, Mime.MimePart Structure)? LastStructure { get; set; }

    public bool IsRecent(StoredMessage message) => message.Uid >= firstRecent;

    public int RecentCount => Messages.Length - (Messages.IndexOf(firstRecent) is var first && first < 0 ? ~first : first);

    /// <summary>Flags by name, as the wire has them.</summary>
    public string FlagsOf(StoredMessage message)
    {
        var flags = ImapFlags.Names(message.Flags).Concat(message.Keywords);
        return string.Join(' ', IsRecent(message) ? flags.Append("\\Recent") : flags);
    }

    /// <summary>The UIDs of the messages a set names, ascending.</summary>
    public List<uint> Uids(Wire.SequenceSet set, bool byUid)
    {
        if (Messages.Length == 0)
            return [];
        var largest = byUid ? Messages[^1].Uid : (uint)Messages.Length;
        return [.. Messages.Where((m, i) => set.Contains(byUid ? m.Uid : (uint)i + 1, largest)).Select(m => m.Uid)];
    }

    /// <summary>Takes over what changed on disk and gives the lines that tell the client. Without <paramref name="expunges"/> a message that is gone
    /// stays in the view, under its number, until it may be told.</summary>
    public List<string> Update(FolderSnapshot now, bool expunges, HashSet<uint>? silent = null)
    {
        var lines = new List<string>();
        var (gone, added) = (0, 0);
        var view = now.AsSeenAfter(View, expunges);
        foreach (var change in view.ChangesSince(View))
        {
            if (change.Kind == MessageChangeKind.Gone)
                lines.Add($"* {change.Index + 1 - gone++} EXPUNGE");
            else if (change.Kind == MessageChangeKind.Added)
                added++;
            else if (!change.FlagsAreTheSame && silent?.Contains(change.Message.Uid) != true)
                lines.Add($"* {change.Index + 1} FETCH (UID {change.Message.Uid} FLAGS ({FlagsOf(change.Message)}))");
        }

        View = view;
        if (added > 0)
            lines.AddRange([$"* {view.Messages.Length} EXISTS", $"* {RecentCount} RECENT"]);
        return lines;
    }
}
