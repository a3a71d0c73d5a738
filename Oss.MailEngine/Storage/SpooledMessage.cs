namespace Oss.MailEngine.Storage;

/// <summary>
/// A message on its way in: one file below the spool directory, written as it flows and deleted when disposed of. What it becomes is decided when it is
/// complete: hard links in mailboxes, or nothing.
/// </summary>
internal sealed class SpooledMessage : IAsyncDisposable
{
    private const int BufferSize = 64 * 1024;
    private readonly FileStream _file;
    private readonly List<byte[]> _copies = [];
    private long _bareLineFeeds;
    private bool _afterReturn;

    private SpooledMessage(string path, FileStream file) => (Path, _file) = (path, file);

    public string Path { get; }

    public long Length => _file.Length;

    /// <summary>Octets with every line ending as CRLF.</summary>
    public long WireLength => Length + _bareLineFeeds;

    public static SpooledMessage Create(string spoolDirectory)
    {
        System.IO.Directory.CreateDirectory(spoolDirectory);
        var path = System.IO.Path.Combine(spoolDirectory, $"{Guid.CreateVersion7():N}.msg");
        return new SpooledMessage(path, new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = BufferSize,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite, Options = FileOptions.Asynchronous,
        }));
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> octets, CancellationToken cancellationToken)
    {
        _bareLineFeeds += WireForm.CountBare(octets.Span, ref _afterReturn);
        return _file.WriteAsync(octets, cancellationToken);
    }

    /// <summary>Makes the content readable to others, not yet durable.</summary>
    public Task FlushAsync() => _file.FlushAsync();

    /// <summary>Makes the content durable, so that every later link to it is.</summary>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        await _file.FlushAsync(cancellationToken);
        _file.Flush(flushToDisk: true);
    }

    /// <summary>Whether a folder holds it already, under the same inode.</summary>
    public bool IsLinked { get; private set; }

    /// <summary>Gives it a name in a folder; false when neither it nor a copy made of it lies on that file system. Several recipients on one volume hold one file.</summary>
    public bool TryLinkTo(MaildirDirectory directory, ReadOnlySpan<byte> name)
    {
        switch (directory.TryLinkFrom(System.Text.Encoding.UTF8.GetBytes(Path), name))
        {
            case 0:
                return IsLinked = true;
            case Posix.NoSuchFile:
                throw new IOException("The spooled message or the folder is gone.");
        }

        // A copy may be another program's by now, renamed or deleted; then it is copied once more.
        foreach (var copy in _copies)
        {
            if (directory.TryLinkFrom(copy, name) == 0)
                return true;
        }

        return false;
    }

    /// <summary>Notes where a copy is that further recipients on its volume may link to.</summary>
    public void NoteCopy(MaildirDirectory directory, ReadOnlySpan<byte> name) => _copies.Add([.. System.Text.Encoding.UTF8.GetBytes(directory.Path + '/'), .. name]);

    /// <summary>Copies it into a folder, durably.</summary>
    public void CopyTo(MaildirDirectory directory, ReadOnlySpan<byte> name)
    {
        using var source = File.OpenHandle(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        directory.CopyFrom(source, name);
    }

    /// <summary>A second view of the content, from its start.</summary>
    public FileStream OpenRead() => new(Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize, useAsync: true);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await _file.DisposeAsync();
        }
        catch (IOException)
        {
            // On a full disk, of what could not be written before and is not wanted any more.
        }

        File.Delete(Path);
    }
}
