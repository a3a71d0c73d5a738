using Oss.MailEngine.Storage.Derived;

namespace Oss.MailEngine.Storage;

/// <summary>
/// One Maildir: a folder of a mailbox, shared by all sessions of this process. What it guarantees: a UID is in <c>dovecot-uidlist</c>, and on disk, before anybody is
/// told of it; flags change by renaming the file and need no lock; a message is called expunged when the kernel said that its file went, or when a second look
/// under the uidlist's lock does not find it either, for a directory that is read while another process renames in it may show a file twice or not at all.
/// <para>
/// The snapshot in memory is kept up to date by the kernel's notices (<see cref="DirectoryEvents"/>) at a cost of what changed. Where there are none, on network file systems, the times
/// of change of the directories are compared, and a directory that changed within the last second is read again.
/// </para>
/// Every change of this process happens under one gate; the uidlist's lock is taken inside it, and held while files are renamed and records written.
/// </summary>
internal sealed partial class Folder
{
    /// <summary>Within this time a directory may have changed again without its time of change telling.</summary>
    private static readonly TimeSpan Dirty = TimeSpan.FromSeconds(1);

    /// <summary>Milliseconds after the last change at which what is known is written down as certain.</summary>
    private const long Settled = 100;

    /// <summary>Looks for a file that is renamed each time it is to be opened.</summary>
    private const int MaxOpenAttempts = 100;

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly SemaphoreSlim _indexGate = new(1, 1);
    private readonly Mailbox _mailbox;
    private readonly StorageClock _clock;
    private readonly FolderFiles _files;
    private readonly FolderEvents _events;
    private readonly Lock _recent = new();
    private volatile Seen? _seen;
    private uint _firstRecent = 1;

    private readonly FolderState? _state;

    public Folder(string path, FolderName name, Mailbox mailbox, StorageClock clock)
    {
        _state = mailbox.StatePath(name) is { } statePath ? new FolderState(statePath, mailbox.Id, name.DirectoryName) : null;
        (Name, _mailbox, _clock, _files) = (name, mailbox, clock, new FolderFiles(path));
        _events = new FolderEvents(_files);
        _events.Happened += () => Changed?.Invoke();
        _files.Current = uid => _seen is { } seen && seen.Snapshot.IndexOf(uid) is >= 0 and var index ? seen.Snapshot.Messages[index] : null;
        _list = new UidListFile(System.IO.Path.Combine(path, UidListFile.FileName));
        Acl = new Acl.AclFile(System.IO.Path.Combine(path, Storage.Acl.AclFile.FileName), clock.Time);
    }

    /// <summary>Raised when something changed in the folder, by this process or, where the kernel tells, another; at once.</summary>
    public event Action? Changed;

    public FolderName Name { get; }

    /// <summary>Who may do what with it.</summary>
    public Acl.AclFile Acl { get; }

    /// <summary>The mailbox it is in.</summary>
    public Mailbox Mailbox => _mailbox;

    /// <summary>What stays the same when the folder is renamed; known once it was looked into.</summary>
    public string Guid => _list.Guid;

    public string Path => _files.Path;

    /// <summary>Whether it was deleted or renamed by this process; what has its name now is another.</summary>
    public bool IsGone { get; private set; }

    /// <summary>Ends it.</summary>
    public void End()
    {
        IsGone = true;
        Changed?.Invoke();
    }

    /// <summary>Whether it is still there under this name.</summary>
    public bool Exists => System.IO.Directory.Exists(_files.Cur.Path);

    /// <summary>Whether it was deleted, and is not just out of reach with all its mailbox.</summary>
    public bool IsDeleted => !Exists && System.IO.Directory.Exists(_mailbox.MaildirPath);

    public IEnumerable<string> Keywords => _files.Keywords.Names;

