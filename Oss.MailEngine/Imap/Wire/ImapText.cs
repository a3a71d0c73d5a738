using System.Globalization;
using System.Text;

namespace Oss.MailEngine.Imap.Wire;

/// <summary>Strings as IMAP writes them: quoted when they may be, else as literals.</summary>
internal static class ImapText
{
    private const int LongestQuoted = 1000;

    /// <summary>The octets of a header's value, one in each char; NIL when there is none.</summary>
    public static string NOctets(string? octets) => octets is null ? "NIL" : Octets(octets);

    /// <summary>Octets, one in each char, to be written one by one.</summary>
    public static string Octets(string octets)
    {
        if (octets.Length < LongestQuoted && octets.All(IsQuotable))
            return Quoted(octets);
        var clean = Clean(octets);
        return string.Create(CultureInfo.InvariantCulture, $"{{{clean.Length}}}\r\n{clean}");
    }

    /// <summary>Text, to be written as UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <param name="utf8">Whether the client takes UTF-8 between quotes (RFC 6855 3).</param>
    public static string String(string text, bool utf8 = false)
    {
        if (text.Length < LongestQuoted && text.All(c => IsQuotable(c) || (utf8 && c > '\x7f')))
            return Quoted(text);
        var clean = Clean(text);
        return string.Create(CultureInfo.InvariantCulture, $"{{{Encoding.UTF8.GetByteCount(clean)}}}\r\n{clean}");
    }

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static bool IsQuotable(char c) => c is >= ' ' and < '\x7f';

    // A literal may hold anything but NUL (RFC 3501 9).
    private static string Clean(string text) => text.Replace("\0", "", StringComparison.Ordinal);
}
