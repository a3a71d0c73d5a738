using System.Globalization;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Mime;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Fetch;

/// <summary>Writes what FETCH asks for, one message after the other; sections stream from the file.</summary>
internal sealed class FetchWriter(ImapSession session, SelectedFolder selected, IReadOnlyList<FetchItem> items)
{
    private readonly PipeOutput _output = new(session.Connection);
    private readonly bool _needsContent = items.Any(item => item.NeedsContent && !item.NeedsHeaderOnly);
    private readonly bool _needsStructure = items.Any(item => item.NeedsStructure);
    private readonly bool _needsHeader = items.Any(item => item.NeedsHeader);
    private readonly bool _hasBinary = items.Any(item => item.Kind is FetchKind.Binary or FetchKind.BinarySize);
    private readonly bool _tellsFlags = items.Any(item => item.Kind == FetchKind.Flags);

    /// <summary>Messages whose flags are told though not asked for, for the command changed them.</summary>
    public HashSet<uint> Changed { get; init; } = [];

    /// <summary>Writes one message's answer; false when the message is gone.</summary>
    /// <exception cref="ImapRefusalException">A transfer encoding is not known (RFC 3516 4.3).</exception>
    public async ValueTask<bool> WriteAsync(int index, CancellationToken cancellationToken)
    {
        var message = selected.Messages[index];
        var header = _needsHeader && !_needsContent ? await selected.Folder.ReadHeaderAsync(message, cancellationToken) : null;
        await using var content = _needsContent ? await selected.Folder.OpenAsync(message.Uid, cancellationToken)
            : header is null ? null : header.AsStream() ?? await selected.Folder.OpenAsync(message.Uid, cancellationToken);
        if ((_needsContent || _needsHeader) && content is null)
            return false;

        var structure = _needsStructure ? await StructureAsync(message.Uid, content!, cancellationToken)
            : header is not null ? header.Part
            : _needsHeader ? await MimeReader.ReadHeaderAsync(content!, cancellationToken) : null;
        if (_hasBinary && items.Any(item => item.Kind is FetchKind.Binary or FetchKind.BinarySize && !BinarySection.IsDecodable(structure, item.Path)))
            throw new ImapRefusalException("[UNKNOWN-CTE] The part has an encoding that is not known");

        WriteStart(message, index);
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                _output.Write(" "u8);
            if (!TryWriteAttribute(items[i], message, structure))
                await WriteContentAsync(items[i], content!, structure, cancellationToken);
        }

        if (!_tellsFlags && Changed.Contains(message.Uid))
            _output.Write($" FLAGS ({selected.FlagsOf(message)})");
        _output.Write(")\r\n"u8);
        _output.Commit();
        if (session.Connection.Output.UnflushedBytes >= ImapLimits.Unsent)
            await session.Connection.FlushAsync(cancellationToken);
        return true;
    }

    // A client that fetches a large message piece by piece asks for the same one again and again.
    private async Task<MimePart> StructureAsync(uint uid, Stream content, CancellationToken cancellationToken)
    {
        if (selected.LastStructure is not { } last || last.Uid != uid)
            selected.LastStructure = last = (uid, await MimeReader.ReadAsync(content, cancellationToken));
        return last.Structure;
    }

    private void WriteStart(StoredMessage message, int index)
    {
        var byUid = session.Has(ImapExtensions.UidOnly);
        _output.Write("* "u8);
        _output.Write(byUid ? message.Uid : index + 1);
        _output.Write(byUid ? " UIDFETCH ("u8 : " FETCH ("u8);
    }

    // What a folder knows of a message without reading it, or of its header: 100,000 of them are one command, so nothing here waits and the commonest make no string.
    private bool TryWriteAttribute(FetchItem item, StoredMessage message, MimePart? structure)
    {
        switch (item.Kind)
        {
            case FetchKind.Section or FetchKind.Binary or FetchKind.BinarySize or FetchKind.Preview:
                return false;
            case FetchKind.Uid:
                _output.Write("UID "u8);
                _output.Write(message.Uid);
                break;
            case FetchKind.Flags:
                _output.Write("FLAGS ("u8);
                _output.WriteUtf8(selected.FlagsOf(message));
                _output.Write(")"u8);
                break;
            case FetchKind.Size:
                _output.Write("RFC822.SIZE "u8);
                _output.Write(message.WireSize);
                break;
            default:
                _output.Write($"{item.Name} {Value(item.Kind, message, structure)}");
                break;
        }

        return true;
    }

    private async ValueTask WriteContentAsync(FetchItem item, Stream content, MimePart? structure, CancellationToken cancellationToken)
    {
        if (item.Kind == FetchKind.Section)
            await WriteSectionAsync(item, content, structure, cancellationToken);
        else if (item.Kind == FetchKind.Preview)
            _output.WriteUtf8($"PREVIEW {ImapText.String(await PreviewText.OfAsync(structure!, content, cancellationToken), session.IsUtf8)}");
        else
            await BinarySection.WriteAsync(_output, item, content, structure, cancellationToken);
    }

    private static string Value(FetchKind kind, StoredMessage message, MimePart? structure) => kind switch
    {
        FetchKind.InternalDate => Date(message.InternalDate),
        FetchKind.EmailId => $"({ObjectId.Of(message)})",
        FetchKind.ThreadId => "NIL",
        FetchKind.ModSeq => $"({message.ModSeq})",
        FetchKind.SaveDate => SaveDate.Of(message) is { } date ? Date(date) : "NIL",
        FetchKind.Envelope => Envelope.Of(structure!),
        _ => BodyStructure.Of(structure!, extended: kind == FetchKind.BodyStructure),
    };

    private static string Date(DateTimeOffset date) => $"\"{date.UtcDateTime.ToString("dd-MMM-yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000\"";

    private async Task WriteSectionAsync(FetchItem item, Stream content, MimePart? structure, CancellationToken cancellationToken)
    {
        if (MessageSections.Of(item, structure, content.Length) is not { } section)
        {
            _output.Write($"{item.Name} NIL");
            return;
        }

        var length = section.Sum(range => range.Length) + (item.Fields is null ? 0 : 2);
        var (from, to) = item.Partial is { } partial ? (Math.Min(partial.Start, length), Math.Min((long)partial.Start + partial.Length, length)) : (0, length);
        _output.Write($"{item.Name} {{{to - from}}}\r\n");
        long at = 0;
        foreach (var range in section)
        {
            var (start, end) = (Math.Max(from - at, 0), Math.Min(to - at, range.Length));
            if (start < end)
                await _output.CopyAsync(content, range.Start + start, end - start, cancellationToken);
            at += range.Length;
        }

        // The empty line that ends a header is part of its fields' section, whatever was picked (RFC 3501 6.4.5).
        if (item.Fields is not null)
            _output.Write("\r\n"u8[(int)Math.Clamp(from - at, 0, 2)..(int)Math.Clamp(to - at, 0, 2)]);
    }
}
