using System.Text;
using MimeKit.IO.Filters;
using Oss.MailEngine.Mime;

namespace Oss.MailEngine.Sieve.Messages;

/// <summary>What a part says: its transfer encoding undone, its characters in Unicode.</summary>
internal static class PartText
{
    // Code pages such as windows-1252 are not among those .NET has at once.
    static PartText() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The content as text. Content that is no text is given octet for octet, each as the character of its number, unless it is UTF-8.</summary>
    public static string Of(SieveMessage message, MimePart part)
    {
        var octets = Decoded(message, part);
        var charset = part.Type.Value.StartsWith("text/", StringComparison.OrdinalIgnoreCase) ? part.Type.Parameter("charset") : null;
        if (charset is null || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase))
            return Loose(octets);
        try
        {
            return Encoding.GetEncoding(charset).GetString(octets);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return Loose(octets);
        }
    }

    /// <summary>UTF-8 when it is that, else octet for octet.</summary>
    public static string Loose(ReadOnlySpan<byte> octets)
    {
        var text = Encoding.UTF8.GetString(octets);
        return text.Contains('\ufffd', StringComparison.Ordinal) ? Encoding.Latin1.GetString(octets) : text;
    }

    private static byte[] Decoded(SieveMessage message, MimePart part)
    {
        var content = message.Octets[part.BodyStart..part.End].ToArray();
        var encoding = part.Header("Content-Transfer-Encoding")?.Trim().ToLowerInvariant() switch
        {
            "base64" => MimeKit.ContentEncoding.Base64,
            "quoted-printable" => MimeKit.ContentEncoding.QuotedPrintable,
            "x-uuencode" or "uuencode" => MimeKit.ContentEncoding.UUEncode,
            _ => MimeKit.ContentEncoding.Default,
        };
        if (encoding == MimeKit.ContentEncoding.Default)
            return content;

        var output = DecoderFilter.Create(encoding).Flush(content, 0, content.Length, out var start, out var length);
        return output.AsSpan(start, length).ToArray();
    }
}
