using System.Threading.Channels;
using Oss.MailEngine.Imap.Fetch;
using Oss.MailEngine.Imap.Selection;
using Oss.MailEngine.Imap.Sharing;
using Oss.MailEngine.Imap.Status;
using Oss.MailEngine.Storage;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Notify;

/// <summary>
/// What a client hears of without asking (RFC 5465). Folders call back when something happens in them; what is told is the difference between what is there and what was told last, so that a hundred
/// changes at once cost one look and one line. Of folders that the client has not selected STATUS is told; of the mailbox itself LIST and METADATA.
/// </summary>
internal sealed class Notifications(ImapSession session, IReadOnlyList<NotifyGroup> groups) : IDisposable
{
    /// <summary>How often a mailbox is looked at for what another process did to it, of which nobody calls back.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Dictionary<string, Watched> _watched = [];
    private MailboxPicture? _picture;
    private ITimer? _timer;
    private FileStamp _root;

    /// <summary>Becomes readable when there may be something to tell.</summary>
    public ChannelReader<bool> Signal => _signal.Reader;

    private NotifyGroup? SelectedGroup => groups.FirstOrDefault(group => group.Folders.IsSelected);

    private bool WantsOfMailbox => groups.Any(group => (group.Events & ~NotifyEvents.OfMessages) != 0);

    /// <summary>Begins to watch.</summary>
    /// <param name="tellsStatus">Whether to tell how things are now.</param>
    /// <param name="cancellationToken">Ends with the connection.</param>
    /// <returns>False when there are too many folders.</returns>
    public async Task<bool> StartAsync(bool tellsStatus, CancellationToken cancellationToken)
    {
        if (!await WatchAsync(cancellationToken))
            return false;
        _picture = WantsOfMailbox ? await MailboxPicture.TakeAsync(session, cancellationToken) : null;
        session.Mailbox!.Changed += Touch;
        _timer = session.Connection.Time.CreateTimer(_ => LookAtRoot(), null, Look, Look);
        _root = FileStamp.Of(session.Mailbox.MaildirPath);
        foreach (var watched in _watched.Values.Where(_ => tellsStatus))
            await WriteStatusAsync(watched, cancellationToken);
        return true;
    }

    /// <summary>Tells what is new.</summary>
    /// <param name="isIdle">Whether the client is idle: expunges that are delayed are told then (RFC 5465 4).</param>
    /// <param name="cancellationToken">Ends with the connection.</param>
    public async Task TellAsync(bool isIdle, CancellationToken cancellationToken)
    {
        await TellSelectedAsync(isIdle, cancellationToken);
        foreach (var watched in _watched.Values.ToList())
            await TellOfAsync(watched, cancellationToken);
        if (_picture is { } before)
        {
            _picture = await MailboxPicture.TakeAsync(session, cancellationToken);
            foreach (var line in _picture.Since(before, session, EventsOfAsync))
                session.WriteLine(line);
        }

        if (!await WatchAsync(cancellationToken))
        {
            session.WriteLine("* OK [NOTIFICATIONOVERFLOW] There are too many folders now; you will hear nothing");
            session.Notifications = null;
        }
    }

    /// <summary>Has the signal given when the selected folder changes.</summary>
    public IDisposable? WatchSelected() => SelectedGroup is { Events: not NotifyEvents.None } ? session.Selected?.Folder.Watch(Touch) : null;

    public void Dispose()
    {
        _timer?.Dispose();
        session.Mailbox!.Changed -= Touch;
        foreach (var watched in _watched.Values)
            watched.Watch.Dispose();
        _watched.Clear();
    }

    private void Touch() => _signal.Writer.TryWrite(true);

    private void LookAtRoot()
    {
        if (FileStamp.Of(session.Mailbox!.MaildirPath) is var now && now != _root)
        {
            _root = now;
            Touch();
        }
    }

    private async Task TellSelectedAsync(bool isIdle, CancellationToken cancellationToken)
    {
        if (session.Selected is not { } selected || SelectedGroup is not { } group || (group.Events & NotifyEvents.OfMessages) == 0)
            return;
        var next = selected.View.UidNext;
        await session.TellAsync(isIdle || group.Folders.Kind == FolderSelection.Selected, cancellationToken, withFlags: group.Events.HasFlag(NotifyEvents.FlagChange));
        if (group.Fetch.Count == 0 || selected.View.UidNext == next)
            return;
        var items = group.Fetch.Any(item => item.Kind == FetchKind.Uid) || session.Has(ImapExtensions.UidOnly) ? group.Fetch : [FetchItem.Simple("UID"), .. group.Fetch];
        var writer = new FetchWriter(session, selected, items);
        for (var index = selected.View.IndexOf(next) is var at && at < 0 ? ~at : at; index < selected.Messages.Length; index++)
            await writer.WriteAsync(index, cancellationToken);
    }

