namespace Oss.MailEngine.Storage;

/// <summary>How a folder finds out what is in it.</summary>
internal sealed partial class Folder
{
    private readonly UidRecords _records = new();

    /// <summary>Records of the uidlist whose files are not there: expunged, or away for a while.</summary>
    private readonly SortedDictionary<uint, byte[]> _absent = [];

    private UidListFile _list;
    private ulong _highestModSeq;
    private ExpungeLog? _gone;
    private FolderSnapshot? _recalled;
    private (uint Validity, uint Next) _knownUidNext;
    private bool _isComplete = true;
    private long _unsettledSince;

    private string UidListPath => _list.Path;

    private bool IsCurrent(Seen seen)
    {
        if (_events.IsActive)
            return _events.IsQuiet() && FileStamp.Of(UidListPath) == seen.List;
        return Stamps.Of(_files) is var now && now == seen.Stamps && FileStamp.Of(UidListPath) == seen.List && !now.IsWithin(Dirty, _clock.Now);
    }

    /// <summary>Brings the snapshot up to date; the gate is held.</summary>
    /// <param name="taken">The uidlist's lock, when the caller holds it: then the list is ready to be appended to afterwards.</param>
    /// <param name="cancellationToken">Ends waiting for the lock.</param>
    private async ValueTask<FolderSnapshot> RefreshAsync(DotLock? taken, CancellationToken cancellationToken)
    {
        if (_seen is not { } seen)
            return await LoadAsync(taken, cancellationToken);
        if (!FileStamp.Of(UidListPath).Exists && !Exists)
            throw new DirectoryNotFoundException("The folder is gone.");
        if (!_events.IsActive)
        {
            if (IsCurrent(seen) && taken is null)
                return seen.Snapshot;
            return await LoadAsync(taken, cancellationToken);
        }

        var (events, isNew, isLost) = _events.Take();
        return isLost ? await LoadAsync(taken, cancellationToken) : await ApplyAsync(seen.Snapshot, events, isNew, taken, cancellationToken);
    }

    private async ValueTask<FolderSnapshot> ApplyAsync(
        FolderSnapshot before, List<(byte[] Name, bool Appeared)> events, bool isNew, DotLock? taken, CancellationToken cancellationToken)
    {
        if (Collapse(before.Messages, events) is not { } changes)
            return await LoadAsync(taken, cancellationToken);

        DotLock? own = null;
        try
        {
            if (taken is null && (isNew || changes.Exists(c => c.Index < 0)))
                taken = own = await DotLock.TakeAsync(UidListPath, _clock.Time, cancellationToken);
            if (_list.Refresh(_records, taken is not null) is UidListFile.Change.Replaced or UidListFile.Change.Missing || !NoteListed(before.Messages)
                || (taken is not null && _list.NeedsRewrite))
                return await LoadAsync(taken, cancellationToken);

            var (edit, modSeq) = (new FolderEdit(before.Messages), 0UL);
            foreach (var (index, name) in changes.Where(c => c.Index >= 0))
            {
                if (name is null)
                    Drop(edit, before.Messages, index, ModSeq(ref modSeq));
                else
                    edit.SetInfo(index, name.AsSpan(MaildirName.BaseOf(name).Length), ModSeq(ref modSeq));
            }

            List<byte[]> names = [.. changes.Where(c => c.Index < 0 && c.Name is not null).Select(c => c.Name!)];
            if (isNew)
                names.AddRange(MoveNew(taken!));
            if (names.Count > 0)
            {
                if (_absent.Count * (long)names.Count > 5_000_000)
                    return await LoadAsync(taken, cancellationToken);
                Enter(edit, names, ModSeq(ref modSeq));
            }

            return Publish(edit.ToList());
        }
        finally
        {
            own?.Dispose();
        }
    }

    /// <summary>What became of each message touched: its index, -1 for a new one, and its present name, <see langword="null"/> when it is gone.
    /// The result is <see langword="null"/> when a message has two files now.</summary>
    private List<(int Index, byte[]? Name)>? Collapse(MessageList messages, List<(byte[] Name, bool Appeared)> events)
    {
        var last = new Dictionary<ReadOnlyMemory<byte>, byte[]?>(OctetComparer.Instance);
        Span<byte> known = stackalloc byte[UidRecord.MaxLength];
        foreach (var (name, appeared) in events)
        {
            var key = name.AsMemory(0, MaildirName.BaseOf(name).Length);
            if (appeared)
                last[key] = name;
            else if (last.TryGetValue(key, out var pending))
                last[key] = pending is not null && pending.AsSpan().SequenceEqual(name) ? null : pending;
            else if (messages.IndexOf(key.Span) is >= 0 and var index && NameOf(messages[index], known).SequenceEqual(name))
                last[key] = null;
        }

        var changes = new List<(int, byte[]?)>(last.Count);
        foreach (var (key, name) in last)
        {
            var index = messages.IndexOf(key.Span);
            if (index < 0)
            {
                if (name is not null)
                    changes.Add((-1, name));
                continue;
            }

            var old = NameOf(messages[index], known);
            if (name is not null && old.SequenceEqual(name))
                continue;
            if (name is not null && _files.Cur.Stamp(old).Exists)
                return null;
            changes.Add((index, name));
        }

        return changes;
    }

