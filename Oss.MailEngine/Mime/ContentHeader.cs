using System.Globalization;
using System.Text;

namespace Oss.MailEngine.Mime;

/// <summary>A structured header: a value and parameters, as in Content-Type and Content-Disposition (RFC 2045 5.1, RFC 2183). Values that come in pieces (RFC 2231 3) are whole; their percent signs stay.</summary>
internal sealed record ContentHeader(string Value, IReadOnlyList<(string Name, string Value)> Parameters)
{
    public string? Parameter(string name) => Parameters.FirstOrDefault(p => p.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;

    /// <summary>Reads a header's value; anything odd in it is passed over.</summary>
    public static ContentHeader Parse(string text)
    {
        var at = 0;
        var value = Word(Segment(text, ref at).Trim());
        var parameters = new List<(string, string)>();
        while (at < text.Length && parameters.Count < MimeLimits.Parameters)
        {
            at++;
            var pair = Segment(text, ref at);
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                parameters.Add((pair[..equals].Trim(), Unquote(pair[(equals + 1)..].Trim())));
        }

        return new ContentHeader(value, Joined(parameters));
    }

    // Up to a semicolon, without comments, which may stand between the tokens (RFC 2045 5.1). A bracket without its other one is no comment.
    private static string Segment(string text, ref int at)
    {
        var kept = new StringBuilder();
        var quoted = false;
        for (; at < text.Length && (quoted || text[at] != ';'); at++)
        {
            if (!quoted && text[at] == '(' && EndOfComment(text, at) is > 0 and var end)
            {
                at = end;
                continue;
            }

            if (text[at] == '"')
                quoted = !quoted;
            else if (text[at] == '\\' && quoted && at + 1 < text.Length)
                kept.Append(text[at++]);
            kept.Append(text[at]);
        }

        return kept.ToString();
    }

    private static int EndOfComment(string text, int at)
    {
        var depth = 0;
        for (var i = at; i < text.Length && i - at < MimeLimits.Comment; i++)
        {
            if (text[i] == '\\')
                i++;
            else if (text[i] == '(')
                depth++;
            else if (text[i] == ')' && --depth == 0)
                return i;
        }

        return -1;
    }

    // The value is a word, or two with a slash between, around which some write spaces.
    private static string Word(string text)
    {
        text = Unquote(text);
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? First(text) : $"{First(text[..slash])}/{First(text[(slash + 1)..].TrimStart())}";
    }

    private static string First(string text) => text.IndexOfAny([' ', '\t', '\r', '\n']) is >= 0 and var space ? text[..space] : text;

    private static string Unquote(string text)
    {
        if (!text.StartsWith('"'))
            return text;
        var plain = new StringBuilder(text.Length);
        for (var i = 1; i < text.Length && text[i] != '"'; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length)
                i++;
            plain.Append(text[i]);
        }

        return plain.ToString();
    }

    // An IMAP server must put the pieces together (RFC 2231 6).
    private static List<(string Name, string Value)> Joined(List<(string Name, string Value)> parameters)
    {
        if (!parameters.Exists(parameter => parameter.Name.Contains('*', StringComparison.Ordinal)))
            return parameters;

        var joined = new List<(string, string)>();
        var pieces = new Dictionary<string, SortedDictionary<int, (string Value, bool IsExtended)>>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in parameters)
        {
            if (Piece(name) is not { } piece)
                joined.Add((name, value));
            else if (pieces.TryGetValue(piece.Name, out var known))
                known.TryAdd(piece.Number, (value, piece.IsExtended));
            else
            {
                pieces[piece.Name] = new() { [piece.Number] = (value, piece.IsExtended) };
                joined.Add((piece.Name, ""));
            }
        }

        return joined.ConvertAll(parameter => pieces.Remove(parameter.Item1, out var all) ? Whole(parameter.Item1, all) : parameter);
    }

    private static (string Name, int Number, bool IsExtended)? Piece(string name)
    {
        var isExtended = name.EndsWith('*');
        var text = isExtended ? name[..^1] : name;
        var star = text.LastIndexOf('*');
        return star > 0 && int.TryParse(text.AsSpan(star + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? (text[..star], number, isExtended) : null;
    }

    // Where one piece has percent signs that mean something, those of the others must have them too.
    private static (string Name, string Value) Whole(string name, SortedDictionary<int, (string Value, bool IsExtended)> pieces)
    {
        if (!pieces.Values.Any(piece => piece.IsExtended))
            return (name, string.Concat(pieces.Values.Select(piece => piece.Value)));
        var charset = pieces.Values.First().IsExtended ? "" : "''";
        return (name + "*", charset + string.Concat(pieces.Values.Select(piece => piece.IsExtended ? piece.Value : Escaped(piece.Value))));
    }

    private static string Escaped(string octets)
    {
        var text = new StringBuilder();
        foreach (var octet in octets)
        {
            if (char.IsAsciiLetterOrDigit(octet) || "!#$&+-.^_`{|}~".Contains(octet, StringComparison.Ordinal))
                text.Append(octet);
            else
                text.Append(CultureInfo.InvariantCulture, $"%{(int)octet:X2}");
        }

        return text.ToString();
    }
}
