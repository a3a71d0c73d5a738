using System.Globalization;
using System.Text;

namespace Oss.MailEngine.Sieve.Language;

/// <summary>A comparator of the registry of RFC 4790.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="HasSubstrings">Whether <c>:contains</c> and <c>:matches</c> are defined for it.</param>
internal sealed record Comparator(string Name, bool HasSubstrings)
{
    public static Comparator Octet { get; } = new("i;octet", true);

    public static Comparator AsciiCasemap { get; } = new("i;ascii-casemap", true);

    /// <summary>The number a string begins with; a string that begins with none is larger than all numbers (RFC 4790 9.1).</summary>
    public static Comparator AsciiNumeric { get; } = new("i;ascii-numeric", false);

    /// <summary>RFC 5051: case and compatibility folded over all of Unicode.</summary>
    public static Comparator UnicodeCasemap { get; } = new("i;unicode-casemap", true);

    public static IReadOnlyList<Comparator> All { get; } = [Octet, AsciiCasemap, AsciiNumeric, UnicodeCasemap];

    public bool Equals(string a, string b) => Name == AsciiNumeric.Name ? Compare(a, b) == 0 : string.Equals(Fold(a), Fold(b), StringComparison.Ordinal);

    public bool Contains(string value, string key) => Fold(value).Contains(Fold(key), StringComparison.Ordinal);

    /// <summary>The order of two strings, by their octets of UTF-8 (RFC 4790 9.2 and 9.3) or as numbers.</summary>
    public int Compare(string a, string b)
    {
        if (Name != AsciiNumeric.Name)
            return CompareOctets(Fold(a), Fold(b));

        var x = Digits(a);
        var y = Digits(b);
        return x.Length == 0 || y.Length == 0
            ? y.Length.CompareTo(x.Length)
            : x.Length != y.Length ? x.Length.CompareTo(y.Length) : x.SequenceCompareTo(y);
    }

    /// <summary>The form in which two strings are equal when the comparator says so. Except for <see cref="UnicodeCasemap"/>, of the same length.</summary>
    public string Fold(string text)
    {
        if (Name == Octet.Name)
            return text;
        if (Name == UnicodeCasemap.Name)
            return Casemap(text);

        // To capitals, not to small letters: what stands between the two, as the underscore, comes after the letters (RFC 4790 9.2).
        var first = text.AsSpan().IndexOfAnyInRange('a', 'z');
        return first < 0 ? text : string.Create(text.Length, text, static (folded, source) =>
        {
            for (var i = 0; i < folded.Length; i++)
                folded[i] = source[i] is >= 'a' and <= 'z' ? (char)(source[i] & ~0x20) : source[i];
        });
    }

    // UTF-8 has the order of the code points; UTF-16 has characters of two halves before those from U+E000 on.
    private static int CompareOctets(string a, string b)
    {
        var same = a.AsSpan().CommonPrefixLength(b);
        if (same == a.Length || same == b.Length)
            return a.Length.CompareTo(b.Length);
        var (x, y) = (a[same], b[same]);
        return char.IsSurrogate(x) == char.IsSurrogate(y) ? x.CompareTo(y) : char.IsSurrogate(x) ? 1 : -1;
    }

    private static string Casemap(string text)
    {
        try
        {
            return text.ToUpper(CultureInfo.InvariantCulture).Normalize(NormalizationForm.FormKD);
        }
        catch (ArgumentException)
        {
            // A lone surrogate has no normal form.
            return text.ToUpper(CultureInfo.InvariantCulture);
        }
    }

    private static ReadOnlySpan<char> Digits(string text)
    {
        var end = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        var digits = end < 0 ? text : text.AsSpan(0, end);
        var significant = digits.TrimStart('0');
        return significant.IsEmpty && !digits.IsEmpty ? "0" : significant;
    }
}
