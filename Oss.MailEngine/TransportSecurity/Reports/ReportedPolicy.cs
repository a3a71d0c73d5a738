using Oss.MailEngine.Lookups;

namespace Oss.MailEngine.TransportSecurity.Reports;

/// <summary>A policy as a report names it (RFC 8460 4.4).</summary>
/// <param name="Type"><c>sts</c>, <c>tlsa</c> or <c>no-policy-found</c>.</param>
/// <param name="Domain">The domain, or with TLSA the server, that the policy is of.</param>
/// <param name="Text">The policy's lines or records.</param>
/// <param name="Hosts">The MX patterns of an STS policy.</param>
internal sealed record ReportedPolicy(string Type, string Domain, IReadOnlyList<string> Text, IReadOnlyList<string> Hosts)
{
    /// <summary>No policy at all.</summary>
    public static ReportedPolicy None(string domain) => new("no-policy-found", domain, [], []);

    /// <summary>A policy of MTA-STS; without its text when it could not be read.</summary>
    public static ReportedPolicy Sts(string domain, MtaStsPolicy? policy) => new("sts", domain, policy?.Lines ?? [], policy?.Patterns ?? []);

    /// <summary>Records of DANE.</summary>
    public static ReportedPolicy Tlsa(string host, IEnumerable<TlsaAssociation> records) => new("tlsa", host, [.. records.Select(r => r.ToString()).Order(StringComparer.Ordinal)], []);

    /// <summary>What tells it from other policies.</summary>
    public string Key => $"{Type} {Domain} {string.Join('\n', Text)}";
}
