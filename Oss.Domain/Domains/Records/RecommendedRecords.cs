using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Oss.Domain.Domains;

/// <summary>The records that a domain should have, as its owner is to enter them.</summary>
internal static class RecommendedRecords
{
    private const int MtaStsMaxAge = 604800;

    private static readonly (string Service, int Port)[] Services = [("_imaps", 993), ("_submissions", 465), ("_submission", 587), ("_pop3s", 995)];

    /// <param name="domain">The domain; its subscription with it.</param>
    /// <param name="keys">Its DKIM keys.</param>
    /// <param name="proofDemanded">Whether the domain is not served without proof.</param>
    /// <param name="options">What the platform is called.</param>
    public static IReadOnlyList<DomainRecord> Of(MailDomain domain, IEnumerable<DkimKey> keys, bool proofDemanded, DomainOptions options)
    {
        var name = domain.Name;
        return
        [
            new(RecordKind.Ownership, $"{OwnershipToken.Label}.{name}", DnsRecordType.Txt, OwnershipToken.For(domain.Subscription.TenantId, name), proofDemanded ? RecordNeed.Required : RecordNeed.Recommended),
            new(RecordKind.MailExchanger, name, DnsRecordType.Mx,
                string.Join('\n', options.Exchangers.Select((host, index) => string.Create(CultureInfo.InvariantCulture, $"{(index + 1) * 10} {host}"))), RecordNeed.Required),
            new(RecordKind.Spf, name, DnsRecordType.Txt, options.Spf, RecordNeed.Recommended),
            .. keys.OrderBy(key => key.Selector, StringComparer.Ordinal).Select(key => Of(name, key)),
            new(RecordKind.Dmarc, $"_dmarc.{name}", DnsRecordType.Txt, options.DmarcReports.Length > 0 ? $"v=DMARC1; p=none; rua={options.DmarcReports}" : "v=DMARC1; p=none", RecordNeed.Recommended),
            new(RecordKind.MtaSts, $"_mta-sts.{name}", DnsRecordType.Txt, $"v=STSv1; id={PolicyId(options)}", RecordNeed.Recommended),
            new(RecordKind.MtaStsHost, $"mta-sts.{name}", DnsRecordType.Cname, options.HttpsHost, RecordNeed.Recommended),
            new(RecordKind.TlsReporting, $"_smtp._tls.{name}", DnsRecordType.Txt,
                $"v=TLSRPTv1; rua={(options.TlsReports.Length > 0 ? options.TlsReports : $"mailto:postmaster@{name}")}", RecordNeed.Recommended),
            new(RecordKind.Autoconfig, $"autoconfig.{name}", DnsRecordType.Cname, options.HttpsHost, RecordNeed.Optional),
            .. Services.Select(s => new DomainRecord(
                RecordKind.Service, $"{s.Service}._tcp.{name}", DnsRecordType.Srv, string.Create(CultureInfo.InvariantCulture, $"0 1 {s.Port} {options.MailHost}"), RecordNeed.Optional)),
        ];
    }

    /// <summary>The record of one key (RFC 6376 3.6.1).</summary>
    public static DomainRecord Of(string domain, DkimKey key) => new(
        RecordKind.Dkim, $"{key.Selector}._domainkey.{domain}", DnsRecordType.Txt,
        $"v=DKIM1; k={(key.Algorithm == DkimKeyAlgorithm.Ed25519 ? "ed25519" : "rsa")}; p={key.PublicKey}", RecordNeed.Recommended);

    /// <summary>The MTA-STS policy as it is served (RFC 8461 3.2).</summary>
    public static string MtaStsPolicy(DomainOptions options) => string.Concat(
        ((string[])["version: STSv1", $"mode: {options.MtaStsMode}", .. options.Exchangers.Select(host => $"mx: {host}"), string.Create(CultureInfo.InvariantCulture, $"max_age: {MtaStsMaxAge}")])
        .Select(line => $"{line}\r\n"));

    // Another policy has another id, by which senders know that they must fetch it anew.
    private static string PolicyId(DomainOptions options) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(MtaStsPolicy(options))).AsSpan(0, 8));
}
