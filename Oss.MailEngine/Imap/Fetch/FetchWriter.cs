using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Mime;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Fetch;

/// <summary>Writes what FETCH asks for, one message after the other; sections stream from the file.</summary>
internal sealed class FetchWriter(MailConnection connection, SelectedFolder selected, IReadOnlyList<FetchItem> items)
{
    private readonly bool _needsContent = items.Any(item => item.NeedsContent);
    private readonly bool _needsStructure = items.Any(item => item.NeedsStructure);
    private readonly bool _needsHeader = items.Any(item => item.NeedsHeader);

    /// <summary>Writes one message's answer; false when the message is gone.</summary>
    public async ValueTask<bool> WriteAsync(int index, CancellationToken cancellationToken)
    {
        var message = selected.Messages[index];
        await using var content = _needsContent ? await selected.Folder.OpenAsync(message.Uid, cancellationToken) : null;
        if (_needsContent && content is null)
            return false;

        var structure = _needsStructure ? await StructureAsync(message.Uid, content!, cancellationToken)
            : _needsHeader ? await MimeReader.ReadHeaderAsync(content!, cancellationToken) : null;
        Write($"* {index + 1} FETCH (");
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                Write(" ");
            if (items[i].IsSection)
                await WriteSectionAsync(items[i], content!, structure, cancellationToken);
            else
                Write(Value(items[i].Name, message, structure));
        }

        connection.WriteLine(")");
        if (connection.Output.UnflushedBytes >= ImapLimits.Unsent)
            await connection.FlushAsync(cancellationToken);
        return true;
    }

    // A client that fetches a large message piece by piece asks for the same one again and again.
    private async Task<MimePart> StructureAsync(uint uid, Stream content, CancellationToken cancellationToken)
    {
        if (selected.LastStructure is not { } last || last.Uid != uid)
            selected.LastStructure = last = (uid, await MimeReader.ReadAsync(content, cancellationToken));
        return last.Structure;
    }

    private string Value(string name, StoredMessage message, MimePart? structure) => name switch
    {
        "UID" => $"UID {message.Uid}",
        "FLAGS" => $"FLAGS ({selected.FlagsOf(message)})",
        "RFC822.SIZE" => $"RFC822.SIZE {message.WireSize}",
        "INTERNALDATE" => $"INTERNALDATE \"{message.InternalDate.UtcDateTime.ToString("dd-MMM-yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000\"",
        "ENVELOPE" => $"ENVELOPE {Envelope.Of(structure!)}",
        _ => $"{name} {BodyStructure.Of(structure!, extended: name == "BODYSTRUCTURE")}",
    };

    private async Task WriteSectionAsync(FetchItem item, Stream content, MimePart? structure, CancellationToken cancellationToken)
    {
        if (MessageSections.Of(item, structure, content.Length) is not { } section)
        {
            Write($"{item.ReplyName} NIL");
            return;
        }

        var length = section.Sum(range => range.Length) + (item.Fields is null ? 0 : 2);
        var (from, to) = item.Partial is { } partial ? (Math.Min(partial.Start, length), Math.Min((long)partial.Start + partial.Length, length)) : (0, length);
        Write($"{item.ReplyName} {{{to - from}}}\r\n");
        long at = 0;
        foreach (var range in section)
        {
            var (start, end) = (Math.Max(from - at, 0), Math.Min(to - at, range.Length));
            if (start < end)
                await CopyAsync(content, range.Start + start, end - start, cancellationToken);
            at += range.Length;
        }

        // The empty line that ends a header is part of its fields' section, whatever was picked (RFC 3501 6.4.5).
        if (item.Fields is not null)
            connection.Output.Write("\r\n"u8[(int)Math.Clamp(from - at, 0, 2)..(int)Math.Clamp(to - at, 0, 2)]);
    }

    private async Task CopyAsync(Stream content, long start, long length, CancellationToken cancellationToken)
    {
        content.Position = start;
        while (length > 0)
        {
            var buffer = connection.Output.GetMemory(4096);
            var read = await content.ReadAsync(buffer[..(int)Math.Min(buffer.Length, length)], cancellationToken);
            if (read == 0)
                throw new ConnectionAbortedException("A message became shorter while it was sent.");

            connection.Output.Advance(read);
            length -= read;
            // A slow client holds the reading back, not the memory.
            if (connection.Output.UnflushedBytes >= ImapLimits.Unsent)
                await connection.FlushAsync(cancellationToken);
        }
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, connection.Output);
}
