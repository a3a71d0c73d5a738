using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Queue;

/// <summary>
/// The journal of one message, a text file, which begins when something has happened to the message. Its first line is the envelope, the same as behind the content (<see cref="QueuedContent"/>); each further line is one event, appended in one write
/// and fsynced before anything is done that depends on it. A line that does not end, or the zeros that a power cut may leave at the end, was never relied on and is cut off.
/// A file whose first line cannot be read is no journal: such a message is put aside for an operator, never thrown away.
/// </summary>
internal static class QueueJournal
{
    /// <summary>The line that a journal begins with.</summary>
    public static byte[] FirstLine(QueuedEnvelope envelope)
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteLine(buffer, writer => JsonSerializer.Serialize(writer, envelope, QueueJson.Default.QueuedEnvelope));
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads that line; <see langword="null"/> when it is damaged.</summary>
    public static QueuedEnvelope? Envelope(ReadOnlySpan<byte> line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, QueueJson.Default.QueuedEnvelope) is { Recipients.Count: > 0 } envelope ? envelope : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Opens the journal of a message for whoever changes it, alone among all processes until it is disposed of: an attempt and an operator write the same file.</summary>
    /// <param name="path">The journal; made when it is not there.</param>
    /// <param name="firstLine">What it begins with; nothing when the message is gone.</param>
    /// <exception cref="FileNotFoundException">The message is gone.</exception>
    public static SafeFileHandle OpenAlone(string path, Func<byte[]?> firstLine)
    {
        while (true)
        {
            var file = Posix.OpenWrite(Encoding.UTF8.GetBytes(path + '\0'));
            try
            {
                Posix.Lock(file);
                var isNamed = FileStamp.Of(path).Inode == Posix.Stamp(file).Inode;
                // Whoever had it before may have removed it: what is written to a file without a name is written nowhere.
                if (isNamed && firstLine() is { } line)
                {
                    if (Complete(file) == 0)
                        RandomAccess.Write(file, line, 0);
                    return file;
                }

                if (isNamed)
                {
                    File.Delete(path);
                    throw new FileNotFoundException("The message has left the queue.", path);
                }

                file.Dispose();
            }
            catch
            {
                file.Dispose();
                throw;
            }
        }
    }

    /// <summary>Appends events to a journal opened by <see cref="OpenAlone"/>.</summary>
    /// <param name="file">The journal.</param>
    /// <param name="events">The events.</param>
    /// <param name="isDurable">Whether they are on disk when this returns; else the caller sees to it for many at once.</param>
    /// <exception cref="IOException">There is no room.</exception>
    public static (long Start, long End) Append(SafeFileHandle file, IEnumerable<QueueEvent> events, bool isDurable)
    {
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var happened in events)
            WriteLine(buffer, writer => JsonSerializer.Serialize(writer, happened, QueueJson.Default.QueueEvent));

        var start = Complete(file);
        RandomAccess.SetLength(file, start);
        try
        {
            RandomAccess.Write(file, buffer.WrittenSpan, start);
            if (isDurable)
                RandomAccess.FlushToDisk(file);
            return (start, start + buffer.WrittenCount);
        }
        catch (IOException)
        {
            // Half a line is no line, and must not grow into the next one.
            RandomAccess.SetLength(file, start);
            throw;
        }
    }

    /// <summary>Reads a journal; <see langword="null"/> when its first line is damaged.</summary>
    /// <param name="path">The journal, which need not be there.</param>
    /// <param name="id">The message.</param>
    /// <param name="envelope">Its envelope.</param>
    /// <param name="firstLine">Octets of the envelope's line.</param>
    /// <exception cref="IOException">It cannot be read now.</exception>
    public static QueuedMessage? Read(string path, Guid id, QueuedEnvelope envelope, int firstLine)
    {
        // Not by .NET's own means: they lock what they read, and fail where somebody writes.
        using var file = Posix.TryOpenRead(Encoding.UTF8.GetBytes(path + '\0'));
        if (file is null)
            return Begun(id, envelope, firstLine);
        var length = RandomAccess.GetLength(file);
        if (length > QueueLimits.Journal)
            return null;

        var octets = new byte[length];
        var read = 0;
        for (int some; read < octets.Length && (some = RandomAccess.Read(file, octets.AsSpan(read), read)) > 0;)
            read += some;
        return octets.AsSpan(0, read).Contains((byte)'\n') ? Read(octets.AsSpan(0, read), id) : Begun(id, envelope, firstLine);
    }

    // Nothing has happened to it yet, or nothing that anybody relies on: the first event would have brought the first line to disk as well.
    private static QueuedMessage Begun(Guid id, QueuedEnvelope envelope, int firstLine) => new(id, envelope) { FirstLine = firstLine, JournalEnd = firstLine };

    private static QueuedMessage? Read(ReadOnlySpan<byte> rest, Guid id)
    {
        QueuedMessage? message = null;
        var length = 0L;
        while (rest.IndexOf((byte)'\n') is >= 0 and var end)
        {
            try
            {
                if (message is null)
                    message = Envelope(rest[..end]) is { } envelope ? new QueuedMessage(id, envelope) { FirstLine = end + 1 } : null;
                else if (JsonSerializer.Deserialize(rest[..end], QueueJson.Default.QueueEvent) is { } happened)
                    message.Apply(happened);
            }
            catch (JsonException)
            {
                break;
            }

            if (message is null)
                return null;
            rest = rest[(end + 1)..];
            length += end + 1;
        }

        if (message is not null)
            message.JournalEnd = length;
        return message;
    }

    // The end of the last line that ends, looking back from the file's end.
    private static long Complete(SafeFileHandle file)
    {
        Span<byte> last = stackalloc byte[1];
        for (var end = RandomAccess.GetLength(file); end > 0; end--)
        {
            if (RandomAccess.Read(file, last, end - 1) == 1 && last[0] == '\n')
                return end;
        }

        return 0;
    }

    private static void WriteLine(ArrayBufferWriter<byte> buffer, Action<Utf8JsonWriter> write)
    {
        using (var writer = new Utf8JsonWriter(buffer))
            write(writer);
        buffer.Write("\n"u8);
    }
}
