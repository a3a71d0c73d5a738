using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using NSec.Cryptography;

namespace Oss.Domain.Domains;

/// <summary>Makes keys, and knows how their private halves are kept.</summary>
public sealed class DkimKeyMaker(IDataProtectionProvider protection)
{
    private const int RsaBits = 2048;

    private readonly IDataProtector _protector = protection.CreateProtector("Oss.Domain.DkimKey");

    internal DkimKey Make(Guid domainId, string selector, DkimKeyAlgorithm algorithm, DateTime now)
    {
        var (publicKey, pem) = algorithm == DkimKeyAlgorithm.Rsa ? Rsa() : Ed25519();
        return new DkimKey
        {
            DomainId = domainId, Selector = selector, Algorithm = algorithm, PublicKey = publicKey, ProtectedPrivateKey = _protector.Protect(pem), State = DkimKeyState.Announced, CreatedAt = now,
        };
    }

    internal string PrivateKeyOf(string protectedPrivateKey) => _protector.Unprotect(protectedPrivateKey);

    private static (string PublicKey, string Pem) Rsa()
    {
        using var key = RSA.Create(RsaBits);
        return (Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), key.ExportPkcs8PrivateKeyPem());
    }

    private static (string PublicKey, string Pem) Ed25519()
    {
        using var key = Key.Create(SignatureAlgorithm.Ed25519, new KeyCreationParameters { ExportPolicy = KeyExportPolicies.AllowPlaintextExport });
        return (Convert.ToBase64String(key.PublicKey.Export(KeyBlobFormat.RawPublicKey)), Encoding.ASCII.GetString(key.Export(KeyBlobFormat.PkixPrivateKeyText)));
    }
}
