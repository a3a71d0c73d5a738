using System.Collections.Immutable;
using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>
/// One Maildir: a folder of a mailbox, shared by all sessions of this process. What it guarantees: a UID is in <c>dovecot-uidlist</c>, and on disk, before anybody is
/// told of it; flags change by renaming the file and need no lock; a message is called expunged only when a second look under the uidlist's lock
/// does not find it either, for a directory that is read while another process renames in it may show a file twice or not at all.
/// </summary>
internal sealed class Folder(string path, FolderName name, Mailbox mailbox, StorageClock clock)
{
    /// <summary>Within this time a directory may have changed again without its mtime telling.</summary>
    private static readonly TimeSpan Dirty = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly KeywordTable _keywords = new(Path.Combine(path, KeywordTable.FileName));
    private FolderSnapshot? _snapshot;
    private Stamp _stamp;
    private uint _firstRecent = 1;

    public FolderName Name => name;

    /// <summary>Whether it is still there under this name.</summary>
    public bool Exists => System.IO.Directory.Exists(Cur);

    public IEnumerable<string> Keywords => _keywords.Names;

    private string Cur => Path.Combine(path, "cur");

    private string New => Path.Combine(path, "new");

    private string Tmp => Path.Combine(path, "tmp");

    private string UidListPath => Path.Combine(path, UidList.FileName);

    /// <summary>The folder as it is now.</summary>
    public async ValueTask<FolderSnapshot> SyncAsync(CancellationToken cancellationToken)
    {
        var stamp = Stamp.Of(this);
        if (_snapshot is { } known && stamp == _stamp && !stamp.IsWithin(Dirty, clock.Now))
            return known;

        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await ScanAsync([], cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>The first UID that no session was told of yet; this caller now is (\Recent, RFC 3501 2.3.2).</summary>
    public uint ClaimRecent(FolderSnapshot snapshot)
    {
        lock (_keywords)
        {
            var first = _firstRecent;
            _firstRecent = Math.Max(_firstRecent, snapshot.UidNext);
            return first;
        }
    }

    /// <summary>The internal date of a message: the mtime of its file.</summary>
    public DateTimeOffset InternalDate(StoredMessage message)
    {
        // The caller's view may be older than a change of flags, which is a change of the file's name.
        var now = _snapshot is { } snapshot && snapshot.IndexOf(message.Uid) is >= 0 and var index ? snapshot.Messages[index] : message;
        return File.GetLastWriteTimeUtc(Path.Combine(Cur, now.FileName)) is { Year: > 1900 } date ? date : clock.Now;
    }

    /// <summary>The content in wire form; <see langword="null"/> when the message is gone.</summary>
    public async Task<Stream?> OpenAsync(uint uid, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var snapshot = attempt == 0 && _snapshot is { } known ? known : await RescanAsync(cancellationToken);
            if (snapshot.IndexOf(uid) is not (>= 0 and var index))
                return null;

            var message = snapshot.Messages[index];
            try
            {
                var file = new FileStream(Path.Combine(Cur, message.FileName), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, useAsync: true);
                return message.IsWireForm ? file : await WireForm.ConvertAsync(file, cancellationToken);
            }
            catch (FileNotFoundException)
            {
                // A flag changed at this moment and renamed the file; look for it again.
            }
        }

        return null;
    }

    /// <summary>Puts a complete spooled message into <c>new/</c>: durable, name and content, when this returns.</summary>
    public void Deliver(SpooledMessage message)
    {
        mailbox.Reserve(message.Length);
        var (temporary, baseName) = Link(message);
        if (!Durable.TryRename(temporary, Path.Combine(New, baseName)))
            throw new IOException($"{temporary} vanished.");
        Durable.SyncDirectory(New);
        mailbox.Count(message.Length, 1);
        mailbox.Tell();
    }

    /// <summary>Adds a complete spooled message with flags and date (APPEND, COPY).</summary>
    public async Task<StoredMessage> AppendAsync(
        SpooledMessage message, MessageFlags flags, IReadOnlyCollection<string> keywords, DateTimeOffset? internalDate, CancellationToken cancellationToken)
    {
        mailbox.Reserve(message.Length);
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var (temporary, baseName) = Link(message, linked: internalDate is null);
            if (internalDate is { } date)
                File.SetLastWriteTimeUtc(temporary, date.UtcDateTime);

            await EnterAsync(temporary, baseName, flags, keywords, cancellationToken);
            var snapshot = await ScanAsync([], cancellationToken);
            mailbox.Count(message.Length, 1);
            return snapshot.Messages.Last(m => MaildirName.Parse(m.FileName).Base == baseName);
        }
        finally
        {
            _gate.Release();
            mailbox.Tell();
        }
    }

