using MimeKit.Utils;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Mime;

namespace Oss.MailEngine.Imap.Search.Sort;

/// <summary>The order of SORT (RFC 5256 3, RFC 5957): keys, each perhaps reversed; messages that are alike in all stay in their order.</summary>
internal sealed class SortOrder
{
    private readonly List<(string Name, bool Reverse)> _keys = [];

    public static SortOrder Parse(ImapParser parser)
    {
        var order = new SortOrder();
        var reverse = false;
        parser.Parenthesised(() =>
        {
            var name = parser.Atom().ToUpperInvariant();
            if (name == "REVERSE" && !reverse)
            {
                reverse = true;
                return;
            }

            if (name is not ("ARRIVAL" or "CC" or "DATE" or "FROM" or "SIZE" or "SUBJECT" or "TO" or "DISPLAYFROM" or "DISPLAYTO"))
                throw new ImapSyntaxException($"SORT knows no {name}");
            order._keys.Add((name, reverse));
            reverse = false;
        });
        return order._keys.Count is > 0 and <= 20 && !reverse ? order : throw new ImapSyntaxException("SORT takes keys");
    }

    /// <summary>Sorts what a search found.</summary>
    public List<int> Sort(SearchScope scope, List<int> found)
    {
        var values = found.ConvertAll(index => (Index: index, Values: Values(new SearchCandidate(scope, scope.Messages[index], (uint)index + 1))));
        values.Sort((a, b) => Compare(a.Values, b.Values) is not 0 and var order ? order : a.Index.CompareTo(b.Index));
        return values.ConvertAll(value => value.Index);
    }

    private IComparable[] Values(SearchCandidate candidate) => [.. _keys.Select(key => Value(key.Name, candidate))];

    private int Compare(IComparable[] a, IComparable[] b)
    {
        for (var i = 0; i < a.Length; i++)
        {
            var order = a[i] is string text ? string.CompareOrdinal(text, (string)b[i]) : a[i].CompareTo(b[i]);
            if (order != 0)
                return _keys[i].Reverse ? -order : order;
        }

        return 0;
    }

    private static IComparable Value(string name, SearchCandidate candidate) => name switch
    {
        "ARRIVAL" => candidate.InternalDate.UtcTicks,
        "SIZE" => candidate.Message.WireSize,
        "DATE" => SentDate(candidate).UtcTicks,
        "SUBJECT" => Collation(BaseSubject.Of(MessageText.Decoded(candidate.Header?.Header("Subject") ?? "")).Text),
        "DISPLAYFROM" => Display(First(candidate, "From")),
        "DISPLAYTO" => Display(First(candidate, "To")),
        _ => First(candidate, name) is { } address ? Collation(address.IsGroupStart ? address.Name ?? "" : address.Local) : "",
    };

    /// <summary>The sent date, and where there is none that can be read the internal date (RFC 5256 2.2).</summary>
    public static DateTimeOffset SentDate(SearchCandidate candidate) =>
        candidate.Header?.Header("Date") is { } text && DateUtils.TryParse(text, out var date) ? date : candidate.InternalDate;

    private static HeaderAddress? First(SearchCandidate candidate, string field) =>
        candidate.Header?.Header(field) is { } value ? AddressParser.Parse(value) is [var first, ..] ? first : null : null;

    // i;unicode-casemap (RFC 5051): in capitals and decomposed, so that an umlaut stands by its letter.
    private static string Collation(string text)
    {
        try
        {
            return text.ToUpperInvariant().Normalize(System.Text.NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            return text;
        }
    }

    // RFC 5957 3: the name, and without one the address.
    private static string Display(HeaderAddress? address) => address is null ? ""
        : Collation(string.IsNullOrEmpty(address.Name) ? $"{address.Local}@{address.Domain}" : MessageText.Decoded(address.Name));
}
