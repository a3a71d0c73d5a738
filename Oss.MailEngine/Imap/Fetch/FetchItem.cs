using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Mime;

namespace Oss.MailEngine.Imap.Fetch;

/// <summary>What FETCH can ask for.</summary>
internal enum FetchKind
{
    Uid,
    Flags,
    InternalDate,
    Size,
    Envelope,
    Body,
    BodyStructure,

    /// <summary>BODY[…] and the RFC822 forms: octets as they are.</summary>
    Section,

    /// <summary>BINARY[…] (RFC 3516): a part with its transfer encoding taken off.</summary>
    Binary,

    /// <summary>BINARY.SIZE[…]: how many octets that would be.</summary>
    BinarySize,

    /// <summary>PREVIEW (RFC 8970).</summary>
    Preview,

    /// <summary>SAVEDATE (RFC 8514).</summary>
    SaveDate,

    /// <summary>MODSEQ (RFC 7162).</summary>
    ModSeq,

    /// <summary>EMAILID (RFC 8474).</summary>
    EmailId,

    /// <summary>THREADID (RFC 8474), of which there is none.</summary>
    ThreadId,
}

/// <summary>One thing FETCH asks for. A section has <see cref="Path"/> (part numbers), <see cref="Text"/> (HEADER, TEXT, MIME …) and perhaps a partial range.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">As the answer names it.</param>
internal sealed record FetchItem(FetchKind Kind, string Name)
{
    public IReadOnlyList<int> Path { get; init; } = [];

    public string Text { get; init; } = "";

    /// <summary>The fields of HEADER.FIELDS.</summary>
    public IReadOnlyList<string>? Fields { get; init; }

    public (uint Start, uint Length)? Partial { get; init; }

    /// <summary>Whether it sets \Seen.</summary>
    public bool MarksSeen { get; init; }

    /// <summary>Whether the parts have to be known.</summary>
    public bool NeedsStructure => Kind is FetchKind.BodyStructure or FetchKind.Body or FetchKind.Preview || Path.Count > 0;

    /// <summary>Whether the message's header has to be known.</summary>
    public bool NeedsHeader => Kind is FetchKind.Envelope || (Kind == FetchKind.Section && Text.Length > 0);

    /// <summary>Whether the header is enough, and the file need not be opened when the header is known.</summary>
    public bool NeedsHeaderOnly => Kind is FetchKind.Envelope || (Kind == FetchKind.Section && Path.Count == 0 && Text.StartsWith("HEADER", StringComparison.Ordinal));

    public bool NeedsContent => Kind is FetchKind.Section or FetchKind.Binary or FetchKind.BinarySize || NeedsStructure || NeedsHeader;

    /// <summary>Reads the argument of FETCH: a macro, one item, or a list.</summary>
    public static List<FetchItem> Parse(ImapParser parser)
    {
        if (!parser.TryTake('('))
        {
            var name = NameOf(parser);
            return name switch
            {
                "FAST" => [Simple("FLAGS"), Simple("INTERNALDATE"), Simple("RFC822.SIZE")],
                "ALL" => [Simple("FLAGS"), Simple("INTERNALDATE"), Simple("RFC822.SIZE"), Simple("ENVELOPE")],
                "FULL" => [Simple("FLAGS"), Simple("INTERNALDATE"), Simple("RFC822.SIZE"), Simple("ENVELOPE"), Simple("BODY")],
                _ => [One(parser, name)],
            };
        }

        var items = new List<FetchItem>();
        do
        {
            // A macro stands alone (RFC 3501 6.4.5).
            var item = One(parser, NameOf(parser));
            if (!items.Exists(other => other.Name == item.Name))
                items.Add(item);
            if (items.Count > ImapLimits.FetchItems)
                throw new ImapSyntaxException("FETCH asks for too much");
        }
        while (parser.TryTake(' '));
        parser.Expect(')');
        return items;
    }

    /// <summary>Reads one item.</summary>
    public static FetchItem ParseOne(ImapParser parser) => One(parser, NameOf(parser));

