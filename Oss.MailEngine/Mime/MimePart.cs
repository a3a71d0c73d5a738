namespace Oss.MailEngine.Mime;

/// <summary>A part of a message by its offsets in the file: sections are served from there byte for byte, never encoded again.</summary>
internal sealed class MimePart
{
    /// <summary>What is no known type of anything.</summary>
    public static ContentHeader Text { get; } = ContentHeader.Parse("text/plain");

    public required int Start { get; set; }

    public required int BodyStart { get; set; }

    public int End { get; set; }

    public int Lines { get; set; }

    public required IReadOnlyList<HeaderField> Headers { get; init; }

    public ContentHeader Type { get; set; } = Text;

    public List<MimePart> Parts { get; } = [];

    /// <summary>The message inside a <c>message/rfc822</c> part.</summary>
    public MimePart? Message { get; set; }

    /// <summary>Ends the part, and with it what would reach beyond.</summary>
    public void Cut(int end)
    {
        (Start, BodyStart, End) = (Math.Min(Start, end), Math.Min(BodyStart, end), end);
        if (Headers.Count > 0 && Headers[^1].End > end)
            ((List<HeaderField>)Headers)[^1] = Headers[^1] with { End = end };
    }

    public string? Header(string name) => Headers.FirstOrDefault(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Value;
}

/// <summary>A header field: its name, its unfolded value, an octet in each char, and where all its lines lie.</summary>
internal sealed record HeaderField(string Name, string Value, int Start, int End);

/// <summary>What a hostile message may cost.</summary>
internal static class MimeLimits
{
    public const int Depth = 50;
    public const int Parts = 2000;
    public const int Headers = 2000;
    public const int Parameters = 50;

    /// <summary>Characters of a comment in a structured header; a longer one is none.</summary>
    public const int Comment = 1000;

    /// <summary>Octets of a boundary; RFC 2046 5.1.1 allows 70.</summary>
    public const int Boundary = 1000;

    /// <summary>Octets of a line's beginning that are looked at for a delimiter.</summary>
    public const int Line = 4096;

    /// <summary>Fields of all parts together.</summary>
    public const int AllHeaders = 20_000;

    /// <summary>Octets of all fields' values together that are looked at.</summary>
    public const int AllValues = 1024 * 1024;

    /// <summary>Octets of a field's name.</summary>
    public const int FieldName = 1000;

    /// <summary>Octets of a field's value that are looked at; sections serve it whole.</summary>
    public const int FieldValue = 64 * 1024;
}
