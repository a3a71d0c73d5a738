namespace Oss.MailEngine.Storage;

/// <summary>How messages leave a folder.</summary>
internal sealed partial class Folder
{
    /// <summary>Removes messages; what another process removed already is removed. They can be got back for a while (<see cref="ExpungedMail"/>).</summary>
    public async Task<FolderSnapshot> ExpungeAsync(IReadOnlyCollection<uint> uids, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            return await RemoveAsync(uids, counts: true, cancellationToken);
        }
        finally
        {
            _gate.Release();
            Tell();
        }
    }

    /// <summary>The UIDs that went after a modification sequence, ascending (VANISHED, RFC 7162 3.2.10); <see langword="null"/> when that is longer ago than is
    /// known: then every UID below UIDNEXT that is not in the folder is the answer.</summary>
    public IReadOnlyList<uint>? ExpungedSince(ulong modSeq) => _gone?.Since(modSeq);

    private async Task<FolderSnapshot> RemoveAsync(IReadOnlyCollection<uint> uids, bool counts, CancellationToken cancellationToken)
    {
        using var change = counts ? _mailbox.Quota.Begin() : null;
        var snapshot = await RefreshAsync(null, cancellationToken);
        var (edit, modSeq) = (new FolderEdit(snapshot.Messages), 0UL);
        long octets = 0, messages = 0;
        foreach (var uid in uids.Distinct())
        {
            for (var attempt = 0; attempt < 3 && snapshot.IndexOf(uid) is >= 0 and var index; attempt++)
            {
                var message = snapshot.Messages[index];
                var size = counts ? message.PhysicalSize : 0;
                if (!TryRemove(message, isKept: counts && _mailbox.Expunged.IsKept))
                {
                    Publish(edit.ToList());
                    snapshot = await RefreshAsync(null, cancellationToken);
                    edit = new FolderEdit(snapshot.Messages);
                    continue;
                }

                Drop(edit, snapshot.Messages, index, ModSeq(ref modSeq));
                (octets, messages) = (octets + size, messages + 1);
                break;
            }
        }

        var after = Publish(edit.ToList());
        if (modSeq == 0)
            return after;
        _files.Cur.Sync();
        if (change is not null)
            _mailbox.Quota.Count(-octets, -messages, change);
        return IsMostlyDead(after.Messages.Length) ? await CompactAsync(cancellationToken) : after;
    }

    private bool TryRemove(StoredMessage message, bool isKept)
    {
        Span<byte> buffer = stackalloc byte[UidRecord.MaxLength];
        var name = NameOf(message, buffer);
        return isKept ? _mailbox.Expunged.TryTake(_files.Cur, name, Name) : _files.Cur.TryUnlink(name);
    }

    // Records of messages that are gone are kept until they are a quarter of the list: writing it anew costs what is in it.
    private async Task<FolderSnapshot> CompactAsync(CancellationToken cancellationToken)
    {
        using var taken = await DotLock.TakeAsync(UidListPath, _clock.Time, cancellationToken);
        var snapshot = await RefreshAsync(taken, cancellationToken);
        if (IsMostlyDead(snapshot.Messages.Length))
            Compact(snapshot.Messages);
        return Publish(snapshot.Messages);
    }
}