    /// <summary>The folder as it is now.</summary>
    /// <exception cref="DirectoryNotFoundException">It was deleted or renamed.</exception>
    public async ValueTask<FolderSnapshot> SyncAsync(CancellationToken cancellationToken)
    {
        if (_seen is { } seen && IsCurrent(seen) && !(_unsettledSince is not 0 and var since && Environment.TickCount64 - since > Settled))
            return seen.Snapshot;

        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await RefreshAsync(null, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The first UID that no session was told of yet; this caller now is (\Recent, RFC 3501 2.3.2).</summary>
    public uint ClaimRecent(FolderSnapshot snapshot)
    {
        lock (_recent)
        {
            var first = _firstRecent;
            _firstRecent = Math.Max(_firstRecent, snapshot.UidNext);
            return first;
        }
    }

    /// <summary>The content in wire form; <see langword="null"/> when the message is gone.</summary>
    public async Task<Stream?> OpenAsync(uint uid, CancellationToken cancellationToken)
    {
        if (await OpenFileAsync(uid, cancellationToken) is not { } found)
            return null;

        var file = new FileStream(found.File, FileAccess.Read, 32 * 1024, isAsync: false);
        return found.Message.IsWireForm ? file : await WireFormStream.OpenAsync(file, cancellationToken);
    }

    /// <summary>The header of a message, from memory when it was looked at of late; <see langword="null"/> when the message is gone.</summary>
    public async ValueTask<MessageHeader?> ReadHeaderAsync(StoredMessage message, CancellationToken cancellationToken)
    {
        var key = new HeaderKey(_mailbox.Id, Name.DirectoryName, _seen?.Snapshot.UidValidity ?? 0, message.Uid, message.Block.Hashes[message.Index]);
        if (_mailbox.Headers.Find(key) is { } known)
            return known;

        if (await OpenFileAsync(message.Uid, cancellationToken) is not { } found)
            return null;
        MessageHeader? header;
        using (found.File)
            header = found.Message.IsWireForm ? MessageHeader.TryReadAtOnce(found.File) : null;
        if (header is null)
        {
            await using var content = await OpenAsync(message.Uid, cancellationToken);
            if (content is null)
                return null;
            header = await MessageHeader.ReadAsync(content, cancellationToken);
        }

        if (header.Octets is not null)
            _mailbox.Headers.Add(key, header);
        return header;
    }

    /// <summary>The file as it lies there, with the message as it is named now; <see langword="null"/> when the message is gone. Flags that change at the same moment rename the
    /// file: only a look that does not find the UID any more says that it is gone.</summary>
    /// <exception cref="IOException">It was renamed faster than it could be opened, each time.</exception>
    public async Task<(Microsoft.Win32.SafeHandles.SafeFileHandle File, StoredMessage Message)?> OpenFileAsync(uint uid, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MaxOpenAttempts; attempt++)
        {
            var snapshot = attempt == 0 && _seen is { } known ? known.Snapshot : await SyncAsync(cancellationToken);
            if (snapshot.IndexOf(uid) is not (>= 0 and var index))
            {
                if (attempt == 0)
                    continue;
                return null;
            }

            if (_files.TryOpen(snapshot.Messages[index]) is { } file)
                return (file, snapshot.Messages[index]);
        }

        throw new IOException($"Message {uid} is renamed all the time.");
    }

    /// <summary>Calls back when the folder may have changed: at once for changes made in this process and, on local file systems, by any other; within about a second
    /// for changes that other machines make.</summary>
    public IDisposable Watch(Action changed)
    {
        Changed += changed;
        var last = Stamps.Of(_files);
        var timer = _events.IsActive ? null : _clock.Time.CreateTimer(
            _ =>
            {
                if (Stamps.Of(_files) is var now && now != last)
                {
                    last = now;
                    changed();
                }
            },
            null, Dirty, Dirty);
        return new Watcher(() =>
        {
            timer?.Dispose();
            Changed -= changed;
        });
    }

    /// <summary>Opens the full-text index for one search; <see langword="null"/> when there is none, or another session has it.</summary>
    public TextIndex? TryOpenTextIndex() =>
        _mailbox.StatePath(Name) is { } state ? TextIndex.TryOpen(System.IO.Path.ChangeExtension(state, ".text"), _mailbox.Id, Name.DirectoryName, _indexGate) : null;

    /// <summary>Octets that its messages take in memory, roughly.</summary>
    public long Footprint => 1024 + (_seen?.Snapshot.Messages.Blocks.Sum(block => (block.Count * 24L) + block.Records.Length) ?? 0);

    /// <summary>Writes down what is known as certain, when the folder is put away.</summary>
    public void Rest()
    {
        if (_seen is null || !_gate.Wait(0))
            return;
        try
        {
            if (_unsettledSince != 0 && IsCurrent(_seen))
                Record(_seen);
        }
        catch (IOException)
        {
            // Then it is not certain.
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Changes who may do what; sessions that lose what they need are told at once, for each looks again when the folder changes.</summary>
    /// <returns>False when there are too many entries, or such as cannot be read.</returns>
    public async Task<bool> ChangeAclAsync(Func<Acl.FolderAcl, Acl.FolderAcl> change, CancellationToken cancellationToken)
    {
        if (!await Acl.ChangeAsync(change, cancellationToken))
            return false;
        Tell();
        return true;
    }

    /// <summary>Creates the directories of a folder, or those that are missing when somebody died at it or is at it now. <c>cur</c> comes last: a folder that has it is there for all
    /// who look, and is whole.</summary>
    public static void Create(string path, bool isInbox)
    {
        Durable.CreateDirectory(System.IO.Path.Combine(path, "new"));
        Durable.CreateDirectory(System.IO.Path.Combine(path, "tmp"));
        if (!isInbox)
            File.WriteAllBytes(System.IO.Path.Combine(path, "maildirfolder"), []);
        Durable.CreateDirectory(System.IO.Path.Combine(path, "cur"));
        Durable.SyncDirectory(path);
    }

    private void Tell()
    {
        Changed?.Invoke();
        _mailbox.Tell();
    }

    private sealed class Watcher(Action stop) : IDisposable
    {
        public void Dispose() => stop();
    }
}