    /// <summary>Copies messages to another folder, all or none; the pairs of UIDs in the order given.</summary>
    public async Task<IReadOnlyList<(uint Source, uint Target)>?> CopyToAsync(IReadOnlyList<uint> uids, Folder target, CancellationToken cancellationToken)
    {
        var snapshot = await SyncAsync(cancellationToken);
        var messages = uids.Select(snapshot.IndexOf).Where(i => i >= 0).Select(i => snapshot.Messages[i]).ToList();
        mailbox.Reserve(messages.Sum(m => m.WireSize));
        var prepared = new List<(StoredMessage Message, string Temporary, string Base)>();
        await target._gate.WaitAsync(cancellationToken);
        try
        {
            foreach (var message in messages)
                prepared.Add(Duplicate(message, target));

            foreach (var (message, temporary, baseName) in prepared)
                await target.EnterAsync(temporary, baseName, message.Flags, message.Keywords, cancellationToken);

            var after = await target.ScanAsync([], cancellationToken);
            var byBase = after.Messages.ToDictionary(m => MaildirName.Parse(m.FileName).Base, m => m.Uid);
            mailbox.Count(messages.Sum(m => m.WireSize), messages.Count);
            return [.. prepared.Select(p => (p.Message.Uid, byBase[p.Base]))];
        }
        catch (FileNotFoundException)
        {
            prepared.ForEach(p => File.Delete(p.Temporary));
            return null;
        }
        finally
        {
            target._gate.Release();
            mailbox.Tell();
        }
    }

