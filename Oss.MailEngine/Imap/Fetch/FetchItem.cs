using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Mime;

namespace Oss.MailEngine.Imap.Fetch;

/// <summary>One thing FETCH asks for. A section has <see cref="Path"/> (part numbers), <see cref="Text"/> (HEADER, TEXT, MIME …) and perhaps a partial range.</summary>
internal sealed record FetchItem(
    string Name, bool Peek = false, IReadOnlyList<int>? Path = null, string Text = "", IReadOnlyList<string>? Fields = null, (uint Start, uint Length)? Partial = null, string? ReplyName = null)
{
    public bool IsSection => Path is not null;

    /// <summary>Whether the parts have to be known.</summary>
    public bool NeedsStructure => Name is "BODYSTRUCTURE" || (Name is "BODY" && !IsSection) || Path is { Count: > 0 };

    /// <summary>Whether the message's header has to be known.</summary>
    public bool NeedsHeader => Name is "ENVELOPE" || (IsSection && Text.Length > 0);

    public bool NeedsContent => IsSection || NeedsStructure || NeedsHeader;

    /// <summary>Reads the argument of FETCH: a macro, one item, or a list.</summary>
    public static List<FetchItem> Parse(ImapParser parser)
    {
        if (!parser.TryTake('('))
        {
            return One(parser) is var item && item.Name is "ALL" or "FAST" or "FULL"
                ? [new("FLAGS"), new("INTERNALDATE"), new("RFC822.SIZE"), .. item.Name == "FAST" ? [] : new FetchItem[] { new("ENVELOPE") }, .. item.Name == "FULL" ? new FetchItem[] { new("BODY") } : []]
                : [item];
        }

        var items = new List<FetchItem>();
        do
        {
            // A macro stands alone (RFC 3501 6.4.5).
            items.Add(One(parser) is { Name: not ("ALL" or "FAST" or "FULL") } item ? item : throw new ImapSyntaxException("ALL, FAST and FULL stand alone"));
        }
        while (parser.TryTake(' '));
        parser.Expect(')');
        return items;
    }

    private static FetchItem One(ImapParser parser)
    {
        var name = parser.Atom().ToUpperInvariant();
        // "BODY[" ends the atom before "[" only because "[" follows at once.
        var bracket = name.IndexOf('[', StringComparison.Ordinal);
        if (bracket >= 0)
            return Section(parser, name[..bracket], name[(bracket + 1)..]);

        return name switch
        {
            "FLAGS" or "UID" or "INTERNALDATE" or "RFC822.SIZE" or "ENVELOPE" or "BODYSTRUCTURE" or "BODY" or "ALL" or "FAST" or "FULL" => new FetchItem(name),
            "RFC822" => new FetchItem(name, false, [], "", ReplyName: name),
            "RFC822.HEADER" => new FetchItem(name, true, [], "HEADER", ReplyName: name),
            "RFC822.TEXT" => new FetchItem(name, false, [], "TEXT", ReplyName: name),
            _ => throw new ImapSyntaxException($"FETCH knows no {name}"),
        };
    }

    private static FetchItem Section(ImapParser parser, string name, string rest)
    {
        if (name is not ("BODY" or "BODY.PEEK"))
            throw new ImapSyntaxException($"FETCH knows no {name}[");

        var path = new List<int>();
        var words = rest.Split('.').ToList();
        while (words.Count > 0 && int.TryParse(words[0], out var number))
        {
            if (number < 1 || path.Count >= MimeLimits.Depth)
                throw new ImapSyntaxException("Part numbers begin at 1");
            path.Add(number);
            words.RemoveAt(0);
        }

        var text = string.Join('.', words);
        if (text is not ("" or "HEADER" or "TEXT" or "HEADER.FIELDS" or "HEADER.FIELDS.NOT") && !(text == "MIME" && path.Count > 0))
            throw new ImapSyntaxException($"There is no section {text}");

        List<string>? fields = null;
        if (text.StartsWith("HEADER.FIELDS", StringComparison.Ordinal))
        {
            parser.Expect(' ');
            fields = HeaderFields(parser);
        }

        parser.Expect(']');
        (uint, uint)? partial = null;
        if (parser.TryTake('<'))
        {
            var start = parser.Number();
            parser.Expect('.');
            partial = (start, parser.Number());
            parser.Expect('>');
        }

        var shown = $"BODY[{string.Concat(path.Select(p => $"{p}."))}{text}".TrimEnd('.') + (fields is null ? "" : $" ({string.Join(' ', fields.Select(f => f.All(char.IsAsciiLetterOrDigit) || f.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? f : ImapText.String(f)))})") + "]";
        return new FetchItem("BODY", name == "BODY.PEEK", path, text, fields, partial, shown + (partial is { } p ? $"<{p.Item1}>" : ""));
    }

    private static List<string> HeaderFields(ImapParser parser)
    {
        parser.Expect('(');
        var fields = new List<string>();
        do
        {
            fields.Add(parser.AString());
        }
        while (parser.TryTake(' ') && fields.Count < ImapLimits.HeaderFields);
        parser.Expect(')');
        return fields;
    }
}
