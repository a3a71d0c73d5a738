using Oss.MailEngine.Mime;

namespace Oss.MailEngine.Imap.Fetch;

/// <summary>Finds what a section names, as ranges of the message's octets (RFC 3501 6.4.5).</summary>
internal static class MessageSections
{
    /// <summary>The octets of a section; <see langword="null"/> when there is no such part.</summary>
    public static ReadOnlyMemory<byte>? Of(ReadOnlyMemory<byte> content, MimePart message, FetchItem item)
    {
        if (Find(message, item.Path!) is not { } part)
            return null;

        // HEADER and TEXT of a part mean the message inside it; of the whole, the message itself.
        var inner = item.Path!.Count == 0 ? part : part.Message;
        return item.Text switch
        {
            "" when item.Path.Count == 0 => content,
            "" => content[part.BodyStart..part.End],
            "MIME" => content[part.Start..part.BodyStart],
            "TEXT" => inner is null ? null : content[inner.BodyStart..inner.End],
            "HEADER" => inner is null ? null : content[inner.Start..inner.BodyStart],
            _ => inner is null ? null : Fields(content, inner, item),
        };
    }

    private static ReadOnlyMemory<byte> Fields(ReadOnlyMemory<byte> content, MimePart message, FetchItem item)
    {
        var wanted = item.Text == "HEADER.FIELDS";
        using var octets = new MemoryStream();
        foreach (var header in message.Headers.Where(h => item.Fields!.Contains(h.Name, StringComparer.OrdinalIgnoreCase) == wanted))
            octets.Write(content.Span[header.Start..header.End]);
        octets.Write("\r\n"u8);
        return octets.ToArray();
    }

    private static MimePart? Find(MimePart message, IReadOnlyList<int> path)
    {
        var part = message;
        for (var i = 0; i < path.Count; i++)
        {
            // Below a message/rfc822 part, numbers count the parts of the message in it; a message that is no multipart is its own part 1.
            var holder = i > 0 && part.Message is { } inner ? inner : part;
            if (holder.Parts.Count > 0)
            {
                if (path[i] > holder.Parts.Count)
                    return null;
                part = holder.Parts[path[i] - 1];
            }
            else if (path[i] == 1 && (i == 0 || part.Message is not null))
                part = holder;
            else
                return null;
        }

        return part;
    }
}
