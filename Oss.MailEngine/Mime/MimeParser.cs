using System.Text;

namespace Oss.MailEngine.Mime;

/// <summary>
/// Finds the parts of a message in one pass over its octets, however broken it is: a part without its end reaches to the end of what holds it, and past the limits
/// a multipart is taken as text.
/// </summary>
internal sealed class MimeParser(ReadOnlyMemory<byte> content)
{
    private int _parts;

    /// <summary>The message's header; its parts are not looked for.</summary>
    public static MimePart ParseHeader(ReadOnlyMemory<byte> content)
    {
        var headers = new MimeParser(content).Headers(0, content.Length, out var bodyStart);
        return new MimePart { Start = 0, BodyStart = bodyStart, End = content.Length, Headers = headers, Type = ContentHeader.Parse("text/plain") };
    }

    public static MimePart Parse(ReadOnlyMemory<byte> content) => new MimeParser(content).Part(0, content.Length, 0, "text/plain");

    private MimePart Part(int start, int end, int depth, string defaultType)
    {
        var headers = Headers(start, end, out var bodyStart);
        var type = ContentHeader.Parse(headers.FirstOrDefault(h => h.Name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase))?.Value ?? defaultType);
        if (type.Value.IndexOf('/', StringComparison.Ordinal) <= 0)
            type = ContentHeader.Parse("text/plain");

        var part = new MimePart { Start = start, BodyStart = bodyStart, End = end, Headers = headers, Type = type };
        part.Lines = content.Span[bodyStart..end].Count((byte)'\n');
        if (depth >= MimeLimits.Depth || ++_parts > MimeLimits.Parts)
            return part;

        if (type.Value.StartsWith("multipart/", StringComparison.OrdinalIgnoreCase) && type.Parameter("boundary") is { Length: > 0 } boundary)
            Multipart(part, boundary, depth, type.Value.Equals("multipart/digest", StringComparison.OrdinalIgnoreCase) ? "message/rfc822" : "text/plain");
        else if (type.Value.Equals("message/rfc822", StringComparison.OrdinalIgnoreCase))
            part.Message = Part(bodyStart, end, depth + 1, "text/plain");
        return part;
    }

    private void Multipart(MimePart part, string boundary, int depth, string defaultType)
    {
        var span = content.Span;
        var delimiter = Encoding.Latin1.GetBytes("--" + boundary);
        var start = -1;
        for (var line = part.BodyStart; line < part.End;)
        {
            var next = NextLine(line, part.End);
            if (span[line..next].StartsWith(delimiter))
            {
                var rest = span[(line + delimiter.Length)..next];
                var isLast = rest.StartsWith("--"u8);
                if (isLast || rest.Trim(" \t\r\n"u8).IsEmpty)
                {
                    if (start >= 0 && _parts <= MimeLimits.Parts)
                        part.Parts.Add(Part(start, Math.Max(start, BeforeLineEnd(line, start)), depth + 1, defaultType));
                    start = next;
                    if (isLast)
                        return;
                }
            }

            line = next;
        }

        if (start >= 0 && start < part.End && _parts <= MimeLimits.Parts)
            part.Parts.Add(Part(start, part.End, depth + 1, defaultType));
    }

    // The line ending before a delimiter belongs to the delimiter (RFC 2046 5.1.1).
    private int BeforeLineEnd(int line, int start)
    {
        var end = line > start && content.Span[line - 1] == '\n' ? line - 1 : line;
        return end > start && content.Span[end - 1] == '\r' ? end - 1 : end;
    }

    private List<HeaderField> Headers(int start, int end, out int bodyStart)
    {
        var span = content.Span;
        var headers = new List<HeaderField>();
        var line = start;
        while (line < end && headers.Count < MimeLimits.Headers)
        {
            var next = NextLine(line, end);
            if (span[line..next].Trim("\r\n"u8).IsEmpty)
            {
                bodyStart = next;
                return headers;
            }

            while (next < end && span[next] is (byte)' ' or (byte)'\t')
                next = NextLine(next, end);
            var octets = span[line..next];
            var colon = octets.IndexOf((byte)':');
            if (colon is > 0 and <= MimeLimits.FieldName)
            {
                var value = octets[(colon + 1)..];
                headers.Add(new HeaderField(Text(octets[..colon]).TrimEnd(), Unfold(Text(value[..Math.Min(value.Length, MimeLimits.FieldValue)])), line, next));
            }

            line = next;
        }

        bodyStart = line;
        return headers;
    }

    private int NextLine(int from, int end)
    {
        var newline = content.Span[from..end].IndexOf((byte)'\n');
        return newline < 0 ? end : from + newline + 1;
    }

    private static string Unfold(string value) =>
        value.Replace("\r\n", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal).Trim(' ', '\t', '\r');

    // One char an octet: what it means is for those who look at it, and an envelope carries it on as it is.
    private static string Text(ReadOnlySpan<byte> octets) => Encoding.Latin1.GetString(octets);
}