    private async Task TellOfAsync(Watched watched, CancellationToken cancellationToken)
    {
        if (session.Selected?.Folder == watched.Access.Folder)
            return;
        try
        {
            var now = await watched.Access.Folder.SyncAsync(cancellationToken);
            var before = watched.Told;
            if (ReferenceEquals(now.Messages, before.Messages) && now.UidValidity == before.UidValidity)
                return;
            watched.Told = now;
            var isNew = now.UidNext != before.UidNext || now.UidValidity != before.UidValidity;
            if ((watched.Events.HasFlag(NotifyEvents.MessageNew) && (isNew || now.Messages.Length != before.Messages.Length)) || watched.Events.HasFlag(NotifyEvents.FlagChange))
                await WriteStatusAsync(watched, cancellationToken);
        }
        catch (IOException)
        {
            // Gone, which is told as such, or out of reach for now.
        }
    }

    private Task WriteStatusAsync(Watched watched, CancellationToken cancellationToken)
    {
        string[] items = [.. (string[])["MESSAGES", "UIDNEXT", "UIDVALIDITY"], .. watched.Events.HasFlag(NotifyEvents.FlagChange) ? (string[])["UNSEEN"] : [], .. session.Has(ImapExtensions.CondStore) ? (string[])["HIGHESTMODSEQ"] : []];
        return watched.Access.May(AclRights.Read) ? FolderStatus.Of(items).WriteAsync(session, watched.Access.Folder, session.Shown(watched.Access.Path), cancellationToken) : Task.CompletedTask;
    }

    // Watches the folders that are wanted now, each by the first group that names it, and no others.
    private async Task<bool> WatchAsync(CancellationToken cancellationToken)
    {
        var wanted = new Dictionary<string, (FolderAccess Access, NotifyEvents Events)>();
        foreach (var group in groups.Where(group => !group.Folders.IsSelected))
        {
            foreach (var access in await group.Folders.ResolveAsync(session, cancellationToken))
                wanted.TryAdd(access.Path.Value, (access, group.Events & NotifyEvents.OfMessages));
        }

        foreach (var (name, watched) in _watched.Where(w => !wanted.TryGetValue(w.Key, out var still) || still.Access.Folder != w.Value.Access.Folder || still.Events == 0).ToList())
        {
            watched.Watch.Dispose();
            _watched.Remove(name);
        }

        foreach (var (name, (access, events)) in wanted.Where(w => w.Value.Events != 0 && !_watched.ContainsKey(w.Key)))
        {
            if (_watched.Count >= ImapLimits.NotifyFolders)
                return false;
            try
            {
                var watch = access.Folder.Watch(Touch);
                _watched[name] = new Watched(access, events, watch) { Told = await access.Folder.SyncAsync(cancellationToken) };
            }
            catch (IOException)
            {
                // Gone meanwhile.
            }
        }

        return true;
    }

    // What is wanted of a name, which may be no folder's any more.
    private NotifyEvents EventsOfAsync(FolderPath path) => (groups.FirstOrDefault(group => group.Folders.Kind switch
    {
        FolderSelection.Personal => path.Owner is null,
        FolderSelection.Inboxes => path.IsInbox,
        FolderSelection.Subscribed => session.Mailbox!.Subscriptions.Read().Contains(path),
        FolderSelection.Mailboxes => group.Folders.Names.Contains(path),
        FolderSelection.Subtree or FolderSelection.SubtreeOne => group.Folders.Names.Any(top => path == top || path.Value.StartsWith(top.Value + "/", StringComparison.Ordinal)),
        _ => false,
    })?.Events ?? NotifyEvents.None) | (groups.Aggregate(NotifyEvents.None, (all, group) => all | group.Events) & NotifyEvents.ServerMetadataChange);

    private sealed record Watched(FolderAccess Access, NotifyEvents Events, IDisposable Watch)
    {
        public required FolderSnapshot Told { get; set; }
    }
}
