using System.Globalization;
using System.Text;
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
        ReadOnlyMemory<byte> content = default;
        MimePart? structure = null;
        if (items.Exists(item => item.IsSection || item.Name is "ENVELOPE" or "BODY" or "BODYSTRUCTURE"))
        {
            if (await ReadAsync(message.Uid, cancellationToken) is not { } octets)
                return false;
            content = octets;
            if (items.Exists(item => item is not { IsSection: true, Path.Count: 0, Text: "" }))
                structure = MimeParser.Parse(content);
        }

        Write($"* {index + 1} FETCH (");
        for (var i = 0; i < items.Count; i++)
        {
            if (i > 0)
                Write(" ");
            if (items[i].IsSection)
                await WriteSectionAsync(items[i], content, structure, cancellationToken);
            else
                Write(Value(items[i].Name, message, structure));
        }

        connection.WriteLine(")");
        await connection.FlushAsync(cancellationToken);
        return true;
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

    private async Task WriteSectionAsync(FetchItem item, ReadOnlyMemory<byte> content, MimePart? structure, CancellationToken cancellationToken)
    {
        var octets = structure is null ? content : MessageSections.Of(content, structure, item);
        if (octets is not { } section)
        {
            Write($"{item.ReplyName} NIL");
            return;
        }

        if (item.Partial is { } partial)
        {
            var start = (int)Math.Min(partial.Start, section.Length);
            section = section.Slice(start, (int)Math.Min(partial.Length, section.Length - start));
        }

        Write($"{item.ReplyName} {{{section.Length}}}\r\n");
        // A slow client holds the writing back, not the memory.
        const int Chunk = 64 * 1024;
        for (var at = 0; at < section.Length; at += Chunk)
            await connection.Output.WriteAsync(section.Slice(at, Math.Min(Chunk, section.Length - at)), cancellationToken);
    }

    private async Task<ReadOnlyMemory<byte>?> ReadAsync(uint uid, CancellationToken cancellationToken)
    {
        await using var content = await _selected!.Folder.OpenAsync(uid, cancellationToken);
        if (content is null)
            return null;

        var octets = new byte[content.Length];
        await content.ReadExactlyAsync(octets, cancellationToken);
        return octets;
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, connection.Output);
}
