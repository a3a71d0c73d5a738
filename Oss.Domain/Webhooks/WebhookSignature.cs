using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Oss.Domain.Webhooks;

/// <summary>Signs as Standard Webhooks 1.0 says: <c>v1,</c> and the base64 of HMAC-SHA256 over <c>id.timestamp.body</c>, one for each secret in use, separated by spaces.</summary>
public static class WebhookSignature
{
    private const string Prefix = "whsec_";
    private const int SecretOctets = 32;

    /// <summary>A new secret in the form that is shown once.</summary>
    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(SecretOctets));

    /// <summary>The header <c>webhook-signature</c>.</summary>
    /// <param name="secrets">With their prefix.</param>
    /// <param name="id">The header <c>webhook-id</c>.</param>
    /// <param name="timestamp">The header <c>webhook-timestamp</c>: seconds since 1970.</param>
    /// <param name="body">The octets of the body.</param>
    public static string Sign(IEnumerable<string> secrets, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        byte[] signed = [.. head, .. body];
        return string.Join(' ', secrets.Select(secret => "v1," + Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret[Prefix.Length..]), signed))));
    }
}
