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
        var octets = Decoded(message, part) ?? message.Octets[part.BodyStart..part.End].ToArray();
        var charset = part.Type.Value.StartsWith("text/", StringComparison.OrdinalIgnoreCase) ? part.Type.Parameter("charset") : null;
        if (charset is null || charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase))
            return Loose(octets);
        return CharsetOf(charset)?.GetString(octets) ?? Loose(octets);
    }

    /// <summary>The same for <c>extracttext</c>: empty when the part's charset or transfer encoding is not known, or its octets are not of them (RFC 5703 7). A part that names no charset is read loosely.</summary>
    public static string Strictly(SieveMessage message, MimePart part)
    {
        if (Decoded(message, part) is not { } octets)
            return "";
        if (part.Type.Parameter("charset") is not { } charset)
            return Loose(octets);
        if (CharsetOf(charset) is not { } encoding)
            return "";
        try
        {
            return Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback).GetString(octets);
        }
        catch (DecoderFallbackException)
        {
            return "";
        }
    }

    /// <summary>The encoding that a charset's name means; <see langword="null"/> for one that is not known.</summary>
    public static Encoding? CharsetOf(string name)
    {
        try
        {
            return Encoding.GetEncoding(name);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>UTF-8 when it is that, else octet for octet.</summary>
    public static string Loose(ReadOnlySpan<byte> octets)
    {
        var text = Encoding.UTF8.GetString(octets);
        return text.Contains('\ufffd', StringComparison.Ordinal) ? Encoding.Latin1.GetString(octets) : text;
    }

    /// <returns><see langword="null"/> when the transfer encoding is not known.</returns>
    private static byte[]? Decoded(SieveMessage message, MimePart part)
    {
        var content = message.Octets[part.BodyStart..part.End].ToArray();
        MimeKit.ContentEncoding? known = part.Header("Content-Transfer-Encoding")?.Trim().ToLowerInvariant() switch
        {
            "base64" => MimeKit.ContentEncoding.Base64,
            "quoted-printable" => MimeKit.ContentEncoding.QuotedPrintable,
            "x-uuencode" or "uuencode" => MimeKit.ContentEncoding.UUEncode,
            null or "" or "7bit" or "8bit" or "binary" => MimeKit.ContentEncoding.Default,
            _ => null,
        };
        if (known is not { } encoding)
            return null;
        if (encoding == MimeKit.ContentEncoding.Default)
            return content;

        var output = DecoderFilter.Create(encoding).Flush(content, 0, content.Length, out var start, out var length);
        return output.AsSpan(start, length).ToArray();
    }
}
