namespace Oss.MailEngine.Directory;

/// <summary>A key that signs the mail of one domain.</summary>
/// <param name="Selector">Names the public key in DNS: <c>selector._domainkey.domain</c> (RFC 6376 3.1).</param>
/// <param name="Algorithm">What it signs by.</param>
/// <param name="PrivateKey">PKCS#8 as PEM, <c>-----BEGIN PRIVATE KEY-----</c>; never logged.</param>
public sealed record DkimSigningKey(string Selector, DkimAlgorithm Algorithm, string PrivateKey)
{
    /// <summary>Names the key without its secret.</summary>
    public override string ToString() => $"{Algorithm} key {Selector}";
}

/// <summary>Algorithms of DKIM signatures; <c>rsa-sha1</c> is none any more (RFC 8301).</summary>
public enum DkimAlgorithm
{
    /// <summary><c>rsa-sha256</c> (RFC 6376 3.3.2).</summary>
    RsaSha256,

    /// <summary><c>ed25519-sha256</c> (RFC 8463).</summary>
    Ed25519Sha256,
}