    /// <summary>Reads everything: the uidlist, and the directory.</summary>
    private async Task<FolderSnapshot> LoadAsync(DotLock? taken, CancellationToken cancellationToken)
    {
        _events.Start();
        DotLock? own = null;
        try
        {
            if (taken is null && TryRead(null, out var found))
                return found!;
            taken ??= own = await DotLock.TakeAsync(UidListPath, _clock.Time, cancellationToken);
            TryRead(taken, out found);
            return found!;
        }
        finally
        {
            own?.Dispose();
        }
    }

    /// <summary>Reads the folder; false without the lock when something has to be written, or a second look is due.</summary>
    private bool TryRead(DotLock? taken, out FolderSnapshot? found)
    {
        found = null;
        if (_seen is null && TryRecall(out found))
            return true;
        var before = _seen?.Snapshot ?? _recalled;
        var list = new UidListFile(UidListPath);
        var change = list.Refresh(_records, taken is not null);
        if (taken is null && (change == UidListFile.Change.Missing || list.NeedsRewrite || _files.New.List().Count > 0))
            return false;
        if (change == UidListFile.Change.Missing)
            list.Begin(_mailbox.NextUidValidity());
        if (taken is not null)
            MoveNew(taken);

        var stamps = Stamps.Of(_files);
        var match = new UidListMatch(_files.Cur.List(), _records);
        if (taken is null && (match.Unlisted.Count > 0 || (before is not null && match.Listed < before.Messages.Length)))
            return false;
        if (!list.HasRoomFor(match.Unlisted.Count))
        {
            // Every UID was given: RFC 3501 2.3.1.1 leaves a new validity only.
            list.Begin(_mailbox.NextUidValidity());
            match = new UidListMatch(_files.Cur.List(), new UidRecords());
        }

        if (before is not null && before.UidValidity != list.UidValidity)
            (before, _gone) = (null, new ExpungeLog(_highestModSeq));
        else if (before is not null)
            list.Raise(before.UidNext);
        // An older copy of the tree was put back: the UIDs that were given since are not given again.
        if (_knownUidNext.Validity == list.UidValidity)
            list.Raise(_knownUidNext.Next);
        _list = list;
        _files.Keywords.Refresh();
        var messages = Merge(match, before);
        if (taken is not null)
            messages = EnterUnlisted(messages, match, taken);
        _stamps = stamps;
        found = Publish(messages);
        _recalled = null;
        return true;
    }

    /// <summary>Takes over what this node knew of the folder when it last looked; true when nothing happened since.</summary>
    private bool TryRecall(out FolderSnapshot? found)
    {
        found = null;
        if (_state is null || _recalled is not null || _seen is not null || _state.Read(_files) is not { } picture)
            return false;

        var stamps = Stamps.Of(_files);
        // Another node may have given larger ones meanwhile; the clock is larger than all.
        _highestModSeq = Math.Max(picture.Snapshot.HighestModSeq + 1, _clock.Microseconds);
        _knownUidNext = (picture.Snapshot.UidValidity, picture.Snapshot.UidNext);
        if (!picture.KnowsFlags(stamps.Cur))
            return false;

        _gone = picture.Gone;
        if (!picture.IsWhole(FileStamp.Of(UidListPath), stamps.Cur, stamps.New))
        {
            _recalled = picture.Snapshot;
            return false;
        }

        _list = UidListFile.Restore(UidListPath, picture);
        _files.Keywords.Refresh();
        foreach (var (uid, record) in picture.Absent)
            _absent[uid] = record;
        _stamps = stamps;
        _seen = new Seen(picture.Snapshot with { HighestModSeq = _highestModSeq }, _list.Stamp, stamps);
        found = _seen.Snapshot;
        return true;
    }

