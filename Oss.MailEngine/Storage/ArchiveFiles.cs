using System.Diagnostics;

namespace Oss.MailEngine.Storage;

/// <summary>
/// Exports of mailboxes as files on the volumes, beside the mailboxes: <c>&lt;volume&gt;/.exports/&lt;id&gt;.tar</c>, where any node finds them. Each attempt writes a file of its own, which gets the name when it is on disk: two nodes
/// that believe the same export to be theirs disturb each other in nothing, and what is there under the name is whole.
/// </summary>
internal sealed class ArchiveFiles(MailStorage storage)
{
    private const string Folder = ".exports";
    private const string Unfinished = ".part";
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    public async Task<long> WriteAsync(Directory.MailboxAccount account, Guid archive, Func<long, Task> progress, CancellationToken cancellationToken)
    {
        var folder = Path.Combine(storage.Volumes.PathOf(account.Volume), Folder);
        Durable.CreateDirectory(folder);
        var unfinished = Path.Combine(folder, $"{archive:N}.{Guid.CreateVersion7():N}{Unfinished}");
        try
        {
            long octets;
            await using (var file = new FileStream(unfinished, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                await using var told = new ToldStream(file, progress);
                await MailboxArchive.WriteAsync(storage.Open(account), told, cancellationToken);
                await told.FlushAsync(cancellationToken);
                file.Flush(flushToDisk: true);
                octets = file.Length;
            }

            File.Move(unfinished, NameOf(folder, archive), overwrite: true);
            Durable.SyncDirectory(folder);
            return octets;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    public Stream? Open(string volume, Guid archive)
    {
        var path = NameOf(Path.Combine(storage.Volumes.PathOf(volume), Folder), archive);
        return File.Exists(path) ? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 64 * 1024, FileOptions.Asynchronous | FileOptions.SequentialScan) : null;
    }

    public void Delete(string volume, Guid archive)
    {
        var folder = Path.Combine(storage.Volumes.PathOf(volume), Folder);
        if (!System.IO.Directory.Exists(folder))
            return;
        foreach (var file in System.IO.Directory.EnumerateFiles(folder, $"{archive:N}.*"))
            File.Delete(file);
        Durable.SyncDirectory(folder);
    }

    private static string NameOf(string folder, Guid archive) => Path.Combine(folder, $"{archive:N}.tar");

    /// <summary>Tells now and then how much went through it.</summary>
    private sealed class ToldStream(Stream inner, Func<long, Task> progress) : Stream
    {
        private long _told = Stopwatch.GetTimestamp();
        private long _octets;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => _octets;
            set => throw new NotSupportedException();
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await inner.WriteAsync(buffer, cancellationToken);
            _octets += buffer.Length;
            if (Stopwatch.GetElapsedTime(_told) < Interval)
                return;

            await progress(_octets);
            _told = Stopwatch.GetTimestamp();
        }

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override void Write(byte[] buffer, int offset, int count)
        {
            inner.Write(buffer, offset, count);
            _octets += count;
        }

        public override void Flush() => inner.Flush();

        public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
