using System.Globalization;
using Oss.MailEngine.Lookups;

namespace Oss.MailEngine.Policy.Authentication;

/// <summary>What the owner of a domain wants done with mail that is not theirs.</summary>
internal enum DmarcPolicy
{
    None,
    Quarantine,
    Reject,
}

/// <summary>A record at <c>_dmarc.DOMAIN</c> (RFC 7489 6.3, with <c>np</c>, <c>psd</c> and <c>t</c> of its successor).</summary>
internal sealed record DmarcRecord(string Domain, DmarcPolicy Policy)
{
    public DmarcPolicy? Subdomains { get; init; }

    public DmarcPolicy? NonExistent { get; init; }

    public bool IsStrictDkim { get; init; }

    public bool IsStrictSpf { get; init; }

    /// <summary>Share of failing mail that the policy is for.</summary>
    public int Percent { get; init; } = 100;

    /// <summary>Whether the owner only tries the policy out.</summary>
    public bool IsTesting { get; init; }

    /// <summary><c>y</c> for a public suffix, <c>n</c> for an organizational domain whatever lies above, <c>u</c> for unsaid.</summary>
    public char PublicSuffix { get; init; } = 'u';

    /// <summary>Reads a record; <see langword="null"/> when it is none.</summary>
    public static DmarcRecord? TryParse(string domain, string text)
    {
        var first = text.Split(';', 2)[0].Split('=', 2);
        if (first.Length != 2 || first[0].Trim() != "v" || first[1].Trim() != "DMARC1")
            return null;

        var tags = TagList.Parse(text);
        var policy = PolicyOf(tags, "p");
        // A wrong policy with somewhere to report to is none at all; without it the record is no record (6.6.3).
        if (policy is null && tags.ContainsKey("p") && !tags.ContainsKey("rua"))
            return null;
        return new DmarcRecord(domain, policy ?? DmarcPolicy.None)
        {
            Subdomains = PolicyOf(tags, "sp"), NonExistent = PolicyOf(tags, "np"), IsStrictDkim = tags.GetValueOrDefault("adkim") == "s", IsStrictSpf = tags.GetValueOrDefault("aspf") == "s",
            Percent = int.TryParse(tags.GetValueOrDefault("pct"), NumberStyles.None, CultureInfo.InvariantCulture, out var percent) && percent <= 100 ? percent : 100,
            IsTesting = tags.GetValueOrDefault("t") == "y", PublicSuffix = tags.GetValueOrDefault("psd") switch { "y" => 'y', "n" => 'n', _ => 'u' },
        };
    }

    private static DmarcPolicy? PolicyOf(Dictionary<string, string> tags, string tag) => tags.GetValueOrDefault(tag)?.ToLowerInvariant() switch
    {
        "none" => DmarcPolicy.None,
        "quarantine" => DmarcPolicy.Quarantine,
        "reject" => DmarcPolicy.Reject,
        _ => null,
    };
}

/// <summary>
/// Finds records and organizational domains by walking up the tree of names, as DMARC's successor does (draft-ietf-dmarc-dmarcbis 4.10): no list of public suffixes is needed, the owners of domains say
/// it themselves. At most eight questions for one name.
/// </summary>
internal sealed class DmarcTree(MailDns dns)
{
    private const int MaxQuestions = 8;

    private readonly Dictionary<string, Task<DnsAnswer<string>>> _asked = [];

    /// <summary>Whether a question was not answered; a result that depends on it is temporary.</summary>
    public bool IsUnavailable { get; private set; }

    /// <summary>The records from a domain upwards, the domain's own first.</summary>
    public async Task<IReadOnlyList<DmarcRecord>> WalkAsync(string domain, CancellationToken cancellationToken)
    {
        var found = new List<DmarcRecord>();
        var labels = domain.Split('.');
        for (var (question, skip) = (0, 0); question < MaxQuestions && skip < labels.Length; question++)
        {
            var name = string.Join('.', labels[skip..]);
            if (await RecordAsync(name, cancellationToken) is { } record)
            {
                found.Add(record);
                if (record.PublicSuffix == 'n' || (record.PublicSuffix == 'y' && skip > 0))
                    break;
            }

            // A name of many labels is not walked label by label: after the first question the last seven are asked.
            skip = skip == 0 && labels.Length > MaxQuestions ? labels.Length - 7 : skip + 1;
        }

        return found;
    }

    /// <summary>The organizational domain by the records of a walk.</summary>
    public static string OrganizationalDomain(string domain, IReadOnlyList<DmarcRecord> walked)
    {
        if (walked.FirstOrDefault(r => r.PublicSuffix == 'n') is { } named)
            return named.Domain;
        if (walked.FirstOrDefault(r => r.PublicSuffix == 'y' && r.Domain != domain) is { } suffix)
        {
            var labels = domain[..(domain.Length - suffix.Domain.Length - 1)].Split('.');
            return $"{labels[^1]}.{suffix.Domain}";
        }

        return walked.Count > 0 ? walked[^1].Domain : domain;
    }

    /// <summary>Whether a domain has neither address nor exchanger nor anything else: nobody can have sent from it.</summary>
    public async Task<bool> IsNonExistentAsync(string domain, CancellationToken cancellationToken) =>
        (await dns.AddressesAsync(domain, cancellationToken)).Status == DnsStatus.NoDomain && (await dns.MailExchangersAsync(domain, cancellationToken)).Status == DnsStatus.NoDomain;

    private async Task<DmarcRecord?> RecordAsync(string name, CancellationToken cancellationToken)
    {
        if (!_asked.TryGetValue(name, out var asked))
            _asked[name] = asked = dns.TextAsync($"_dmarc.{name}", cancellationToken);
        var answer = await asked;
        IsUnavailable |= answer.IsUnavailable;
        var records = answer.Records.Select(text => DmarcRecord.TryParse(name, text)).Where(r => r is not null).ToList();
        // More than one is none (6.6.3).
        return records.Count == 1 ? records[0] : null;
    }
}
