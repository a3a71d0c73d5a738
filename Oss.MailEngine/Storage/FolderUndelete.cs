namespace Oss.MailEngine.Storage;

/// <summary>How expunged messages come back.</summary>
internal sealed partial class Folder
{
    /// <summary>Takes expunged files back under new UIDs, no longer marked as deleted; whatever the quota says, for they were here before.</summary>
    public async Task<int> RestoreAsync(IReadOnlyList<(MaildirDirectory Directory, byte[] Name)> expunged, CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            using var change = _mailbox.Quota.Begin();
            await RefreshAsync(null, cancellationToken);
            long octets = 0;
            var files = new List<(byte[], MessageFlags, uint, string?)>();
            foreach (var (directory, name) in expunged)
            {
                var length = MaildirName.BaseOf(name).Length;
                var physical = directory.Stamp(name).Size;
                // A new name: under the old one it would have its old UID again, which clients know as gone.
                var renamed = MaildirName.NewBase(_clock.Now, _clock.Host, physical, MaildirName.Field(name.AsSpan(0, length), 'W') ?? Measured(directory, name));
                if (directory.TryLink(name, _files.Tmp, renamed) != 0)
                    continue;
                var (flags, keywords) = MaildirName.FlagsOf(name.AsSpan(length));
                files.Add((renamed, flags & ~MessageFlags.Deleted, keywords, null));
                octets += physical;
            }

            if (files.Count > 0)
                await EnterAsync(files, cancellationToken);
            foreach (var (directory, name) in expunged)
                directory.TryUnlink(name);
            _mailbox.Quota.Count(octets, files.Count, change);
            return files.Count;
        }
        finally
        {
            _gate.Release();
            Tell();
        }
    }

    private static long Measured(MaildirDirectory directory, byte[] name)
    {
        using var file = directory.TryOpenRead(name);
        return file is null ? 0 : WireForm.Measure(file).Wire;
    }

    /// <summary>Begins to bring messages in with their names, flags and dates; those that are there already are passed over.</summary>
    public async Task<FolderImport> ImportAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            // Nobody was told of a UID yet in a folder that never had one: then the archive's UIDs can be its.
            var isEmpty = !FileStamp.Of(UidListPath).Exists && _files.New.List().Count == 0 && _files.Cur.List().Count == 0;
            var snapshot = isEmpty ? null : await RefreshAsync(null, cancellationToken);
            var known = new HashSet<ReadOnlyMemory<byte>>(OctetComparer.Instance);
            foreach (var message in snapshot?.Messages ?? MessageList.Empty)
                known.Add(message.Block.Base(message.Index).ToArray());
            return new FolderImport(_files, this, isEmpty, known);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Has the quota counted anew.</summary>
    public void Recount() => _mailbox.Recount();
}
