using System.Text;

namespace Oss.MailEngine.Mime;

/// <summary>Octets written as <c>%</c> and two hexadecimal digits, in URIs (RFC 3986 2.1) and in parameters of fields (RFC 2231 4).</summary>
internal static class PercentEncoding
{
    /// <summary>The octets; a percent sign that nothing of that kind follows stands for itself, and so does every other character, in UTF-8.</summary>
    public static byte[] Decode(string text)
    {
        var octets = new List<byte>(text.Length);
        Span<byte> utf8 = stackalloc byte[4];
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                octets.Add(Convert.FromHexString(text.AsSpan(i + 1, 2))[0]);
                i += 3;
                continue;
            }

            // Half of a character of two is no character.
            Rune.DecodeFromUtf16(text.AsSpan(i), out var character, out var length);
            octets.AddRange(utf8[..character.EncodeToUtf8(utf8)]);
            i += length;
        }

        return [.. octets];
    }
}
