using System.Collections.Immutable;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap;

/// <summary>A session's own view of the selected folder: its sequence numbers shift only when the client was told of it.</summary>
internal sealed class SelectedFolder(Folder folder, FolderSnapshot snapshot, bool readOnly, uint firstRecent)
{
    public Folder Folder => folder;

    public bool ReadOnly => readOnly;

    public FolderSnapshot View { get; private set; } = snapshot;

    public ImmutableArray<StoredMessage> Messages => View.Messages;

    /// <summary>The parts of the message last looked into; a message never changes.</summary>
    public (uint Uid, Mime.MimePart Structure)? LastStructure { get; set; }

    public bool IsRecent(StoredMessage message) => message.Uid >= firstRecent;

    public int RecentCount => View.Messages.Count(IsRecent);

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
        var before = View.Messages;
        var kept = ImmutableArray.CreateBuilder<StoredMessage>(before.Length);
        foreach (var message in before)
        {
            var index = now.IndexOf(message.Uid);
            if (index < 0 && expunges)
            {
                lines.Add($"* {kept.Count + 1} EXPUNGE");
                continue;
            }

            var current = index < 0 ? message : now.Messages[index];
            kept.Add(current);
            if ((current.Flags != message.Flags || !current.Keywords.SequenceEqual(message.Keywords)) && silent?.Contains(message.Uid) != true)
                lines.Add($"* {kept.Count} FETCH (UID {message.Uid} FLAGS ({FlagsOf(current)}))");
        }

        var last = before.Length > 0 ? before[^1].Uid : 0;
        var added = now.Messages.Where(m => m.Uid > last && m.Uid >= View.UidNext).ToList();
        kept.AddRange(added);
        View = now with { Messages = kept.ToImmutable() };
        if (added.Count > 0)
            lines.AddRange([$"* {kept.Count} EXISTS", $"* {RecentCount} RECENT"]);
        return lines;
    }
}
