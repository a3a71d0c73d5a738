using System.Buffers;
using System.Text.Json;
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

    /// <summary>Appends events; on disk when this returns.</summary>
    /// <exception cref="IOException">There is no room, or the message is gone.</exception>
    public static void Append(string path, IEnumerable<QueueEvent> events)
    {
        var buffer = new ArrayBufferWriter<byte>();
        foreach (var happened in events)
            WriteLine(buffer, writer => JsonSerializer.Serialize(writer, happened, QueueJson.Default.QueueEvent));

        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, 0);
        var end = Complete(file);
        file.SetLength(end);
        file.Position = end;
        try
        {
            file.Write(buffer.WrittenSpan);
            file.Flush(flushToDisk: true);
        }
        catch (IOException)
        {
            // Half a line is no line, and must not grow into the next one.
            file.SetLength(end);
            throw;
        }
    }

    /// <summary>Reads a journal; <see langword="null"/> when its first line is damaged.</summary>
    /// <exception cref="IOException">It cannot be read now.</exception>
    public static QueuedMessage? Read(string path, Guid id)
    {
        if (new FileInfo(path).Length > QueueLimits.Journal)
            return null;

        var rest = File.ReadAllBytes(path).AsSpan();
        QueuedMessage? message = null;
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
                return message;
            }

            if (message is null)
                return null;
            rest = rest[(end + 1)..];
        }

        return message;
    }

    // The end of the last line that ends, looking back from the file's end.
    private static long Complete(FileStream file)
    {
        Span<byte> last = stackalloc byte[1];
        for (var end = file.Length; end > 0; end--)
        {
            file.Position = end - 1;
            if (file.Read(last) == 1 && last[0] == '\n')
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
