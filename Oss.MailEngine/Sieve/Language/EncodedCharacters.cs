using System.Globalization;
using System.Text;

namespace Oss.MailEngine.Sieve.Language;

/// <summary><c>${hex: 40 c3 bc}</c> and <c>${unicode: 40 FC}</c> in strings (RFC 5228 2.4.2.4). What is not well-formed stays as it is.</summary>
internal static class EncodedCharacters
{
    public static string Decode(SievePosition at, string text)
    {
        // Octets of several ${hex:} together may make one character, so all is done in octets.
        var octets = new List<byte>();
        var literal = 0;
        for (var i = 0; (i = text.IndexOf("${", i, StringComparison.Ordinal)) >= 0;)
        {
            var end = text.IndexOf('}', i);
            if (end < 0)
                break;
            if (Octets(at, text.AsSpan(i + 2, end - i - 2)) is not { } decoded)
            {
                i += 2;
                continue;
            }

            octets.AddRange(Encoding.UTF8.GetBytes(text[literal..i]));
            octets.AddRange(decoded);
            i = literal = end + 1;
        }

        octets.AddRange(Encoding.UTF8.GetBytes(text[literal..]));
        return Encoding.UTF8.GetString([.. octets]);
    }

    private static List<byte>? Octets(SievePosition at, ReadOnlySpan<char> inner)
    {
        var isHex = inner.StartsWith("hex:", StringComparison.OrdinalIgnoreCase);
        if (!isHex && !inner.StartsWith("unicode:", StringComparison.OrdinalIgnoreCase))
            return null;

        var octets = new List<byte>();
        foreach (var range in inner[(isHex ? 4 : 8)..].SplitAny(' ', '\t', '\r', '\n'))
        {
            var digits = inner[(isHex ? 4 : 8)..][range];
            if (digits.IsEmpty)
                continue;
            // A character may have any number of leading zeros, an octet has two digits at most.
            if (digits.TrimStart('0').Length > 8 || (isHex && digits.Length > 2) || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
                return null;
            if (isHex)
                octets.Add((byte)value);
            else if (Rune.TryCreate(value, out var rune))
                octets.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
            else
                throw new SieveException(at, $"U+{digits} is no character of Unicode.", $"U+{digits} ist kein Zeichen in Unicode.");
        }

        return octets.Count > 0 ? octets : null;
    }
}
