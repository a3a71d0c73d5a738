using System.Globalization;
using System.Text;
using MimeKit;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Search;

/// <summary>What a search key looks at; the content is read only when a key needs it.</summary>
internal sealed class SearchCandidate(StoredMessage message, uint number, uint largestNumber, uint largestUid, bool recent, Func<DateTimeOffset> internalDate, Lazy<MimeMessage?> content)
{
    public StoredMessage Message => message;

    public uint Number => number;

    public uint LargestNumber => largestNumber;

    public uint LargestUid => largestUid;

    public bool Recent => recent;

    public DateTime InternalDate => internalDate().UtcDateTime.Date;

    public MimeMessage? Content => content.Value;
}

/// <summary>Search keys (RFC 3501 6.4.4) as predicates.</summary>
internal static class SearchKey
{
    /// <summary>Reads all keys to the end of the command; all must hold.</summary>
    public static Predicate<SearchCandidate> ParseAll(ImapParser parser)
    {
        var keys = new List<Predicate<SearchCandidate>>();
        do
        {
            keys.Add(One(parser, 0));
        }
        while (parser.TryTake(' '));
        return candidate => keys.TrueForAll(key => key(candidate));
    }

    private static Predicate<SearchCandidate> One(ImapParser parser, int depth)
    {
        if (depth > ImapLimits.Depth)
            throw new ImapSyntaxException("The search is nested too deep");

        if (parser.TryTake('('))
        {
            var keys = new List<Predicate<SearchCandidate>>();
            do
            {
                keys.Add(One(parser, depth + 1));
            }
            while (parser.TryTake(' '));
            parser.Expect(')');
            return candidate => keys.TrueForAll(key => key(candidate));
        }

        if (parser.Peek is >= (byte)'0' and <= (byte)'9' or (byte)'*')
        {
            var set = parser.SequenceSet();
            return c => set.Contains(c.Number, c.LargestNumber);
        }

        return Named(parser, parser.Atom().ToUpperInvariant(), depth);
    }

    private static Predicate<SearchCandidate> Named(ImapParser parser, string name, int depth)
    {
        switch (name)
        {
            case "ALL":
                return _ => true;
            case "ANSWERED":
                return Flag(MessageFlags.Answered, true);
            case "DELETED":
                return Flag(MessageFlags.Deleted, true);
            case "DRAFT":
                return Flag(MessageFlags.Draft, true);
            case "FLAGGED":
                return Flag(MessageFlags.Flagged, true);
            case "SEEN":
                return Flag(MessageFlags.Seen, true);
            case "UNANSWERED":
                return Flag(MessageFlags.Answered, false);
            case "UNDELETED":
                return Flag(MessageFlags.Deleted, false);
            case "UNDRAFT":
                return Flag(MessageFlags.Draft, false);
            case "UNFLAGGED":
                return Flag(MessageFlags.Flagged, false);
            case "UNSEEN":
                return Flag(MessageFlags.Seen, false);
            case "RECENT":
                return c => c.Recent;
            case "OLD":
                return c => !c.Recent;
            case "NEW":
                return c => c.Recent && !c.Message.Flags.HasFlag(MessageFlags.Seen);
            case "NOT":
                parser.Expect(' ');
                var negated = One(parser, depth + 1);
                return c => !negated(c);
            case "OR":
                parser.Expect(' ');
                var left = One(parser, depth + 1);
                parser.Expect(' ');
                var right = One(parser, depth + 1);
                return c => left(c) || right(c);
        }

        parser.Expect(' ');
        return WithArgument(parser, name);
    }

    private static Predicate<SearchCandidate> WithArgument(ImapParser parser, string name)
    {
        switch (name)
        {
            case "UID":
                var set = parser.SequenceSet();
                return c => set.Contains(c.Message.Uid, c.LargestUid);
            case "LARGER":
                var least = parser.Number();
                return c => c.Message.WireSize > least;
            case "SMALLER":
                var most = parser.Number();
                return c => c.Message.WireSize < most;
            case "KEYWORD" or "UNKEYWORD":
                var keyword = parser.Atom();
                return c => c.Message.Keywords.Contains(keyword, StringComparer.OrdinalIgnoreCase) == (name == "KEYWORD");
            case "BEFORE" or "ON" or "SINCE" or "SENTBEFORE" or "SENTON" or "SENTSINCE":
                var date = Date(parser.AString());
                return c => (name.StartsWith("SENT", StringComparison.Ordinal) ? c.Content?.Date.Date : c.InternalDate) is { } day
                    && (name.EndsWith("BEFORE", StringComparison.Ordinal) ? day < date : name.EndsWith("SINCE", StringComparison.Ordinal) ? day >= date : day == date);
            case "FROM" or "TO" or "CC" or "BCC" or "SUBJECT":
                var text = parser.AString();
                return c => HeaderContains(c.Content, name, text);
            case "HEADER":
                var header = parser.AString();
                parser.Expect(' ');
                var value = parser.AString();
                return c => HeaderContains(c.Content, header, value);
            case "BODY":
                var inBody = parser.AString();
                return c => BodyContains(c.Content, inBody);
            case "TEXT":
                var anywhere = parser.AString();
                return c => BodyContains(c.Content, anywhere) || (c.Content?.Headers.Any(h => Contains(h.Field + ": " + h.Value, anywhere)) ?? false);
            default:
                throw new ImapSyntaxException($"SEARCH knows no {name}");
        }
    }

    private static Predicate<SearchCandidate> Flag(MessageFlags flag, bool set) => c => c.Message.Flags.HasFlag(flag) == set;

    private static DateTime Date(string text) =>
        DateTime.TryParseExact(text, ["d-MMM-yyyy", "dd-MMM-yyyy"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : throw new ImapSyntaxException("A date reads like 24-Nov-2026");

    private static bool HeaderContains(MimeMessage? message, string name, string text) =>
        message?.Headers.Any(h => h.Field.Equals(name, StringComparison.OrdinalIgnoreCase) && Contains(h.Value, text)) ?? false;

    private static bool BodyContains(MimeMessage? message, string text) =>
        message?.BodyParts.OfType<TextPart>().Any(part => Contains(part.Text ?? "", text)) ?? false;

    private static bool Contains(string value, string text) =>
        value.Contains(text, StringComparison.OrdinalIgnoreCase)
        || value.Normalize(NormalizationForm.FormC).Contains(text.Normalize(NormalizationForm.FormC), StringComparison.OrdinalIgnoreCase);
}
