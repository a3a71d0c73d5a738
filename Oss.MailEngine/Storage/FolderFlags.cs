namespace Oss.MailEngine.Storage;

/// <summary>How a STORE changes flags and keywords.</summary>
internal enum FlagChange
{
    Replace,
    Add,
    Remove,
}

/// <summary>How flags change.</summary>
internal sealed partial class Folder
{
    /// <summary>Changes flags and keywords of messages; those that are gone are passed over.</summary>
    public async Task<FolderSnapshot> StoreFlagsAsync(
        IReadOnlyCollection<uint> uids, FlagChange change, MessageFlags flags, IReadOnlyCollection<string> keywords, CancellationToken cancellationToken) =>
        (await StoreFlagsAsync(uids, change, flags, keywords, unchangedSince: null, cancellationToken)).Snapshot;

    /// <summary>Changes flags and keywords of those messages that did not change after a modification sequence (RFC 7162 3.1.3).</summary>
    /// <param name="uids">The messages.</param>
    /// <param name="change">How.</param>
    /// <param name="flags">System flags.</param>
    /// <param name="keywords">Keywords.</param>
    /// <param name="unchangedSince">The modification sequence; <see langword="null"/> for whatever it is.</param>
    /// <param name="cancellationToken">Ends the wait for the folder.</param>
    /// <param name="allowed">What may be changed at all; everything without it.</param>
    /// <returns>The folder after that, and the UIDs of messages that had changed and were left alone (MODIFIED).</returns>
    public async Task<(FolderSnapshot Snapshot, IReadOnlyList<uint> Modified)> StoreFlagsAsync(
        IReadOnlyCollection<uint> uids, FlagChange change, MessageFlags flags, IReadOnlyCollection<string> keywords, ulong? unchangedSince, CancellationToken cancellationToken,
        FlagMask? allowed = null)
    {
        var mask = allowed ?? FlagMask.All;
        await _gate.WaitAsync(cancellationToken);
        var modified = new List<uint>();
        try
        {
            var snapshot = await RefreshAsync(null, cancellationToken);
            var letters = mask.Keywords ? await LettersAsync(keywords, cancellationToken) : 0;
            var named = _files.Keywords.Named;
            var (edit, modSeq) = (new FolderEdit(snapshot.Messages), 0UL);
            foreach (var uid in uids)
            {
                for (var attempt = 0; attempt < 3 && snapshot.IndexOf(uid) is >= 0 and var index; attempt++)
                {
                    var message = snapshot.Messages[index];
                    if (message.ModSeq > unchangedSince)
                    {
                        modified.Add(uid);
                        break;
                    }

                    if (!TryRename(message, change, mask, flags & mask.Flags, letters, named, out var info))
                    {
                        // Renamed by another process at this moment, or gone.
                        Publish(edit.ToList());
                        snapshot = await RefreshAsync(null, cancellationToken);
                        edit = new FolderEdit(snapshot.Messages);
                        continue;
                    }

                    if (info is not null)
                        edit.SetInfo(index, info, ModSeq(ref modSeq));
                    break;
                }
            }

            return (Publish(edit.ToList()), modified);
        }
        finally
        {
            _gate.Release();
            Tell();
        }
    }

    // The info stays null when the message has those flags already.
    private bool TryRename(StoredMessage message, FlagChange change, FlagMask mask, MessageFlags flags, uint letters, uint named, out byte[]? info)
    {
        var (newFlags, newLetters) = change switch
        {
            FlagChange.Add => (message.Flags | flags, message.KeywordBits | letters),
            FlagChange.Remove => (message.Flags & ~flags, message.KeywordBits & ~letters),
            // What has no name on the wire was not named by the client, so replacing the flags must not lose it: \Passed, and letters without a line. Nor what the client may not change.
            _ => (flags | (message.Flags & (MessageFlags.Passed | ~mask.Flags)), mask.Keywords ? letters | (message.KeywordBits & ~named) : message.KeywordBits),
        };
        info = null;
        if (newFlags == message.Flags && newLetters == message.KeywordBits)
            return true;

        Span<byte> before = stackalloc byte[UidRecord.MaxLength];
        var name = NameOf(message, before);
        var length = MaildirName.BaseOf(name).Length;
        info = Info(newFlags, newLetters);
        if (MaildirName.UnknownOf(name[length..]) is { Length: > 0 } unknown)
            info = [.. ":2,"u8, .. info.Skip(3).Concat(unknown).Distinct().Order()];
        return _files.Cur.TryRename(name, _files.Cur, [.. name[..length], .. info]);
    }
}
