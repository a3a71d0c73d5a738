using System.Text;

namespace Oss.MailEngine.Storage;

/// <summary>Modified UTF-7 (RFC 3501 5.1.3): how folder names are written on the IMAP wire and on disk. Printable ASCII stands for itself, <c>&amp;</c> is
/// <c>&amp;-</c>, everything else is UTF-16 in base64 with a comma for the slash, between <c>&amp;</c> and <c>-</c>.</summary>
internal static class ModifiedUtf7
{
    public static string Encode(string text)
    {
        var encoded = new StringBuilder();
        for (var i = 0; i < text.Length;)
        {
            if (text[i] is >= ' ' and <= '~')
            {
                encoded.Append(text[i] == '&' ? "&-" : text[i].ToString());
                i++;
                continue;
            }

            var start = i;
            while (i < text.Length && text[i] is < ' ' or > '~')
                i++;
            encoded.Append('&')
                .Append(Convert.ToBase64String(Encoding.BigEndianUnicode.GetBytes(text[start..i])).TrimEnd('=').Replace('/', ','))
                .Append('-');
        }

        return encoded.ToString();
    }

    /// <summary>The decoded name; <see langword="null"/> when the text is not well-formed or not the one way to write the name.</summary>
    public static string? Decode(string text)
    {
        var decoded = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is < ' ' or > '~')
                return null;
            if (text[i] != '&')
            {
                decoded.Append(text[i]);
                continue;
            }

            var end = text.IndexOf('-', i);
            if (end < 0)
                return null;
            if (end == i + 1)
                decoded.Append('&');
            else if (Shifted(text[(i + 1)..end]) is { } shifted)
                decoded.Append(shifted);
            else
                return null;
            i = end;
        }

        var name = decoded.ToString();
        return Encode(name) == text ? name : null;
    }

    private static string? Shifted(string base64)
    {
        var buffer = new byte[base64.Length];
        var padded = base64.Replace(',', '/').PadRight((base64.Length + 3) / 4 * 4, '=');
        return Convert.TryFromBase64String(padded, buffer, out var length) && length % 2 == 0
            ? Encoding.BigEndianUnicode.GetString(buffer, 0, length)
            : null;
    }
}
