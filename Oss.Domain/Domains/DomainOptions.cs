namespace Oss.Domain.Domains;

/// <summary>Section <c>Oss:Domains</c>: what customers are told to put into their DNS, and who is asked whether they did.</summary>
public sealed class DomainOptions
{
    /// <summary>Name servers that are asked, as <c>192.0.2.53</c> or <c>192.0.2.53:5353</c>; none for the machine's own.</summary>
    public IList<string> Resolvers { get; } = [];

    /// <summary>How long one name server is waited for.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>The name by which mail clients and servers reach the platform, where nothing else is said.</summary>
    public string MailHost { get; set; } = "mail.localhost";

    /// <summary>Mail exchangers by preference; none for <see cref="MailHost"/> alone.</summary>
    public IList<string> MailExchangers { get; } = [];

    /// <summary>The SPF record (RFC 7208) of a domain whose mail the platform sends.</summary>
    public string Spf { get; set; } = "v=spf1 mx ~all";

    /// <summary>Where receivers report to (DMARC <c>rua</c>), as <c>mailto:…</c>; empty for no reports.</summary>
    public string DmarcReports { get; set; } = "";

    /// <summary>Where senders report TLS failures to (RFC 8460 <c>rua</c>); empty for the domain's postmaster.</summary>
    public string TlsReports { get; set; } = "";

    /// <summary>Mode of the MTA-STS policy (RFC 8461 3.2): <c>testing</c>, <c>enforce</c> or <c>none</c>.</summary>
    public string MtaStsMode { get; set; } = "testing";

    /// <summary>Where the MTA-STS policy and the settings of mail programs are served over HTTPS; empty for <see cref="MailHost"/>.</summary>
    public string WebHost { get; set; } = "";

    /// <summary>How often the ownership of a domain that is verified, or was, is looked at again.</summary>
    public TimeSpan RecheckInterval { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How long a DKIM key's record must stand after another key has begun to sign: mail on its way still carries its signatures.</summary>
    public TimeSpan DkimOverlap { get; set; } = TimeSpan.FromDays(7);

    internal IReadOnlyList<string> Exchangers => MailExchangers.Count > 0 ? [.. MailExchangers] : [MailHost];

    internal string HttpsHost => WebHost.Length > 0 ? WebHost : MailHost;
}
