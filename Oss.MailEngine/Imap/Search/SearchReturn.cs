using System.Globalization;
using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.Search;

/// <summary>What a search gives back (RFC 4731, 5182, 5267, 9394).</summary>
internal sealed record SearchReturn
{
    public bool Min { get; private init; }

    public bool Max { get; private init; }

    public bool All { get; private init; }

    public bool Count { get; private init; }

    /// <summary>Whether what is found becomes <c>$</c>.</summary>
    public bool Save { get; private init; }

    /// <summary>Whether the result is to be kept up to date.</summary>
    public bool Update { get; private init; }

    /// <summary>A window of the result, counted from 1, or from the end by negative numbers.</summary>
    public PartialRange? Partial { get; private init; }

    public bool IsEmpty => !(Min || Max || All || Count || Partial is not null);

    /// <summary>All there is, in the extended form.</summary>
    public static SearchReturn Everything { get; } = new() { All = true };

    /// <summary>Reads <c>RETURN (…)</c> when it comes next; <see langword="null"/> when it does not.</summary>
    public static SearchReturn? TryParse(ImapParser parser)
    {
        if (!parser.TryTakeWord("RETURN"))
            return null;

        var options = new SearchReturn();
        parser.Parenthesised(() => options = One(parser, options, parser.Atom().ToUpperInvariant()));
        parser.Expect(' ');
        if (options is { Partial: not null, All: true })
            throw new ImapSyntaxException("PARTIAL and ALL exclude each other");
        // RETURN () means all (RFC 4731 3.1); SAVE alone means that nothing is told (RFC 5182 2.1).
        return options is { IsEmpty: true, Save: false, Update: false } ? options with { All = true } : options;
    }

    private static SearchReturn One(ImapParser parser, SearchReturn options, string name)
    {
        switch (name)
        {
            case "MIN":
                return options with { Min = true };
            case "MAX":
                return options with { Max = true };
            case "ALL":
                return options with { All = true };
            case "COUNT":
                return options with { Count = true };
            case "SAVE":
                return options with { Save = true };
            case "UPDATE":
                return options with { Update = true };
            case "CONTEXT":
                // A hint that more of the kind follows (RFC 5267 4.2).
                return options;
            case "PARTIAL" when options.Partial is null:
                parser.Expect(' ');
                return options with { Partial = PartialRange.Parse(parser) };
            default:
                throw new ImapSyntaxException($"A search does not return {name}");
        }
    }
}

/// <summary>A window of a result (RFC 9394): <c>1:500</c>, or <c>-1:-500</c> from the end.</summary>
internal readonly record struct PartialRange(uint First, uint Last, bool FromEnd)
{
    public static PartialRange Parse(ImapParser parser)
    {
        var fromEnd = parser.TryTake('-');
        var first = parser.Number();
        parser.Expect(':');
        if (fromEnd != parser.TryTake('-'))
            throw new ImapSyntaxException("A window counts from the start or from the end");
        var last = parser.Number();
        return first > 0 && last > 0 ? new PartialRange(Math.Min(first, last), Math.Max(first, last), fromEnd) : throw new ImapSyntaxException("A window begins at 1");
    }

    /// <summary>What lies in the window, in the order of the result.</summary>
    public IReadOnlyList<T> Of<T>(IReadOnlyList<T> result)
    {
        var (from, to) = FromEnd ? (result.Count - (long)Last, result.Count - (long)First) : ((long)First - 1, (long)Last - 1);
        return [.. result.Skip((int)Math.Clamp(from, 0, result.Count)).Take((int)Math.Max(0, Math.Min(to, result.Count - 1) - Math.Max(from, 0) + 1))];
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(FromEnd ? "-" : "")}{First}:{(FromEnd ? "-" : "")}{Last}");
}
