using System.Buffers.Text;
using System.Text;

namespace Oss.Api.Authentication;

/// <summary>Name and secret as HTTP Basic carries them (RFC 7617), in UTF-8.</summary>
internal static class BasicCredentials
{
    private const string Prefix = "Basic ";
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>Takes them out of the header <c>Authorization</c>. RFC 7617 2: the first colon ends the name; the secret may hold more of them.</summary>
    public static bool TryRead(string header, out string name, out string secret)
    {
        (name, secret) = ("", "");
        if (header.Length > ApiClientLimits.BasicHeaderLength || !header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
            return false;

        var encoded = header.AsSpan(Prefix.Length).Trim();
        if (!Base64.IsValid(encoded))
            return false;

        try
        {
            var text = StrictUtf8.GetString(Convert.FromBase64String(encoded.ToString()));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                return false;
            (name, secret) = (text[..colon], text[(colon + 1)..]);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
