using System.Globalization;
using MimeKit.Utils;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Search;

/// <summary>What a key has to read of a message before it can tell.</summary>
internal enum SearchCost
{
    Nothing,
    FileTimes,
    Header,
    Text,
}

/// <summary>A search key (RFC 3501 6.4.4 and what extensions add) as a predicate; of keys that must all hold the cheap ones are asked first.</summary>
/// <param name="Cost">What it has to read.</param>
/// <param name="Matches">Whether a message fits.</param>
internal sealed record SearchKey(SearchCost Cost, Predicate<SearchCandidate> Matches)
{
    /// <summary>Whether it speaks of message numbers, which a client may have given up (RFC 9586).</summary>
    public bool UsesNumbers { get; init; }

    /// <summary>Whether it asks for modification sequences, which the answer then tells (RFC 7162 3.1.5).</summary>
    public bool UsesModSeq { get; init; }

    /// <summary>Whether it asks for <c>$</c>.</summary>
    public bool UsesSaved { get; init; }

    /// <summary>Which messages it can find at all, by numbers and UIDs alone: no others are looked at.</summary>
    public Predicate<SearchCandidate>? Within { get; init; }

    /// <summary>Reads all keys to the end of the command; all must hold.</summary>
    public static SearchKey ParseAll(ImapParser parser)
    {
        var keys = new List<SearchKey>();
        do
        {
            keys.Add(One(parser, 0));
        }
        while (parser.TryTake(' '));
        return All(keys);
    }

    private static SearchKey All(List<SearchKey> keys)
    {
        if (keys.Count == 1)
            return keys[0];
        var ordered = keys.OrderBy(key => key.Cost).Select(key => key.Matches).ToArray();
        var within = keys.Select(key => key.Within).OfType<Predicate<SearchCandidate>>().ToArray();
        return Joined(keys, candidate => Array.TrueForAll(ordered, matches => matches(candidate))) with { Within = within.Length == 0 ? null : candidate => Array.TrueForAll(within, matches => matches(candidate)) };
    }

    private static SearchKey Joined(List<SearchKey> keys, Predicate<SearchCandidate> matches) =>
        new(keys.Max(key => key.Cost), matches) { UsesNumbers = keys.Exists(key => key.UsesNumbers), UsesModSeq = keys.Exists(key => key.UsesModSeq), UsesSaved = keys.Exists(key => key.UsesSaved) };

    private static SearchKey One(ImapParser parser, int depth)
    {
        if (depth > ImapLimits.Depth)
            throw new ImapSyntaxException("The search is nested too deep");

        if (parser.Peek == '(')
        {
            var keys = new List<SearchKey>();
            parser.Parenthesised(() => keys.Add(One(parser, depth + 1)));
            return keys.Count > 0 ? All(keys) : throw new ImapSyntaxException("A search key is missing");
        }

        if (parser.TryTake('$'))
            return OfSet(c => c.Scope.Saved.Contains(c.Message.Uid)) with { UsesSaved = true };
        if (parser.Peek is >= (byte)'0' and <= (byte)'9' or (byte)'*')
        {
            var set = parser.SequenceSet();
            return OfSet(c => set.Contains(c.Number, c.Scope.LargestNumber)) with { UsesNumbers = true };
        }

        var name = parser.Atom().ToUpperInvariant();
        return Flags(name) ?? Combined(parser, name, depth) ?? WithArgument(parser, name);
    }

    private static SearchKey OfSet(Predicate<SearchCandidate> matches) => new(SearchCost.Nothing, matches) { Within = matches };

    private static SearchKey Free(Predicate<SearchCandidate> matches) => new(SearchCost.Nothing, matches);

    private static SearchKey? Flags(string name) => name switch
    {
        "ALL" => Free(_ => true),
        "ANSWERED" => Flag(MessageFlags.Answered, true),
        "DELETED" => Flag(MessageFlags.Deleted, true),
        "DRAFT" => Flag(MessageFlags.Draft, true),
        "FLAGGED" => Flag(MessageFlags.Flagged, true),
        "SEEN" => Flag(MessageFlags.Seen, true),
        "UNANSWERED" => Flag(MessageFlags.Answered, false),
        "UNDELETED" => Flag(MessageFlags.Deleted, false),
        "UNDRAFT" => Flag(MessageFlags.Draft, false),
        "UNFLAGGED" => Flag(MessageFlags.Flagged, false),
        "UNSEEN" => Flag(MessageFlags.Seen, false),
        "RECENT" => Free(c => c.Recent),
        "OLD" => Free(c => !c.Recent),
        "NEW" => Free(c => c.Recent && !c.Message.Flags.HasFlag(MessageFlags.Seen)),
        "SAVEDATESUPPORTED" => Free(_ => true),
        _ => null,
    };

