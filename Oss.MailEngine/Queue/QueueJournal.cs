using System.Buffers;
using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Queue;

/// <summary>
/// The journal of one message, a text file. Its first line is the envelope, written before the message is promised and never changed; each further line is one event, appended in one write
/// and fsynced before anything is done that depends on it. A line that does not end, or the zeros that a power cut may leave at the end, was never relied on and is cut off.
/// A file whose first line cannot be read is no journal: such a message is put aside for an operator, never thrown away.
/// </summary>
internal static class QueueJournal
{
    /// <summary>Writes a new journal; complete and on disk under its name when the directory is synced.</summary>
    public static void Create(string path, QueuedEnvelope envelope)
    {
        var buffer = new ArrayBufferWriter<byte>();
        WriteLine(buffer, writer => JsonSerializer.Serialize(writer, envelope, QueueJson.Default.QueuedEnvelope));
        Durable.ReplaceFile(path, buffer.WrittenSpan);
    }

    /// <summary>Opens the journal of a message for whoever changes it, alone among all processes until it is disposed of: an attempt and an operator write the same file.</summary>
    /// <exception cref="FileNotFoundException">The message is gone.</exception>
    public static SafeFileHandle OpenAlone(string path)
    {
        var file = Posix.TryOpenWrite(Encoding.UTF8.GetBytes(path + '\0')) ?? throw new FileNotFoundException("The message has left the queue.", path);
        try
        {
            Posix.Lock(file);
            // Whoever had it before may have removed it: what is written to a file without a name is written nowhere.
            return FileStamp.Of(path).Inode == Posix.Stamp(file).Inode ? file : throw new FileNotFoundException("The message has left the queue.", path);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Appends events; on disk when this returns.</summary>
    /// <returns>Where they begin and end in the file.</returns>
    /// <exception cref="IOException">There is no room, or the message is gone.</exception>
    public static (long Start, long End) Append(string path, IEnumerable<QueueEvent> events)
    {
        using var file = OpenAlone(path);
        return Append(file, events, isDurable: true);
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
    /// <exception cref="IOException">It cannot be read now.</exception>
    public static QueuedMessage? Read(string path, Guid id)
    {
        // Not by .NET's own means: they lock what they read, and fail where somebody writes.
        using var file = Posix.TryOpenRead(Encoding.UTF8.GetBytes(path + '\0')) ?? throw new FileNotFoundException("The message has left the queue.", path);
        var length = RandomAccess.GetLength(file);
        if (length > QueueLimits.Journal)
            return null;

        var octets = new byte[length];
        var read = 0;
        for (int some; read < octets.Length && (some = RandomAccess.Read(file, octets.AsSpan(read), read)) > 0;)
            read += some;
        return Read(octets.AsSpan(0, read), id);
    }

    private static QueuedMessage? Read(ReadOnlySpan<byte> rest, Guid id)
    {
        QueuedMessage? message = null;
        var length = 0L;
        while (rest.IndexOf((byte)'\n') is >= 0 and var end)
        {
            try
            {
                if (message is null)
                    message = JsonSerializer.Deserialize(rest[..end], QueueJson.Default.QueuedEnvelope) is { Recipients.Count: > 0 } envelope ? new QueuedMessage(id, envelope) : null;
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
