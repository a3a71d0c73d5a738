using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Oss.MailEngine.Lookups;

namespace Oss.MailEngine.TransportSecurity;

/// <summary>Holds a server's certificate against what is asked of it. Nothing is fetched for it: what a server does not send, and the machine does not know, is missing.</summary>
/// <param name="authorities">Trusted besides the machine's own.</param>
internal sealed class ServerCertificateCheck(X509Certificate2Collection authorities)
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private const X509ChainStatusFlags Harmless =
        X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;

    /// <summary>What is wrong with a certificate; <see langword="null"/> when it will do.</summary>
    public TlsFault? Check(TlsDemand demand, string host, X509Certificate2? certificate, X509Certificate2Collection sent) =>
        certificate is null ? new TlsFault(TlsFault.Invalid, "the server has no certificate")
        : demand.Level == TlsLevel.Dane ? CheckDane(demand, host, certificate, sent)
        : CheckAuthority(host, certificate, sent);

    /// <summary>Whether an authority gave out the certificate for the name, and it holds today.</summary>
    public TlsFault? CheckAuthority(string host, X509Certificate2 certificate, X509Certificate2Collection sent)
    {
        var trusted = IsTrusted(certificate, sent, null, out var status) || (authorities.Count > 0 && IsTrusted(certificate, sent, authorities, out status));
        if (!trusted)
        {
            return status.HasFlag(X509ChainStatusFlags.NotTimeValid)
                ? new TlsFault(TlsFault.Expired, "its certificate is out of date")
                : new TlsFault(TlsFault.NotTrusted, "no authority that is trusted gave out its certificate");
        }

        return Holds(certificate, host) ? null : new TlsFault(TlsFault.WrongName, "its certificate is for another name");
    }

    /// <summary>The records that anybody can use for mail (RFC 7672 3.1): the others are as if they were not there. Of digests of the same thing only the strongest counts (RFC 7671 9).</summary>
    public static IReadOnlyList<TlsaAssociation> Usable(IEnumerable<TlsaAssociation> records)
    {
        var usable = records.Where(r => r is { Usage: 2 or 3, Selector: 0 or 1 } && r.Data.Length > 0 && (r.Matching == 0 || (r.Matching == 1 && r.Data.Length == 32) || (r.Matching == 2 && r.Data.Length == 64))).ToList();
        return [.. usable.Where(r => r.Matching != 1 || !usable.Exists(s => s.Matching == 2 && s.Usage == r.Usage && s.Selector == r.Selector))];
    }

    private static bool Holds(X509Certificate2 certificate, string host)
    {
        try
        {
            return certificate.MatchesHostname(host, allowWildcards: true, allowCommonName: false);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            return false;
        }
    }

    private static bool IsTrusted(X509Certificate2 certificate, X509Certificate2Collection sent, X509Certificate2Collection? roots, out X509ChainStatusFlags status)
    {
        using var chain = NewChain(sent);
        if (roots is not null)
        {
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        }

        var isTrusted = chain.Build(certificate);
        status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        return isTrusted;
    }

    private static X509Chain NewChain(X509Certificate2Collection sent)
    {
        var chain = new X509Chain();
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        return chain;
    }

    private static TlsFault? CheckDane(TlsDemand demand, string host, X509Certificate2 certificate, X509Certificate2Collection sent)
    {
        // Usage 3 names the certificate itself: neither its name nor its dates count (RFC 7672 3.1.1).
        if (demand.Associations.Any(r => r.Usage == 3 && Matches(r, certificate)))
            return null;

        TlsFault? fault = null;
        foreach (var association in demand.Associations.Where(r => r.Usage == 2))
        {
            fault = CheckAnchor(association, demand, host, certificate, sent);
            if (fault is null)
                return null;
        }

        return fault ?? new TlsFault(TlsFault.Invalid, "its certificate is none of those that its TLSA records name");
    }

    // Usage 2 names an authority: every certificate from the server's up to it must hold, whatever stands above it (RFC 7672 3.1.2).
    private static TlsFault? CheckAnchor(TlsaAssociation association, TlsDemand demand, string host, X509Certificate2 certificate, X509Certificate2Collection sent)
    {
        using var chain = NewChain(sent);
        using var given = association is { Selector: 0, Matching: 0 } ? Read(association.Data) : null;
        if (given is not null)
            chain.ChainPolicy.ExtraStore.Add(given);
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        chain.Build(certificate);
        var elements = chain.ChainElements.ToList();
        var anchor = elements.FindIndex(1, e => Matches(association, e.Certificate));
        if (anchor < 1)
            return new TlsFault(TlsFault.Invalid, "its certificate comes from none of the authorities that its TLSA records name");

        var status = elements.Take(anchor + 1).SelectMany(e => e.ChainElementStatus).Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status) & ~Harmless;
        if (status != X509ChainStatusFlags.NoError)
            return status.HasFlag(X509ChainStatusFlags.NotTimeValid) ? new TlsFault(TlsFault.Expired, "its certificate is out of date") : new TlsFault(TlsFault.Invalid, "its certificate does not hold");
        return Holds(certificate, host) || (demand.Name is { } name && Holds(certificate, name)) || (demand.Domain is { } domain && Holds(certificate, domain)) ? null : new TlsFault(TlsFault.WrongName, "its certificate is for another name");
    }

    private static bool Matches(TlsaAssociation association, X509Certificate2 certificate)
    {
        var octets = association.Selector == 0 ? certificate.RawData : certificate.PublicKey.ExportSubjectPublicKeyInfo();
        return (association.Matching switch { 1 => SHA256.HashData(octets), 2 => SHA512.HashData(octets), _ => octets }).AsSpan().SequenceEqual(association.Data);
    }

    private static X509Certificate2? Read(byte[] octets)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(octets);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }
}
