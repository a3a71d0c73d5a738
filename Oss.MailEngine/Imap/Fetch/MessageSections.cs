using Oss.MailEngine.Mime;

namespace Oss.MailEngine.Imap.Fetch;

/// <summary>Octets of a message's file.</summary>
internal readonly record struct OctetRange(long Start, long Length);

/// <summary>Finds what a section names, as ranges of the message's octets (RFC 3501 6.4.5).</summary>
internal static class MessageSections
{
    /// <summary>The ranges of a section, one after the other; <see langword="null"/> when there is no such part.</summary>
    public static IReadOnlyList<OctetRange>? Of(FetchItem item, MimePart? message, long messageLength)
    {
        if (message is null)
            return [new OctetRange(0, messageLength)];
        if (Find(message, item.Path) is not { } part)
            return null;

        // HEADER and TEXT of a part mean the message inside it; of the whole, the message itself.
        var isWhole = item.Path.Count == 0;
        var inner = isWhole ? part : part.Message;
        var end = isWhole ? messageLength : inner?.End ?? 0;
        return item.Text switch
        {
            "" => [isWhole ? new OctetRange(0, messageLength) : Range(part.BodyStart, part.End)],
            "MIME" => [Range(part.Start, part.BodyStart)],
            "TEXT" => inner is null ? null : [Range(inner.BodyStart, end)],
            "HEADER" => inner is null ? null : [Range(inner.Start, inner.BodyStart)],
            _ => inner is null ? null : [.. Fields(inner, item)],
        };
    }

    private static IEnumerable<OctetRange> Fields(MimePart message, FetchItem item)
    {
        var named = item.Fields!.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var wanted = item.Text == "HEADER.FIELDS";
        return message.Headers.Where(header => named.Contains(header.Name) == wanted).Select(header => Range(header.Start, header.End));
    }

    private static OctetRange Range(long start, long end) => new(start, end - start);

    /// <summary>The part of a path of numbers.</summary>
    public static MimePart? Find(MimePart message, IReadOnlyList<int> path)
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
