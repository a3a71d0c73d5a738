using System.Text;
using System.Text.Unicode;

namespace Oss.MailEngine.Mime;

/// <summary>Octets as text, whatever their charset is called.</summary>
internal static class MimeCharset
{
    static MimeCharset() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The text; a charset that is not known, or not named, is UTF-8 when the octets are, else Latin-1, in which everything means something.</summary>
    public static string Decode(string? charset, ReadOnlySpan<byte> octets) => Find(charset) is { } encoding ? encoding.GetString(octets)
        : Utf8.IsValid(octets) ? Encoding.UTF8.GetString(octets) : Encoding.Latin1.GetString(octets);

    private static Encoding? Find(string? charset)
    {
        // What says us-ascii and is not is as common as what says nothing. UTF-7 hides text from filters and is for nobody.
        if (string.IsNullOrEmpty(charset) || charset.Equals("us-ascii", StringComparison.OrdinalIgnoreCase) || charset.Contains("utf-7", StringComparison.OrdinalIgnoreCase))
            return null;
        try
        {
            return Encoding.GetEncoding(charset);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
