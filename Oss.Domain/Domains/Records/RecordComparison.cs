namespace Oss.Domain.Domains;

/// <summary>Whether what was found serves as what should be there. A customer's own choices count where they do the same: another DMARC policy, more in an SPF record, a key with flags.</summary>
internal static class RecordComparison
{
    private static readonly string[] DmarcPolicies = ["none", "quarantine", "reject"];

    public static bool Matches(DomainRecord wanted, IReadOnlyList<string> found) => wanted.Kind switch
    {
        RecordKind.MailExchanger => Hosts(found).SetEquals(Hosts(wanted.Value.Split('\n'))),
        // More than one is an error that makes receivers ignore all (RFC 7208 4.5, RFC 7489 6.6.3, RFC 8461 3.1, RFC 8460 3).
        RecordKind.Spf => Only(found, "v=spf1") is { } spf && Mechanisms(wanted.Value).All(Mechanisms(spf).Contains),
        RecordKind.Dmarc => Only(found, "v=DMARC1") is { } dmarc && DmarcPolicies.Contains(Tags(dmarc).GetValueOrDefault("p")),
        RecordKind.MtaSts => Only(found, "v=STSv1") is { } sts && Tags(sts).GetValueOrDefault("id") == Tags(wanted.Value)["id"],
        RecordKind.TlsReporting => Only(found, "v=TLSRPTv1") is { } tls && Tags(tls).GetValueOrDefault("rua") is { Length: > 0 },
        RecordKind.Dkim => found is [var key] && Key(key) == Key(wanted.Value),
        RecordKind.Service => found.Any(value => Target(value) == Target(wanted.Value)),
        _ => found.Contains(wanted.Value),
    };

    // An empty version stands for the only one there is, an empty type for RSA (RFC 6376 3.6.1).
    private static (string Version, string Type, string Key) Key(string record)
    {
        var tags = Tags(record);
        return (tags.GetValueOrDefault("v", "DKIM1"), tags.GetValueOrDefault("k", "rsa"), string.Concat(tags.GetValueOrDefault("p", "").Where(c => !char.IsWhiteSpace(c))));
    }

    private static string? Only(IReadOnlyList<string> found, string version)
    {
        var own = found.Where(value => value == version || value.StartsWith(version + " ", StringComparison.OrdinalIgnoreCase) || value.StartsWith(version + ";", StringComparison.OrdinalIgnoreCase)).ToList();
        return own is [var one] ? one : null;
    }

    // Those that let somebody send; what is said of all others is the customer's choice.
    private static HashSet<string> Mechanisms(string spf) =>
        [.. spf.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(term => term.TrimStart('+').ToLowerInvariant()).Where(term => !term.EndsWith("all", StringComparison.Ordinal))];

    private static Dictionary<string, string> Tags(string record)
    {
        var tags = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in record.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = part.IndexOf('=', StringComparison.Ordinal);
            if (at > 0)
                tags.TryAdd(part[..at].Trim(), part[(at + 1)..].Trim());
        }

        return tags;
    }

    private static HashSet<string> Hosts(IEnumerable<string> exchangers) => [.. exchangers.Select(value => value[(value.LastIndexOf(' ') + 1)..].ToLowerInvariant())];

    // Port and host; priority and weight are the customer's.
    private static (string, string) Target(string service) => service.Split(' ') is [_, _, var port, var host] ? (port, host.ToLowerInvariant()) : ("", "");
}