    /// <summary>Listed messages that have a file, with the modification sequences they had before unless they changed.</summary>
    private MessageList Merge(UidListMatch match, FolderSnapshot? before)
    {
        var modSeq = 0UL;
        _isComplete = true;
        _absent.Clear();
        var builder = new MessageListBuilder();
        var old = (before?.Messages ?? MessageList.Empty).GetEnumerator();
        var hasOld = old.MoveNext();
        for (var i = 0; i < match.Records.Count; i++)
        {
            var uid = match.Records.Uid(i);
            var record = match.Records[i];
            for (; hasOld && old.Current.Uid < uid; hasOld = old.MoveNext())
                NoteGone(old.Current.Uid, ModSeq(ref modSeq));
            if (!match.TryInfo(i, out var info))
            {
                _absent[uid] = record.ToArray();
                continue;
            }

            var isSame = hasOld && old.Current.Uid == uid && IsSame(old.Current, record, info);
            builder.Add(_files, uid, record, info, isSame ? old.Current.ModSeq : ModSeq(ref modSeq));
            if (hasOld && old.Current.Uid == uid)
                hasOld = old.MoveNext();
        }

        for (; hasOld; hasOld = old.MoveNext())
            NoteGone(old.Current.Uid, ModSeq(ref modSeq));
        return builder.ToList().Sharing(before?.Messages);
    }

    private static bool IsSame(StoredMessage old, ReadOnlySpan<byte> record, ReadOnlySpan<byte> info)
    {
        var (flags, keywords) = MaildirName.FlagsOf(info);
        return old.Flags == flags && old.KeywordBits == keywords && old.Block.Base(old.Index).SequenceEqual(UidRecord.BaseOf(record));
    }

    private MessageList EnterUnlisted(MessageList messages, UidListMatch match, DotLock taken)
    {
        var names = new List<byte[]>(match.Unlisted.Count);
        foreach (var index in match.Unlisted)
        {
            taken.Touch();
            if (!match.IsDuplicate(index))
                names.Add(match.Listing[index].ToArray());
            else if (Separate(match.Listing[index], match.First(index)) is { } separated)
                names.Add(separated);
        }

        var modSeq = 0UL;
        var edit = new FolderEdit(messages);
        if (names.Count > 0)
            Enter(edit, names, ModSeq(ref modSeq), append: !_list.NeedsRewrite);
        var entered = edit.ToList();
        if (_list.NeedsRewrite || IsMostlyDead(entered.Length))
            Compact(entered);
        return entered;
    }

    private bool IsMostlyDead(int living) => _absent.Count * 4 > Math.Max(living + _absent.Count, 20);

    private void Compact(MessageList messages)
    {
        // A damaged list is mended with all that could be read of it; a good one is freed of what is gone.
        if (IsMostlyDead(messages.Length))
            _absent.Clear();
        _state?.Forget();
        _list.Rewrite(messages, _absent.Select(a => (a.Key, a.Value)));
    }

    // Two files of one base: a crashed program's link, or a copy somebody made. The same file under two names loses one; another file is another message.
    private byte[]? Separate(ReadOnlySpan<byte> name, ReadOnlySpan<byte> first)
    {
        var (a, b) = (_files.Cur.Stamp(name), _files.Cur.Stamp(first));
        if (!a.Exists || !b.Exists)
            return null;
        if (a.Inode == b.Inode && a.Device == b.Device)
        {
            _files.Cur.TryUnlink(name);
            return null;
        }

        byte[] renamed = [.. MaildirName.NewBase(_clock.Now, _clock.Host, a.Size, WireForm.Measure(_files.Cur.TryOpenRead(name)!).Wire), .. name[MaildirName.BaseOf(name).Length..]];
        return _files.Cur.TryRename(name, _files.Cur, renamed) ? renamed : null;
    }

    /// <summary>Takes over files that are in <c>cur/</c>: those that are listed get their UIDs, all others the next ones. Under the lock.</summary>
    private void Enter(FolderEdit edit, List<byte[]> names, ulong modSeq, bool append = true)
    {
        var ordered = MaildirName.InOrder(names);
        var known = _absent.Count > 0 && ordered.Length > 8 ? _absent.ToDictionary(a => (ReadOnlyMemory<byte>)BaseOf(a.Value), a => a.Key, OctetComparer.Instance) : null;
        var uids = new uint[ordered.Length];
        var unlisted = ordered.Length;
        for (var i = 0; i < ordered.Length && _absent.Count > 0; i++)
        {
            uids[i] = UidOf(ordered[i], known);
            unlisted -= uids[i] != 0 ? 1 : 0;
        }

        var next = _list.Assign(unlisted);
        var added = new List<(uint Uid, byte[] Record)>(unlisted);
        for (var i = 0; i < ordered.Length; i++)
        {
            var name = ordered[i];
            var listed = uids[i];
            var uid = listed != 0 ? listed : next++;
            var length = MaildirName.BaseOf(name).Length;
            var record = listed != 0 ? _absent[uid] : UidRecord.Of(name.AsSpan(0, length));
            edit.Add(_files, uid, record, name.AsMemory(length), modSeq);
            if (listed != 0)
                _absent.Remove(uid);
            else
                added.Add((uid, record));
        }

        if (append)
            _list.Append(added);
    }

