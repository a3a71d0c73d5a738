namespace Oss.MailEngine.Storage;

/// <summary>A message to add to a folder.</summary>
/// <param name="Content">Complete.</param>
/// <param name="Flags">System flags.</param>
/// <param name="Keywords">Keywords by name.</param>
/// <param name="InternalDate">Its internal date; <see langword="null"/> for now.</param>
internal sealed record NewMessage(SpooledMessage Content, MessageFlags Flags, IReadOnlyCollection<string> Keywords, DateTimeOffset? InternalDate);

/// <summary>How messages come into a folder.</summary>
internal sealed partial class Folder
{
    /// <summary>Puts a complete spooled message into <c>new/</c>: durable, name and content, when this returns. Needs no lock: it has no UID yet.</summary>
    /// <exception cref="OverQuotaException">There is no room.</exception>
    public async Task DeliverAsync(SpooledMessage message, CancellationToken cancellationToken)
    {
        using var room = await _mailbox.Quota.ReserveAsync(Name, message.Length, 1, cancellationToken);
        var name = MaildirName.NewBase(_clock.Now, _clock.Host, message.Length, message.WireLength);
        // A link appears in one step with all its content, so it needs no detour by tmp/.
        if (!message.TryLinkTo(_files.New, name))
        {
            message.CopyTo(_files.Tmp, name);
            if (!_files.Tmp.TryRename(name, _files.New, name))
                throw new IOException("A message vanished from tmp/.");
            message.NoteCopy(_files.New, name);
        }

        Sync(_files.New);
        room.Use();
        Tell();
    }

    /// <summary>Adds a complete spooled message with flags and date (APPEND).</summary>
    public async Task<StoredMessage> AppendAsync(
        SpooledMessage message, MessageFlags flags, IReadOnlyCollection<string> keywords, DateTimeOffset? internalDate, CancellationToken cancellationToken) =>
        (await AppendAsync([new NewMessage(message, flags, keywords, internalDate)], cancellationToken))[0];

    /// <summary>Adds messages in the order given, all or none (MULTIAPPEND, RFC 3502); durable, UIDs as well, when this returns.</summary>
    /// <exception cref="OverQuotaException">There is no room for all.</exception>
    public async Task<IReadOnlyList<StoredMessage>> AppendAsync(IReadOnlyList<NewMessage> messages, CancellationToken cancellationToken)
    {
        using var room = await _mailbox.Quota.ReserveAsync(Name, messages.Sum(m => m.Content.Length), messages.Count, cancellationToken);
        var prepared = messages.Select(Prepare).ToList();
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await RefreshAsync(null, cancellationToken);
            var files = new List<(byte[], MessageFlags, uint, string?)>();
            for (var i = 0; i < messages.Count; i++)
                files.Add((prepared[i], messages[i].Flags, await LettersAsync(messages[i].Keywords, cancellationToken), null));
            var entered = await EnterAsync(files, cancellationToken);
            room.Use();
            return entered;
        }
        catch
        {
            prepared.ForEach(name => _files.Tmp.TryUnlink(name));
            throw;
        }
        finally
        {
            _gate.Release();
            Tell();
        }
    }

    private byte[] Prepare(NewMessage message)
    {
        var name = MaildirName.NewBase(_clock.Now, _clock.Host, message.Content.Length, message.Content.WireLength);
        // The date is the file's: a message that another folder links to keeps its own, so only a copy may be given another.
        if ((message.InternalDate is not null && message.Content.IsLinked) || !message.Content.TryLinkTo(_files.Tmp, name))
            message.Content.CopyTo(_files.Tmp, name);
        if (message.InternalDate is { } date)
            _files.Tmp.SetModified(name, date.UtcDateTime);
        return name;
    }

    /// <summary>Takes files in <c>tmp/</c> over into the folder; the gate is held.</summary>
    private async Task<IReadOnlyList<StoredMessage>> EnterAsync(List<(byte[] Name, MessageFlags Flags, uint Keywords, string? Guid)> files, CancellationToken cancellationToken)
    {
        var infos = files.Select(file => Info(file.Flags, file.Keywords)).ToList();
        FolderSnapshot after;
        uint first;
        using (var taken = await DotLock.TakeAsync(UidListPath, _clock.Time, cancellationToken))
        {
            var before = await RefreshAsync(taken, cancellationToken);
            first = _list.Assign(files.Count);
            var (edit, modSeq, records) = (new FolderEdit(before.Messages), ModSeqNow(), new List<(uint, byte[])>());
            for (var i = 0; i < files.Count; i++)
            {
                taken.Touch();
                if (!_files.Tmp.TryRename(files[i].Name, _files.Cur, [.. files[i].Name, .. infos[i]]))
                    throw new IOException("A message vanished from tmp/.");
                var record = UidRecord.Of(files[i].Name, files[i].Guid);
                records.Add((first + (uint)i, record));
                edit.Add(_files, first + (uint)i, record, infos[i], modSeq);
            }

            _list.Append(records);
            after = Publish(edit.ToList());
        }

        Sync(_files.Cur);
        var index = after.IndexOf(first);
        return [.. Enumerable.Range(index, files.Count).Select(i => after.Messages[i])];
    }

    /// <summary>The letters of keywords, new ones entered; the gate is held.</summary>
    private async ValueTask<uint> LettersAsync(IReadOnlyCollection<string> keywords, CancellationToken cancellationToken)
    {
        if (keywords.Count == 0)
            return 0;
        var letters = _files.Keywords.LettersOf(keywords, out var complete);
        if (complete)
            return letters;

        using var taken = await DotLock.TakeAsync(UidListPath, _clock.Time, cancellationToken);
        using var file = await DotLock.TakeAsync(System.IO.Path.Combine(_files.Path, KeywordTable.FileName), _clock.Time, cancellationToken);
        var inUse = _seen?.Snapshot.Messages.Blocks.Aggregate(0u, (all, block) => all | (block.Keywords ?? []).Aggregate(0u, (a, b) => a | b)) ?? 0;
        _files.Keywords.Enter(keywords, inUse, file);
        return _files.Keywords.LettersOf(keywords, out _);
    }

    private void Sync(MaildirDirectory directory)
    {
        var start = System.Diagnostics.Stopwatch.GetTimestamp();
        directory.Sync();
        _mailbox.Load.Note(System.Diagnostics.Stopwatch.GetElapsedTime(start));
    }

    private ulong ModSeqNow()
    {
        var modSeq = 0UL;
        return ModSeq(ref modSeq);
    }

    private static byte[] Info(MessageFlags flags, uint keywords)
    {
        Span<byte> info = stackalloc byte[64];
        return info[..MaildirName.WriteInfo(info, flags, keywords)].ToArray();
    }
}
