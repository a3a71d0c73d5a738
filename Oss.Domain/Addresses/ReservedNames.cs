namespace Oss.Domain.Addresses;

/// <summary>Names in a domain that many customers share which look like the provider's own: whoever has one is believed, and gets what others report (RFC 2142;
/// CA/Browser Forum Baseline Requirements 3.2.2.4.4, where whoever reads admin@ or postmaster@ gets a certificate for the domain).</summary>
public static class ReservedNames
{
    private static readonly HashSet<string> Names =
    [
        // RFC 2142 and RFC 5321 4.5.1
        "info", "marketing", "sales", "support", "abuse", "noc", "security", "postmaster", "hostmaster", "usenet", "news", "webmaster", "www", "uucp", "ftp",
        // certificates, and what is taken for an authority
        "admin", "administrator", "root", "sysadmin", "mailer-daemon", "nobody", "noreply", "no-reply", "billing", "helpdesk", "hilfe", "service", "kundenservice", "rechnung",
        "ssladmin", "ssladministrator", "sslwebmaster", "it", "office", "dmarc", "tlsrpt", "tls-reports", "autoconfig", "autodiscover", "mta-sts",
    ];

    /// <summary>Whether a name before the @ is reserved.</summary>
    public static bool Contains(string localPart, IEnumerable<string> more) => Names.Contains(localPart) || more.Contains(localPart, StringComparer.OrdinalIgnoreCase);
}
