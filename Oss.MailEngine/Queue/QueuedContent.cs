using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Oss.MailEngine.Queue;

/// <summary>
/// The content of a queued message, read from its start. In its file the envelope's line stands behind the content, and behind that the line's length in eight hexadecimal digits and a line feed: one
/// fsync brings both to disk. A file without such an end was never complete, and never promised. As a stream this is the content alone. It is read without a detour by other threads: what was just written is in memory.
/// </summary>
internal sealed class QueuedContent : Stream
{
    /// <summary>Octets that are written at once.</summary>
    public const int Buffer = 16 * 1024;

    private const int FooterLength = 9;
    private const int MaxLine = QueueLimits.Journal;

    private long _position;

    private QueuedContent(SafeFileHandle file, long length) => (File, Length) = (file, length);

    /// <summary>The file; more is in it than the content.</summary>
    public SafeFileHandle File { get; }

    public override long Length { get; }

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Position
    {
        get => _position;
        set => _position = value;
    }

    /// <summary>Writes the envelope behind the content, and all of it to the file; not yet durable.</summary>
    /// <exception cref="IOException">There is no room.</exception>
    public static void End(FileStream file, ReadOnlySpan<byte> envelope)
    {
        Span<byte> footer = stackalloc byte[FooterLength];
        envelope.Length.TryFormat(footer, out _, "x8", CultureInfo.InvariantCulture);
        footer[^1] = (byte)'\n';
        file.Write(envelope);
        file.Write(footer);
        file.Flush();
    }

    /// <summary>Opens the content of a file.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="IOException">It is not complete.</exception>
    public static QueuedContent Open(string path)
    {
        var file = System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (Measure(file) is var (length, _))
            return new QueuedContent(file, length);

        file.Dispose();
        throw new IOException("The content of a queued message is not complete.");
    }

    /// <summary>Octets of a complete file.</summary>
    public static long FileLength(long content, int envelope) => content + envelope + FooterLength;

    /// <summary>Octets of the content; <see langword="null"/> when the file is not there or not complete.</summary>
    public static long? LengthOf(string path)
    {
        try
        {
            using var file = System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return Measure(file)?.Content;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The envelope's line; <see langword="null"/> when the file is not complete.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static byte[]? EnvelopeOf(string path) => EnvelopeOf(path, out _);

    /// <summary>The same, with the octets of the content.</summary>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    public static byte[]? EnvelopeOf(string path, out long length)
    {
        length = 0;
        using var file = System.IO.File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        if (Measure(file) is not var (content, line))
            return null;

        length = content;
        var envelope = new byte[line];
        return RandomAccess.Read(file, envelope, length) == line ? envelope : null;
    }

    public override int Read(Span<byte> buffer)
    {
        var read = RandomAccess.Read(File, buffer[..(int)Math.Min(buffer.Length, Math.Max(0, Length - _position))], _position);
        _position += read;
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer.AsSpan(offset, count)));

    public override long Seek(long offset, SeekOrigin origin) =>
        _position = origin switch { SeekOrigin.Begin => offset, SeekOrigin.Current => _position + offset, _ => Length + offset };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        File.Dispose();
        base.Dispose(disposing);
    }

    private static (long Content, int Line)? Measure(SafeFileHandle file)
    {
        var end = RandomAccess.GetLength(file) - FooterLength;
        Span<byte> footer = stackalloc byte[FooterLength];
        if (end <= 0 || RandomAccess.Read(file, footer, end) < FooterLength || footer[^1] != '\n'
            || !int.TryParse(footer[..^1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var line) || line is <= 0 or > MaxLine || line > end)
            return null;

        Span<byte> edge = stackalloc byte[1];
        return RandomAccess.Read(file, edge, end - line) == 1 && edge[0] == '{' && RandomAccess.Read(file, edge, end - 1) == 1 && edge[0] == '\n' ? (end - line, line) : null;
    }
}
