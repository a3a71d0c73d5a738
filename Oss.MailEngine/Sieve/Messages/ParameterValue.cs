using System.Text;
using Oss.MailEngine.Mime;

namespace Oss.MailEngine.Sieve.Messages;

/// <summary>A parameter of a field as a person reads it: with its charset and percent signs (RFC 2231 4) undone, or the encoded words that some write there (RFC 2047).</summary>
internal static class ParameterValue
{
    /// <summary>The value; <see langword="null"/> when the field has no such parameter.</summary>
    public static string? Of(ContentHeader header, string name) =>
        header.Parameter(name + "*") is { } extended ? Decode(extended) : header.Parameter(name) is { } plain ? MessageField.Decode(plain) : null;

    // charset'language'text; what is not so is given as it stands.
    private static string Decode(string value)
    {
        if (value.Split('\'', 3) is not [var charset, _, var text])
            return value;

        var octets = new List<byte>(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                octets.Add(Convert.FromHexString(text.AsSpan(i + 1, 2))[0]);
                i += 2;
            }
            else
            {
                octets.AddRange(Encoding.UTF8.GetBytes(text, i, 1));
            }
        }

        return (PartText.CharsetOf(charset.Length > 0 ? charset : "us-ascii") ?? Encoding.Latin1).GetString([.. octets]);
    }
}
