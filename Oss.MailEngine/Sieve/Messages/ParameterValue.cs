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

        return (PartText.CharsetOf(charset.Length > 0 ? charset : "us-ascii") ?? Encoding.Latin1).GetString(PercentEncoding.Decode(text));
    }
}