    private static SearchKey? Combined(ImapParser parser, string name, int depth)
    {
        switch (name)
        {
            case "NOT":
                parser.Expect(' ');
                var negated = One(parser, depth + 1);
                return negated with { Matches = c => !negated.Matches(c), Within = null };
            case "OR":
                parser.Expect(' ');
                var left = One(parser, depth + 1);
                parser.Expect(' ');
                var right = One(parser, depth + 1);
                var (first, second) = left.Cost <= right.Cost ? (left, right) : (right, left);
                return Joined([left, right], c => first.Matches(c) || second.Matches(c));
            case "FUZZY":
                // RFC 6203: how fuzzy is the server's affair. Text is found whatever its case and accents, and that is all.
                parser.Expect(' ');
                return One(parser, depth + 1);
            default:
                return null;
        }
    }

    private static SearchKey WithArgument(ImapParser parser, string name)
    {
        parser.Expect(' ');
        switch (name)
        {
            case "UID":
                var set = parser.SequenceSet();
                return OfSet(c => set.IsSaved ? c.Scope.Saved.Contains(c.Message.Uid) : set.Contains(c.Message.Uid, c.Scope.LargestUid)) with { UsesSaved = set.IsSaved };
            case "EMAILID":
                var id = parser.AString();
                return Free(c => ObjectId.Of(c.Message) == id);
            case "THREADID":
                _ = parser.AString();
                return Free(_ => false);
            case "MODSEQ":
                return ModSeqKey(parser);
            case "LARGER":
                var least = parser.LongNumber();
                return Free(c => c.Message.WireSize > least);
            case "SMALLER":
                var most = parser.LongNumber();
                return Free(c => c.Message.WireSize < most);
            case "KEYWORD" or "UNKEYWORD":
                var keyword = parser.Atom();
                return Free(c => c.Message.Keywords.Contains(keyword, StringComparer.OrdinalIgnoreCase) == (name == "KEYWORD"));
            case "OLDER" or "YOUNGER":
                var seconds = parser.Number() is > 0 and var interval ? interval : throw new ImapSyntaxException("An age is at least one second");
                return new SearchKey(SearchCost.FileTimes, c => (c.Scope.Now - c.InternalDate).TotalSeconds >= seconds == (name == "OLDER"));
            case "BEFORE" or "ON" or "SINCE" or "SENTBEFORE" or "SENTON" or "SENTSINCE" or "SAVEDBEFORE" or "SAVEDON" or "SAVEDSINCE":
                return DateKey(name, Date(parser.AString()));
            case "FROM" or "TO" or "CC" or "BCC" or "SUBJECT":
                return HeaderKey(name, parser.AString());
            case "HEADER":
                var header = parser.AString();
                parser.Expect(' ');
                return HeaderKey(header, parser.AString());
            case "BODY":
                var inBody = new SearchText(parser.AString());
                return new SearchKey(SearchCost.Text, c => c.Contains(inBody, bodyOnly: true));
            case "TEXT":
                var anywhere = new SearchText(parser.AString());
                return new SearchKey(SearchCost.Text, c => c.Contains(anywhere, bodyOnly: false));
            default:
                throw new ImapSyntaxException($"SEARCH knows no {name}");
        }
    }

    // MODSEQ ["/flags/\\Seen" all] 123: which flag changed is not remembered, so any change counts (RFC 7162 3.1.5).
    private static SearchKey ModSeqKey(ImapParser parser)
    {
        if (parser.Peek == '"')
        {
            _ = parser.AString();
            parser.Expect(' ');
            if (parser.Atom().ToUpperInvariant() is not ("ALL" or "PRIV" or "SHARED"))
                throw new ImapSyntaxException("A flag is all, priv or shared");
            parser.Expect(' ');
        }

        var least = (ulong)parser.LongNumber();
        return Free(c => c.Message.ModSeq >= least) with { UsesModSeq = true };
    }

    private static SearchKey Flag(MessageFlags flag, bool set) => Free(c => c.Message.Flags.HasFlag(flag) == set);

    private static SearchKey DateKey(string name, DateTime date)
    {
        Func<DateTime, bool> compare = name.EndsWith("BEFORE", StringComparison.Ordinal) ? day => day < date : name.EndsWith("SINCE", StringComparison.Ordinal) ? day => day >= date : day => day == date;
        if (name.StartsWith("SENT", StringComparison.Ordinal))
            return new SearchKey(SearchCost.Header, c => SentOn(c) is { } day && compare(day));
        if (name.StartsWith("SAVED", StringComparison.Ordinal))
            return Free(c => c.Saved is { } saved && compare(saved.UtcDateTime.Date));
        return new SearchKey(SearchCost.FileTimes, c => compare(c.InternalDate.UtcDateTime.Date));
    }

    // The day as it is written, in the sender's own time zone (RFC 3501 6.4.4: disregarding time and timezone).
    private static DateTime? SentOn(SearchCandidate candidate) =>
        candidate.Header?.Header("Date") is { } text && DateUtils.TryParse(text, out var date) ? date.Date : null;

    private static SearchKey HeaderKey(string name, string value)
    {
        var text = new SearchText(value);
        return new SearchKey(SearchCost.Header, c => c.Header?.Headers.Any(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase) && text.IsIn(MessageText.Decoded(h.Value))) ?? false);
    }

    private static DateTime Date(string text) =>
        DateTime.TryParseExact(text.Trim(), ["d-MMM-yyyy", "dd-MMM-yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new ImapSyntaxException("A date reads like 24-Nov-2026");
}
