using System.Globalization;
using System.Text;

namespace Oss.MailEngine.Smtp;

/// <summary>The encoding of values in DSN parameters (RFC 3461 4): printable ASCII, all else as <c>+XX</c>. Addresses that need more than ASCII have a form of their own, with <c>\x{XX}</c> (RFC 6533 3).</summary>
internal static class XText
{
    public static bool IsValid(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is < '!' or > '~' or '=')
                return false;
            if (text[i] == '+' && (i + 2 >= text.Length || !IsHex(text[i + 1]) || !IsHex(text[i + 2])))
                return false;
        }

        return !text.IsEmpty;
    }

    /// <summary>An address of the type <c>utf-8</c> as every server can be told it: what is not ASCII as <c>\x{XX}</c>, the rest as it is.</summary>
    public static string Escaped(string text)
    {
        var escaped = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
            _ = rune.IsAscii ? escaped.Append((char)rune.Value) : escaped.Append(CultureInfo.InvariantCulture, $"\\x{{{rune.Value:X2}}}");
        return escaped.ToString();
    }

    /// <summary>The same of an address as it stands in an envelope, whose <c>+</c>, <c>=</c> and <c>\</c> are meant as they are.</summary>
    public static string OfUtf8Address(string address)
    {
        var escaped = new StringBuilder();
        foreach (var c in address)
            _ = c is '+' or '=' or '\\' ? escaped.Append(CultureInfo.InvariantCulture, $"\\x{{{(int)c:X2}}}") : escaped.Append(c);
        return Escaped(escaped.ToString());
    }

    private static bool IsHex(char c) => c is (>= '0' and <= '9') or (>= 'A' and <= 'F');
}
