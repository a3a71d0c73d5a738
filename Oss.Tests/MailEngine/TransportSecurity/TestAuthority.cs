using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Oss.Tests.MailEngine.TransportSecurity;

/// <summary>An authority, and one below it, that give out real certificates.</summary>
internal sealed class TestAuthority
{
    private static readonly DateTimeOffset Now = DateTimeOffset.UtcNow;

    public TestAuthority()
    {
        Root = Sign(Request("CN=Root " + Guid.NewGuid(), isAuthority: true, out var rootKey), null, rootKey, Now.AddYears(-1), Now.AddYears(1));
        Between = Sign(Request("CN=Between " + Guid.NewGuid(), isAuthority: true, out var key), Root, key, Now.AddYears(-1), Now.AddDays(300));
    }

    /// <summary>One that nodes of the tests trust.</summary>
    public static TestAuthority Trusted { get; } = new();

    /// <summary>One that nobody trusts.</summary>
    public static TestAuthority Unknown { get; } = new();

    public X509Certificate2 Root { get; }

    public X509Certificate2 Between { get; }

    /// <summary>A certificate for a server.</summary>
    public X509Certificate2 Issue(string host, bool isExpired = false)
    {
        var request = Request("CN=server", isAuthority: false, out var key);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        return isExpired ? Sign(request, Between, key, Now.AddDays(-30), Now.AddDays(-1)) : Sign(request, Between, key, Now.AddDays(-30), Now.AddDays(30));
    }

    /// <summary>A certificate that nobody gave out but the server itself.</summary>
    public static X509Certificate2 SelfSigned(string host)
    {
        var request = Request($"CN={host}", isAuthority: false, out var key);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        return Sign(request, null, key, Now.AddDays(-30), Now.AddDays(30));
    }

    private static CertificateRequest Request(string name, bool isAuthority, out ECDsa key)
    {
        key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private static X509Certificate2 Sign(CertificateRequest request, X509Certificate2? issuer, ECDsa key, DateTimeOffset from, DateTimeOffset until)
    {
        if (issuer is null)
            return Keep(request.CreateSelfSigned(from, until));
        using var signed = request.Create(issuer, from, until, RandomNumberGenerator.GetBytes(8));
        return Keep(signed.CopyWithPrivateKey(key));
    }

    private static X509Certificate2 Keep(X509Certificate2 certificate) => X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
}