    private uint UidOf(byte[] name, Dictionary<ReadOnlyMemory<byte>, uint>? known)
    {
        var key = name.AsMemory(0, MaildirName.BaseOf(name).Length);
        if (known is not null)
            return known.GetValueOrDefault(key);
        foreach (var (uid, record) in _absent)
        {
            if (UidRecord.BaseOf(record).SequenceEqual(key.Span))
                return uid;
        }

        return 0;
    }

    private static byte[] BaseOf(byte[] record) => UidRecord.BaseOf(record).ToArray();

    /// <summary>Notes records that others appended; false when they say something else of messages that are known.</summary>
    private bool NoteListed(MessageList messages)
    {
        for (var i = 0; i < _records.Count; i++)
        {
            if (messages.IndexOf(_records.Uid(i)) >= 0 || messages.IndexOf(UidRecord.BaseOf(_records[i])) >= 0)
                return false;
            _absent[_records.Uid(i)] = _records[i].ToArray();
            _isComplete = false;
        }

        _records.Clear();
        return true;
    }

    private List<byte[]> MoveNew(DotLock taken)
    {
        var listing = _files.New.List();
        var moved = new List<byte[]>(listing.Count);
        for (var i = 0; i < listing.Count; i++)
        {
            var name = listing[i];
            byte[] target = name.Contains((byte)':') ? name.ToArray() : [.. name, .. ":2,"u8];
            taken.Touch();
            // Another session may have moved it already.
            if (_files.New.TryRename(name, _files.Cur, target))
                moved.Add(target);
        }

        // A message acknowledged in new/ must not be lost between the two directories.
        if (moved.Count > 0)
        {
            _files.Cur.Sync();
            _files.New.Sync();
        }

        return moved;
    }

    private void Drop(FolderEdit edit, MessageList messages, int index, ulong modSeq)
    {
        var message = messages[index];
        _absent[message.Uid] = message.Block.Record(message.Index).ToArray();
        NoteGone(message.Uid, modSeq);
        edit.Remove(index);
    }

    private ulong ModSeq(ref ulong current) =>
        current != 0 ? current : current = _highestModSeq = Math.Max(_highestModSeq + 1, _clock.Microseconds);

    private FolderSnapshot Publish(MessageList messages)
    {
        var modSeq = _highestModSeq;
        if (modSeq == 0)
            ModSeq(ref modSeq);
        // What went before this process looked for the first time is not known.
        _gone ??= new ExpungeLog(modSeq);
        var snapshot = new FolderSnapshot(_list.UidValidity, _list.NextUid, modSeq, messages);
        if (_seen is { } seen && ReferenceEquals(seen.Snapshot.Messages, messages) && seen.Snapshot.UidNext == snapshot.UidNext && seen.Snapshot.UidValidity == snapshot.UidValidity)
            snapshot = seen.Snapshot;
        var before = _seen;
        _seen = new Seen(snapshot, _list.Stamp, _stamps);
        Record(before);
        return snapshot;
    }

    /// <summary>Writes down what is known, before anybody is told; and once more a moment after the last change, when it is certain that nothing else happened in its tick.</summary>
    private void Record(Seen? before)
    {
        if (_state is null || _seen is not { } seen)
            return;
        var isChanged = before is null || !ReferenceEquals(before.Snapshot, seen.Snapshot) || before.List != seen.List;
        if (!isChanged && _unsettledSince == 0)
            return;
        _unsettledSince = isChanged ? Environment.TickCount64 : 0;
        // Nothing was written down before: whoever was told of this and finds nothing written either is told that everything changed, which is right.
        // So the first look of all, the longest, does not wait for it.
        if (before is null && !_state.IsWritten)
            return;
        var stamps = Stamps.Of(_files);
        _state.Write(
            new FolderPicture(seen.Snapshot, seen.List, stamps.Cur, stamps.New, _list.Keys, _list.Count, _isComplete && !_list.NeedsRewrite, _gone!, _absent), before?.Snapshot);
    }

    private void NoteGone(uint uid, ulong modSeq) => (_gone ??= new ExpungeLog(modSeq - 1)).Add(uid, modSeq);

    private static Span<byte> NameOf(StoredMessage message, Span<byte> buffer) => buffer[..message.Block.WriteName(message.Index, buffer)];

    private Stamps _stamps;

    /// <summary>A snapshot, and what the files looked like when it was right.</summary>
    private sealed record Seen(FolderSnapshot Snapshot, FileStamp List, Stamps Stamps);

    private readonly record struct Stamps(FileStamp New, FileStamp Cur)
    {
        public static Stamps Of(FolderFiles files) => new(files.New.Stamp(), files.Cur.Stamp());

        public bool IsWithin(TimeSpan dirty, DateTimeOffset now) => New.ModifiedUtc + dirty > now.UtcDateTime || Cur.ModifiedUtc + dirty > now.UtcDateTime;
    }
}
