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

/// <summary>A structured header: a value and parameters, as in Content-Type and Content-Disposition.</summary>
internal sealed record ContentHeader(string Value, IReadOnlyList<(string Name, string Value)> Parameters)
{
    public string? Parameter(string name) => Parameters.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Reads a header's value; anything odd in it is passed over.</summary>
    public static ContentHeader Parse(string text)
    {
        var at = 0;
        var value = WithoutComments(Token(text, ref at)).Trim();
        var parameters = new List<(string, string)>();
        while (at < text.Length && parameters.Count < MimeLimits.Parameters)
        {
            at++;
            var pair = Token(text, ref at);
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                parameters.Add((pair[..equals].Trim(), Unquote(WithoutComments(pair[(equals + 1)..]).Trim())));
        }

        return new ContentHeader(value, parameters);
    }

    private static string Token(string text, ref int at)
    {
        var start = at;
        var quoted = false;
        for (; at < text.Length && (quoted || text[at] != ';'); at++)
        {
            if (text[at] == '"')
                quoted = !quoted;
            else if (text[at] == '\\' && quoted)
                at++;
        }

        at = Math.Min(at, text.Length);
        return text[start..at];
    }

    // RFC 2045 5.1: comments may stand between the tokens.
    private static string WithoutComments(string text)
    {
        if (!text.Contains('(', StringComparison.Ordinal) || text.TrimStart().StartsWith('"'))
            return text;

        var kept = new System.Text.StringBuilder(text.Length);
        var depth = 0;
        foreach (var c in text)
        {
            if (c == '(')
                depth++;
            else if (c == ')' && depth > 0)
                depth--;
            else if (depth == 0)
                kept.Append(c);
        }

        return kept.ToString();
    }

    private static string Unquote(string text) =>
        text is ['"', .. var inner, '"'] ? inner.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal) : text;
}

/// <summary>What a hostile message may cost.</summary>
internal static class MimeLimits
{
    public const int Depth = 50;
    public const int Parts = 2000;
    public const int Headers = 2000;
    public const int Parameters = 50;

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
