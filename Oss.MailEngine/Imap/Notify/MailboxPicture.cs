using Oss.MailEngine.Imap.Metadata;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Notify;

/// <summary>A mailbox's folders, subscriptions and metadata at one moment, to be compared with a later one. A folder that was renamed is known by its GUID (RFC 5465 5.4, 5.5, 5.6).</summary>
internal sealed class MailboxPicture
{
    private const string ServerName = "vendor/vendor.dovecot/pvt/server/";

    private readonly Dictionary<string, string> _folders = [];
    private readonly HashSet<FolderPath> _subscribed = [];
    private IReadOnlyDictionary<string, string> _attributes = new Dictionary<string, string>();

    private MailboxPicture()
    {
    }

    public static async Task<MailboxPicture> TakeAsync(ImapSession session, CancellationToken cancellationToken)
    {
        var mailbox = session.Mailbox!;
        var picture = new MailboxPicture { _attributes = mailbox.Attributes.Read() };
        foreach (var name in mailbox.ListFolders())
        {
            if (mailbox.FindFolder(name) is not { } folder)
                continue;
            try
            {
                // The GUID is in the uidlist; a folder that was looked into has it at hand.
                if (folder.Guid.Length == 0)
                    await folder.SyncAsync(cancellationToken);
                picture._folders[name.Value] = folder.Guid;
            }
            catch (IOException)
            {
                // Gone meanwhile.
            }
        }

        picture._subscribed.UnionWith(mailbox.Subscriptions.Read());
        return picture;
    }

    /// <summary>The lines that tell what changed.</summary>
    /// <param name="before">The earlier one.</param>
    /// <param name="session">Whose client is told.</param>
    /// <param name="wanted">What is wanted of a folder.</param>
    public IEnumerable<string> Since(MailboxPicture before, ImapSession session, Func<FolderPath, NotifyEvents> wanted)
    {
        var gone = before._folders.Where(f => !_folders.ContainsKey(f.Key)).ToDictionary();
        foreach (var (name, guid) in _folders.Where(f => !before._folders.ContainsKey(f.Key)))
        {
            var path = Path(name);
            if (gone.FirstOrDefault(f => f.Value == guid) is { Key: { } old })
            {
                gone.Remove(old);
                if ((wanted(path) | wanted(Path(old))).HasFlag(NotifyEvents.MailboxName))
                    yield return $"* LIST () \"/\" {session.Shown(path)} (\"OLDNAME\" ({session.Shown(Path(old))}))";
            }
            else if (wanted(path).HasFlag(NotifyEvents.MailboxName))
                yield return $"* LIST () \"/\" {session.Shown(path)}";
        }

        foreach (var path in gone.Keys.Select(Path).Where(path => wanted(path).HasFlag(NotifyEvents.MailboxName)))
            yield return $"* LIST (\\NonExistent) \"/\" {session.Shown(path)}";
        foreach (var path in _subscribed.Except(before._subscribed).Where(path => wanted(path).HasFlag(NotifyEvents.SubscriptionChange)))
            yield return $"* LIST (\\Subscribed) \"/\" {session.Shown(path)}";
        foreach (var path in before._subscribed.Except(_subscribed).Where(path => wanted(path).HasFlag(NotifyEvents.SubscriptionChange)))
            yield return $"* LIST () \"/\" {session.Shown(path)}";
        foreach (var line in MetadataSince(before, session, wanted))
            yield return line;
    }

    // The entries' names and no values (RFC 5464 4.4.2).
    private IEnumerable<string> MetadataSince(MailboxPicture before, ImapSession session, Func<FolderPath, NotifyEvents> wanted)
    {
        if (ReferenceEquals(_attributes, before._attributes))
            yield break;
        var changed = _attributes.Keys.Union(before._attributes.Keys).Where(key => _attributes.GetValueOrDefault(key) != before._attributes.GetValueOrDefault(key))
            .Select(key => key.Split('/', 3)).Where(parts => parts.Length == 3).ToList();
        var server = changed.Where(parts => parts[2].StartsWith(ServerName, StringComparison.Ordinal)).ToList();
        if (server.Count > 0 && wanted(FolderName.Inbox).HasFlag(NotifyEvents.ServerMetadataChange))
            yield return $"* METADATA \"\" {string.Join(' ', server.Select(parts => Entry(parts[0], parts[2][ServerName.Length..])))}";
        foreach (var (name, guid) in _folders)
        {
            var entries = changed.Except(server).Where(parts => parts[1] == guid).Select(parts => Entry(parts[0], parts[2])).ToList();
            if (entries.Count > 0 && wanted(Path(name)).HasFlag(NotifyEvents.MailboxMetadataChange))
                yield return $"* METADATA {session.Shown(Path(name))} {string.Join(' ', entries)}";
        }
    }

    private static MetadataEntry Entry(string kind, string name) => new(kind == "priv", name);

    private static FolderPath Path(string name) => FolderName.TryParse(name) is { } folder ? folder : FolderName.Inbox;
}
