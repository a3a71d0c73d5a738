namespace Oss.MailEngine.Storage;

/// <summary>How messages go from one folder to another.</summary>
internal sealed partial class Folder
{
    /// <summary>Copies messages to another folder, all or none; the pairs of UIDs in the order given. <see langword="null"/> when one of them went meanwhile.</summary>
    /// <exception cref="OverQuotaException">There is no room for all.</exception>
    public Task<IReadOnlyList<(uint Source, uint Target)>?> CopyToAsync(IReadOnlyList<uint> uids, Folder target, CancellationToken cancellationToken, FlagMask? kept = null) =>
        CopyAsync(uids, target, isMove: false, kept ?? FlagMask.All, cancellationToken);

    /// <summary>Moves messages to another folder (RFC 6851); the pairs of UIDs in the order given. A message is durable there before it goes here: a crash
    /// between the two leaves both. Within a mailbox nothing is added, so nothing can be over its quota.</summary>
    public async Task<IReadOnlyList<(uint Source, uint Target)>?> MoveToAsync(IReadOnlyList<uint> uids, Folder target, CancellationToken cancellationToken, FlagMask? kept = null)
    {
        var moved = await CopyAsync(uids, target, isMove: true, kept ?? FlagMask.All, cancellationToken);
        if (moved is null or { Count: 0 })
            return moved;

        await _gate.WaitAsync(cancellationToken);
        try
        {
            await RemoveAsync([.. moved.Select(m => m.Source)], counts: target._mailbox != _mailbox, cancellationToken);
        }
        finally
        {
            _gate.Release();
            Tell();
        }

        return moved;
    }

    private async Task<IReadOnlyList<(uint Source, uint Target)>?> CopyAsync(IReadOnlyList<uint> uids, Folder target, bool isMove, FlagMask kept, CancellationToken cancellationToken)
    {
        var snapshot = await SyncAsync(cancellationToken);
        var messages = uids.Select(snapshot.IndexOf).Where(i => i >= 0).Select(i => snapshot.Messages[i]).ToList();
        if (messages.Count == 0)
            return [];
        using var room = isMove && target._mailbox == _mailbox ? null
            : await target._mailbox.Quota.ReserveAsync(target.Name, messages.Sum(m => m.PhysicalSize), messages.Count, cancellationToken);

        var prepared = new List<(StoredMessage Message, byte[] Name)>();
        try
        {
            // Before the target's gate is taken: two folders that copy to each other must not wait for each other.
            foreach (var message in messages)
            {
                if (await DuplicateAsync(message, target, cancellationToken) is not { } duplicate)
                {
                    Discard(prepared, target);
                    return null;
                }

                prepared.Add(duplicate);
            }

            await target._gate.WaitAsync(cancellationToken);
            try
            {
                await target.RefreshAsync(null, cancellationToken);
                var files = new List<(byte[], MessageFlags, uint, string?)>();
                foreach (var (message, name) in prepared)
                {
                    var keywords = !kept.Keywords ? 0 : target == this ? message.KeywordBits : await target.LettersAsync(message.Keywords, cancellationToken);
                    files.Add((name, message.Flags & kept.Flags, keywords, message.Guid));
                }

                var entered = await target.EnterAsync(files, cancellationToken);
                room?.Use();
                return [.. messages.Zip(entered, (source, copy) => (source.Uid, copy.Uid))];
            }
            finally
            {
                target._gate.Release();
                target.Tell();
            }
        }
        catch
        {
            Discard(prepared, target);
            throw;
        }
    }

    private async Task<(StoredMessage Message, byte[] Name)?> DuplicateAsync(StoredMessage message, Folder target, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            if (attempt > 0)
            {
                var snapshot = await SyncAsync(cancellationToken);
                if (snapshot.IndexOf(message.Uid) is not (>= 0 and var index))
                    return null;
                message = snapshot.Messages[index];
            }

            if (TryDuplicate(message, target) is { } name)
                return (message, name);
        }

        return null;
    }

    private byte[]? TryDuplicate(StoredMessage message, Folder target)
    {
        var name = MaildirName.NewBase(_clock.Now, _clock.Host, message.PhysicalSize, message.WireSize);
        Span<byte> buffer = stackalloc byte[UidRecord.MaxLength];
        var source = NameOf(message, buffer);
        switch (_files.Cur.TryLink(source, target._files.Tmp, name))
        {
            case 0:
                return name;
            case Posix.NoSuchFile:
                return null;
        }

        using var file = _files.Cur.TryOpenRead(source);
        if (file is null)
            return null;
        target._files.Tmp.CopyFrom(file, name);
        target._files.Tmp.SetModified(name, Posix.Stamp(file).ModifiedUtc);
        return name;
    }

    private static void Discard(List<(StoredMessage Message, byte[] Name)> prepared, Folder target) =>
        prepared.ForEach(p => target._files.Tmp.TryUnlink(p.Name));
}
