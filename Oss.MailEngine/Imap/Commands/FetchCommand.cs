using System.Buffers;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Connections;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Imap.Fetch;
using Oss.MailEngine.Mime;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap;

/// <summary>FETCH (RFC 3501 6.4.5).</summary>
internal sealed partial class ImapSession
{
    public async Task FetchAsync(ImapRequest request, bool byUid, CancellationToken cancellationToken)
    {
        var set = request.Arguments.SequenceSet();
        request.Arguments.Expect(' ');
        var items = FetchItem.Parse(request.Arguments);
        request.Arguments.ExpectEnd();
        if (byUid && !items.Exists(item => item.Name == "UID"))
            items.Insert(0, new FetchItem("UID"));

        var uids = Uids(set, byUid);
        if (!_selected!.ReadOnly && items.Exists(item => item.IsSection && !item.Peek))
            await MarkSeenAsync(uids, items, cancellationToken);

        var missing = false;
        foreach (var uid in uids)
        {
            var index = _selected.View.IndexOf(uid);
            missing |= index < 0 || !await FetchOneAsync(index, items, cancellationToken);
        }

        await TellAsync(expunges: byUid, cancellationToken);
        if (missing)
            No(request.Tag, "[EXPUNGEISSUED] Some messages are gone");
        else
            Ok(request, "Fetched");
    }

    private async Task MarkSeenAsync(List<uint> uids, List<FetchItem> items, CancellationToken cancellationToken)
    {
        var unseen = uids.Where(uid => !_selected!.Messages[_selected.View.IndexOf(uid)].Flags.HasFlag(MessageFlags.Seen)).ToHashSet();
        if (unseen.Count == 0)
            return;

        var snapshot = await _selected!.Folder.StoreFlagsAsync(unseen, FlagChange.Add, MessageFlags.Seen, [], cancellationToken);
        _selected.Update(snapshot, expunges: false, silent: unseen).ForEach(connection.WriteLine);
        if (!items.Exists(item => item.Name == "FLAGS"))
            items.Add(new FetchItem("FLAGS"));
    }

    private async Task<bool> FetchOneAsync(int index, List<FetchItem> items, CancellationToken cancellationToken)
    {
        var message = _selected!.Messages[index];
        await using var content = items.Exists(item => item.NeedsContent) ? await _selected.Folder.OpenAsync(message.Uid, cancellationToken) : null;
        MimePart? structure = null;
        if (items.Exists(item => item.NeedsContent))
        {
            if (content is null)
                return false;
            if (items.Exists(item => item.NeedsStructure))
                structure = await StructureAsync(message.Uid, content, cancellationToken);
            else if (items.Exists(item => item.NeedsHeader))
                structure = await MimeReader.ReadHeaderAsync(content, cancellationToken);
        }

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
        if (_selected!.LastStructure is not { } last || last.Uid != uid)
            _selected.LastStructure = last = (uid, await MimeReader.ReadAsync(content, cancellationToken));
        return last.Structure;
    }

    private string Value(string name, StoredMessage message, MimePart? structure) => name switch
    {
        "UID" => $"UID {message.Uid}",
        "FLAGS" => $"FLAGS ({_selected!.FlagsOf(message)})",
        "RFC822.SIZE" => $"RFC822.SIZE {message.WireSize}",
        "INTERNALDATE" => $"INTERNALDATE \"{_selected!.Folder.InternalDate(message).UtcDateTime.ToString("dd-MMM-yyyy HH:mm:ss", CultureInfo.InvariantCulture)} +0000\"",
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