    public static FetchItem Simple(string name) => name switch
    {
        "UID" => new FetchItem(FetchKind.Uid, name),
        "FLAGS" => new FetchItem(FetchKind.Flags, name),
        "INTERNALDATE" => new FetchItem(FetchKind.InternalDate, name),
        "RFC822.SIZE" => new FetchItem(FetchKind.Size, name),
        "ENVELOPE" => new FetchItem(FetchKind.Envelope, name),
        "BODY" => new FetchItem(FetchKind.Body, name),
        "BODYSTRUCTURE" => new FetchItem(FetchKind.BodyStructure, name),
        "SAVEDATE" => new FetchItem(FetchKind.SaveDate, name),
        "EMAILID" => new FetchItem(FetchKind.EmailId, name),
        "THREADID" => new FetchItem(FetchKind.ThreadId, name),
        "MODSEQ" => new FetchItem(FetchKind.ModSeq, name),
        "PREVIEW" => new FetchItem(FetchKind.Preview, name),
        "RFC822" => new FetchItem(FetchKind.Section, name) { MarksSeen = true },
        "RFC822.HEADER" => new FetchItem(FetchKind.Section, name) { Text = "HEADER" },
        "RFC822.TEXT" => new FetchItem(FetchKind.Section, name) { Text = "TEXT", MarksSeen = true },
        _ => throw new ImapSyntaxException($"FETCH knows no {name}"),
    };

    private static string NameOf(ImapParser parser) => parser.Atom("[").ToUpperInvariant();

    private static FetchItem One(ImapParser parser, string name)
    {
        var bracket = name.IndexOf('[', StringComparison.Ordinal);
        if (bracket >= 0)
            return Section(parser, name[..bracket], name[(bracket + 1)..]);

        // PREVIEW (LAZY) may be answered with less; it is not.
        if (name == "PREVIEW")
            parser.TryTake(" (LAZY)");
        return Simple(name);
    }

    private static FetchItem Section(ImapParser parser, string name, string rest)
    {
        var kind = name switch
        {
            "BODY" or "BODY.PEEK" => FetchKind.Section,
            "BINARY" or "BINARY.PEEK" => FetchKind.Binary,
            "BINARY.SIZE" => FetchKind.BinarySize,
            _ => throw new ImapSyntaxException($"FETCH knows no {name}["),
        };
        var (path, text) = Specifier(rest);
        if (kind != FetchKind.Section && text.Length > 0)
            throw new ImapSyntaxException("BINARY takes a part's number");

        List<string>? fields = null;
        if (text.StartsWith("HEADER.FIELDS", StringComparison.Ordinal))
        {
            parser.Expect(' ');
            fields = HeaderFields(parser);
        }

        parser.Expect(']');
        var partial = kind == FetchKind.BinarySize ? null : Range(parser);
        var shown = string.Join('.', path.Select(p => $"{p}").Append(text).Where(word => word.Length > 0)) + (fields is null ? "" : $" ({string.Join(' ', fields.Select(Field))})");
        return new FetchItem(kind, $"{name.Replace(".PEEK", "", StringComparison.Ordinal)}[{shown}]" + (partial is { } p ? $"<{p.Start}>" : ""))
        {
            Path = path, Text = text, Fields = fields, Partial = partial, MarksSeen = name is "BODY" or "BINARY",
        };
    }

    /// <summary>Reads what stands in the brackets, but for the fields: <c>1.2.HEADER</c>.</summary>
    public static (List<int> Path, string Text) Specifier(string section)
    {
        var path = new List<int>();
        var words = section.Split('.').ToList();
        while (words.Count > 0 && int.TryParse(words[0], System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var number))
        {
            if (number < 1 || path.Count >= MimeLimits.Depth)
                throw new ImapSyntaxException("Part numbers begin at 1");
            path.Add(number);
            words.RemoveAt(0);
        }

        var text = string.Join('.', words);
        return (text is "" or "HEADER" or "TEXT" or "HEADER.FIELDS" or "HEADER.FIELDS.NOT" || (text == "MIME" && path.Count > 0))
            ? (path, text)
            : throw new ImapSyntaxException("There is no such section");
    }

    private static (uint Start, uint Length)? Range(ImapParser parser)
    {
        if (!parser.TryTake('<'))
            return null;
        var start = parser.Number();
        parser.Expect('.');
        var length = parser.Number();
        parser.Expect('>');
        return length > 0 ? (start, length) : throw new ImapSyntaxException("A range has at least one octet");
    }

    private static string Field(string field) => field.Length > 0 && field.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_') ? field : ImapText.Octets(field);

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