    /// <summary>Changes flags and keywords of messages; those that are gone are passed over.</summary>
    public async Task<FolderSnapshot> StoreFlagsAsync(
        IReadOnlyCollection<uint> uids, FlagChange change, MessageFlags flags, IReadOnlyCollection<string> keywords, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var snapshot = await ScanAsync([], cancellationToken);
            var letters = await LettersAsync(keywords, cancellationToken);
            foreach (var uid in uids)
            {
                for (var attempt = 0; attempt < 3 && snapshot.IndexOf(uid) is >= 0 and var index; attempt++)
                {
                    var current = MaildirName.Parse(snapshot.Messages[index].FileName);
                    var changed = Apply(current, change, flags, letters).ToString();
                    if (changed == snapshot.Messages[index].FileName || Durable.TryRename(Path.Combine(Cur, snapshot.Messages[index].FileName), Path.Combine(Cur, changed)))
                        break;
                    snapshot = await ScanAsync([], cancellationToken);
                }
            }

            return await ScanAsync([], cancellationToken);
        }
        finally
        {
            _gate.Release();
            mailbox.Tell();
        }
    }

    /// <summary>Removes messages for good.</summary>
    public async Task<FolderSnapshot> ExpungeAsync(IReadOnlyCollection<uint> uids, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var snapshot = await ScanAsync([], cancellationToken);
            foreach (var message in uids.Select(snapshot.IndexOf).Where(i => i >= 0).Select(i => snapshot.Messages[i]))
            {
                File.Delete(Path.Combine(Cur, message.FileName));
                mailbox.Count(-message.WireSize, -1);
            }

            Durable.SyncDirectory(Cur);
            return await ScanAsync([.. uids], cancellationToken);
        }
        finally
        {
            _gate.Release();
            mailbox.Tell();
        }
    }

    /// <summary>Calls back when the folder may have changed: at once for changes made in this process, within about a second for others'.</summary>
    public IDisposable Watch(Action changed)
    {
        var last = Stamp.Of(this);
        var timer = clock.Time.CreateTimer(_ =>
        {
            if (Stamp.Of(this) is var now && now != last)
            {
                last = now;
                changed();
            }
        }, null, Dirty, Dirty);
        mailbox.Changed += changed;
        return new Watcher(() =>
        {
            timer.Dispose();
            mailbox.Changed -= changed;
        });
    }

    /// <summary>Creates the directories of a folder.</summary>
    public static void Create(string path, bool isInbox)
    {
        foreach (var part in (string[])["cur", "new", "tmp"])
            Durable.CreateDirectory(Path.Combine(path, part));
        if (!isInbox)
            File.WriteAllBytes(Path.Combine(path, "maildirfolder"), []);
        Durable.SyncDirectory(path);
    }

    private async Task<FolderSnapshot> RescanAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await ScanAsync([], cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    // A message that another mailbox links to keeps its own date: only a copy may be given another one.
    private (string Temporary, string Base) Link(SpooledMessage message, bool linked = true)
    {
        var baseName = MaildirName.NewBase(clock.Now, clock.Host, message.Length);
        var temporary = Path.Combine(Tmp, baseName);
        if (!linked || !Durable.TryLink(message.Path, temporary))
            Copy(message.Path, temporary);
        return (temporary, baseName);
    }

    private (StoredMessage Message, string Temporary, string Base) Duplicate(StoredMessage message, Folder target)
    {
        var source = Path.Combine(Cur, message.FileName);
        var octets = new FileInfo(source).Length;
        var baseName = MaildirName.NewBase(clock.Now, clock.Host, octets);
        if (!message.IsWireForm)
            baseName = baseName.Replace($",W={octets}", $",W={message.WireSize}", StringComparison.Ordinal);
        var temporary = Path.Combine(target.Tmp, baseName);
        if (!Durable.TryLink(source, temporary))
        {
            Copy(source, temporary);
            File.SetLastWriteTimeUtc(temporary, File.GetLastWriteTimeUtc(source));
        }

        return (message, temporary, baseName);
    }

    private static void Copy(string from, string to)
    {
        using var source = new FileStream(from, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var target = new FileStream(to, FileMode.CreateNew, FileAccess.Write);
        source.CopyTo(target);
        target.Flush(flushToDisk: true);
    }

    private async Task EnterAsync(string temporary, string baseName, MessageFlags flags, IReadOnlyCollection<string> keywords, CancellationToken cancellationToken)
    {
        var entered = new MaildirName(baseName, flags, await LettersAsync(keywords, cancellationToken), "");
        if (!Durable.TryRename(temporary, Path.Combine(Cur, entered.ToString())))
            throw new IOException($"{temporary} vanished.");
        Durable.SyncDirectory(Cur);
    }

    private async Task<string> LettersAsync(IReadOnlyCollection<string> keywords, CancellationToken cancellationToken)
    {
        if (keywords.Count == 0)
            return "";

        using var taken = await DotLock.TakeAsync(UidListPath, clock.Host, clock.Time, cancellationToken);
        _keywords.Refresh();
        return _keywords.LettersOf(keywords);
    }

    private static MaildirName Apply(MaildirName current, FlagChange change, MessageFlags flags, string letters) => change switch
    {
        FlagChange.Add => current with { Flags = current.Flags | flags, Keywords = string.Concat(current.Keywords.Union(letters)) },
        FlagChange.Remove => current with { Flags = current.Flags & ~flags, Keywords = string.Concat(current.Keywords.Except(letters)) },
        // \Passed has no name on the wire, so replacing the flags must not lose it.
        _ => current with { Flags = flags | (current.Flags & MessageFlags.Passed), Keywords = letters },
    };

    private async Task<FolderSnapshot> ScanAsync(HashSet<uint> expunged, CancellationToken cancellationToken)
    {
        var stamp = Stamp.Of(this);
        if (expunged.Count == 0 && _snapshot is { } known && stamp == _stamp && !stamp.IsWithin(Dirty, clock.Now))
            return known;

        using var taken = await DotLock.TakeAsync(UidListPath, clock.Host, clock.Time, cancellationToken);
        stamp = Stamp.Of(this);
        MoveNew();
        var list = ReadList(out var isWritten);
        var files = ListCur();
        if (_snapshot is { } before && before.Messages.Any(m => !expunged.Contains(m.Uid) && !files.ContainsKey(MaildirName.Parse(m.FileName).Base)))
            files = ListCur();

        var listed = list.Records.Select(r => r.Base).ToHashSet();
        var added = files.Keys.Where(b => !listed.Contains(b)).ToList();
        added.Sort(MaildirName.Compare);
        var first = list.Records.Count;
        added.ForEach(b => list.Add(b));
        WriteList(list, first, files, isWritten);

        _keywords.Refresh();
        var messages = ImmutableArray.CreateBuilder<StoredMessage>(files.Count);
        foreach (var record in list.Records)
        {
            if (files.TryGetValue(record.Base, out var fileName))
                messages.Add(Message(record, fileName));
        }

        // The stamp is from before the directories were read: what changed since is seen by the next look.
        _stamp = added.Count > 0 || !isWritten ? default : stamp;
        return _snapshot = new FolderSnapshot(list.UidValidity, list.NextUid, messages.ToImmutable());
    }

    private StoredMessage Message(UidList.Record record, string fileName)
    {
        var parsed = MaildirName.Parse(fileName);
        var physical = MaildirName.Field(record.Base, 'S') ?? (long.TryParse(record.Field('S'), out var s) ? s : null);
        var wire = MaildirName.Field(record.Base, 'W') ?? (long.TryParse(record.Field('W'), out var w) ? w : null);
        if (physical is null || wire is null)
            (physical, wire) = WireForm.Measure(Path.Combine(Cur, fileName));
        return new StoredMessage(record.Uid, fileName, parsed.Flags, _keywords.NamesOf(parsed.Keywords), wire.Value, physical == wire, record.Field('P'))
        {
            Pop3Order = uint.TryParse(record.Field('O'), out var order) ? order : null,
        };
    }

    private void MoveNew()
    {
        var moved = false;
        foreach (var file in System.IO.Directory.EnumerateFiles(New).Select(f => Path.GetFileName(f)!).Where(f => f[0] != '.').ToList())
        {
            // Another session may have moved it already.
            moved |= Durable.TryRename(Path.Combine(New, file), Path.Combine(Cur, file.Contains(':', StringComparison.Ordinal) ? file : file + ":2,"));
        }

        // A message acknowledged in new/ must not be lost between the two directories.
        if (moved)
        {
            Durable.SyncDirectory(Cur);
            Durable.SyncDirectory(New);
        }
    }

    private Dictionary<string, string> ListCur()
    {
        var files = new Dictionary<string, string>();
        foreach (var file in System.IO.Directory.EnumerateFiles(Cur).Select(f => Path.GetFileName(f)!).Where(f => f[0] != '.'))
            files[MaildirName.Parse(file).Base] = file;
        return files;
    }

    private UidList ReadList(out bool isWritten)
    {
        var parsed = File.Exists(UidListPath) ? UidList.Parse(File.ReadAllText(UidListPath)) : null;
        isWritten = parsed is not null;
        return parsed ?? UidList.Create(mailbox.NextUidValidity());
    }

    private void WriteList(UidList list, int firstAdded, Dictionary<string, string> files, bool isWritten)
    {
        var dead = list.Records.Count(r => !files.ContainsKey(r.Base));
        if (!isWritten || dead * 4 > Math.Max(list.Records.Count, 20))
        {
            list.Records.RemoveAll(r => !files.ContainsKey(r.Base));
            Durable.ReplaceFile(UidListPath, Encoding.UTF8.GetBytes(list.ToString()));
        }
        else if (list.Records.Count > firstAdded)
        {
            using var file = new FileStream(UidListPath, FileMode.Append, FileAccess.Write, FileShare.Read, 0);
            file.Write(Encoding.UTF8.GetBytes(string.Concat(list.Records.Skip(firstAdded).Select(r => r + "\n"))));
            file.Flush(flushToDisk: true);
        }
    }

    private readonly record struct Stamp(DateTime New, DateTime Cur, DateTime List, DateTime Keywords)
    {
        public static Stamp Of(Folder folder) => new(
            System.IO.Directory.GetLastWriteTimeUtc(folder.New), System.IO.Directory.GetLastWriteTimeUtc(folder.Cur),
            File.GetLastWriteTimeUtc(folder.UidListPath), File.GetLastWriteTimeUtc(Path.Combine(folder.Cur, "..", KeywordTable.FileName)));

        public bool IsWithin(TimeSpan dirty, DateTimeOffset now) => New + dirty > now.UtcDateTime || Cur + dirty > now.UtcDateTime;
    }

    private sealed class Watcher(Action stop) : IDisposable
    {
        public void Dispose() => stop();
    }
}
