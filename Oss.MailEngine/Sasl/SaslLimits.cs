namespace Oss.MailEngine.Sasl;

/// <summary>Every bound of an exchange.</summary>
internal static class SaslLimits
{
    /// <summary>Octets of one base64 line (RFC 4954 4); passwords and tokens are bounded by it.</summary>
    public const int Line = 12_288;

    /// <summary>Responses of one exchange; the longest here takes three.</summary>
    public const int Responses = 4;

    /// <summary>Characters of a SCRAM client's nonce.</summary>
    public const int Nonce = 256;

    /// <summary>Octets of the server's part of a nonce, before base64.</summary>
    public const int NonceOctets = 18;
}
