using System.Text;

namespace Oss.Api.Soap;

/// <summary>Turns UTF-16 into UTF-8. The message layer wants an XML declaration before it reads anything else than UTF-8, which
/// XML 1.0 (4.3.3) does not ask of a text with a byte order mark, and clients leave out.</summary>
internal static class SoapCharset
{
    private static readonly UnicodeEncoding LittleEndian = new(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding BigEndian = new(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true);

    public static byte[] ToUtf8(byte[] octets, string? charset) => octets switch
    {
        [0xFE, 0xFF, ..] => Transcode(octets, BigEndian),
        [0xFF, 0xFE, ..] => Transcode(octets, LittleEndian),
        // RFC 2781 4.3: without a mark it should be big-endian; what clients send is little-endian, and a '<' tells which.
        [0, (byte)'<', ..] when IsUtf16(charset) => Transcode(octets, BigEndian),
        _ when IsUtf16(charset) => Transcode(octets, LittleEndian),
        _ => octets,
    };

    private static bool IsUtf16(string? charset) => string.Equals(charset, "utf-16", StringComparison.OrdinalIgnoreCase);

    // The declaration goes, for what it says of the encoding is no longer true.
    private static byte[] Transcode(byte[] octets, UnicodeEncoding encoding)
    {
        var text = encoding.GetString(octets).TrimStart('\uFEFF');
        if (text.StartsWith("<?xml ", StringComparison.Ordinal) && text.IndexOf("?>", StringComparison.Ordinal) is > 0 and var end)
            text = text[(end + 2)..];
        return Encoding.UTF8.GetBytes(text);
    }
}
