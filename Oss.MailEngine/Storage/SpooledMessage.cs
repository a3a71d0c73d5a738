namespace Oss.MailEngine.Storage;

/// <summary>
/// A message on its way in: one file below the spool directory, written as it flows and deleted when disposed of. What it becomes is decided when it is
/// complete: hard links in mailboxes, or nothing.
/// </summary>
internal sealed class SpooledMessage : IAsyncDisposable
{
    private const int BufferSize = 64 * 1024;
    private readonly FileStream _file;
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

    /// <summary>Gives it a name in a folder; false when that lies on another file system.</summary>
    public bool TryLinkTo(MaildirDirectory directory, ReadOnlySpan<byte> name) =>
        directory.TryLinkFrom(Path, name) switch
        {
            0 => IsLinked = true,
            Posix.NoSuchFile => throw new IOException("The spooled message or the folder is gone."),
            _ => false,
        };

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
        await _file.DisposeAsync();
        File.Delete(Path);
    }
}
