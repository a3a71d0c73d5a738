using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Oss.MailEngine.Lookups;

namespace Oss.MailEngine.Policy.Authentication;

/// <summary>One check_host() (RFC 7208 4) and those that its includes and redirects lead to, which share the limits of 4.6.4.</summary>
internal sealed class SpfEvaluation(MailDns dns, IPAddress client, string sender, string helo, string receiver, TimeProvider time)
{
    private const int MaxLookUps = 10;
    private const int MaxVoid = 2;
    private const int MaxHosts = 10;

    private readonly string _sender = sender.Contains('@', StringComparison.Ordinal) ? (sender.StartsWith('@') ? "postmaster" + sender : sender) : $"postmaster@{(sender.Length > 0 ? sender : helo)}";
    private int _lookUps;
    private int _void;
    private string? _validated;

    /// <summary>Asks the sender's domain.</summary>
    public async Task<SpfOutcome> CheckAsync(CancellationToken cancellationToken)
    {
        var domain = _sender[(_sender.LastIndexOf('@') + 1)..].ToLowerInvariant();
        try
        {
            return await CheckHostAsync(domain, isFirst: true, cancellationToken) with { Domain = domain, IsOfHelo = sender.Length == 0 };
        }
        catch (SpfException e)
        {
            return new SpfOutcome(e.Result, domain, e.Message) { IsOfHelo = sender.Length == 0 };
        }
    }

    private async Task<SpfOutcome> CheckHostAsync(string domain, bool isFirst, CancellationToken cancellationToken)
    {
        if (!IsName(domain))
            return new SpfOutcome(SpfResult.None, domain, "no domain");

        var texts = await dns.TextAsync(domain, cancellationToken);
        if (texts.IsUnavailable)
            throw new SpfException(SpfResult.TempError, "DNS does not answer");
        var records = texts.Records.Where(SpfRecord.IsRecord).ToList();
        if (records.Count != 1)
            return records.Count == 0 ? new SpfOutcome(SpfResult.None, domain, "no record") : throw new SpfException(SpfResult.PermError, "more than one record");
        var record = SpfRecord.TryParse(records[0]) ?? throw new SpfException(SpfResult.PermError, "the record's syntax is wrong");

        foreach (var mechanism in record.Mechanisms)
        {
            if (await MatchesAsync(mechanism, domain, cancellationToken))
            {
                var explanation = mechanism.Qualifier == SpfResult.Fail && isFirst ? await ExplanationAsync(record, domain, cancellationToken) : null;
                return new SpfOutcome(mechanism.Qualifier, domain, mechanism.Name, explanation);
            }
        }

        if (record.Redirect is null)
            return new SpfOutcome(SpfResult.Neutral, domain, "nothing matches");

        CountLookUp();
        var redirected = await CheckHostAsync(await ExpandAsync(record.Redirect, domain, cancellationToken), isFirst, cancellationToken);
        return redirected.Result == SpfResult.None ? throw new SpfException(SpfResult.PermError, "a redirect leads to no record") : redirected;
    }

    private async Task<bool> MatchesAsync(SpfMechanism mechanism, string domain, CancellationToken cancellationToken)
    {
        switch (mechanism.Name)
        {
            case "all":
                return true;
            case "ip4" or "ip6":
                return Contains(mechanism, mechanism.Address!);
        }

        CountLookUp();
        var target = mechanism.Domain.Length > 0 ? await ExpandAsync(mechanism.Domain, domain, cancellationToken) : domain;
        switch (mechanism.Name)
        {
            case "include":
                var included = await CheckHostAsync(target, isFirst: false, cancellationToken);
                return included.Result == SpfResult.None ? throw new SpfException(SpfResult.PermError, "an include leads to no record") : included.Result == SpfResult.Pass;
            case "exists":
                return (await AddressesAsync(target, AddressFamily.InterNetwork, counts: true, cancellationToken)).Count > 0;
            case "a":
                return (await AddressesAsync(target, client.AddressFamily, counts: true, cancellationToken)).Any(a => Contains(mechanism, a));
            case "mx":
                return await MatchesExchangerAsync(mechanism, target, cancellationToken);
            default:
                return await ValidatedNameAsync(target, mustBeBelow: true, cancellationToken) is not null;
        }
    }

    private async Task<bool> MatchesExchangerAsync(SpfMechanism mechanism, string domain, CancellationToken cancellationToken)
    {
        var exchangers = await dns.MailExchangersAsync(domain, cancellationToken);
        if (exchangers.IsUnavailable)
            throw new SpfException(SpfResult.TempError, "DNS does not answer");
        CountVoid(exchangers.IsFound);
        if (exchangers.Records.Count > MaxHosts)
            throw new SpfException(SpfResult.PermError, "more than ten mail exchangers");

        foreach (var exchanger in exchangers.Records.Where(e => e.Host.Length > 0))
        {
            if ((await AddressesAsync(exchanger.Host, client.AddressFamily, counts: true, cancellationToken)).Any(a => Contains(mechanism, a)))
                return true;
        }

        return false;
    }

    // The names of the client's address that have that address; of them one that is, or lies below, the domain. Errors match nothing (5.5).
    private async Task<string?> ValidatedNameAsync(string domain, bool mustBeBelow, CancellationToken cancellationToken)
    {
        var names = await dns.NamesAsync(client, cancellationToken);
        if (!names.IsUnavailable && mustBeBelow)
            CountVoid(names.IsFound);
        foreach (var name in names.Records.Take(MaxHosts).Select(n => n.TrimEnd('.').ToLowerInvariant()).OrderByDescending(n => n == domain).ThenByDescending(n => IsBelow(n, domain)))
        {
            if (mustBeBelow && name != domain && !IsBelow(name, domain))
                break;
            var addresses = await dns.AddressesAsync(name, client.AddressFamily, cancellationToken);
            if (addresses.Records.Contains(client))
                return name;
        }

        return null;
    }

    private static bool IsBelow(string name, string domain) => name.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);

    private async Task<IReadOnlyList<IPAddress>> AddressesAsync(string name, AddressFamily family, bool counts, CancellationToken cancellationToken)
    {
        var answer = await dns.AddressesAsync(name, family, cancellationToken);
        if (answer.IsUnavailable)
            throw new SpfException(SpfResult.TempError, "DNS does not answer");
        if (counts)
            CountVoid(answer.IsFound);
        return answer.Records;
    }

    private bool Contains(SpfMechanism mechanism, IPAddress address)
    {
        var prefix = client.AddressFamily == AddressFamily.InterNetwork ? mechanism.PrefixV4 : mechanism.PrefixV6;
        return address.AddressFamily == client.AddressFamily && PolicyFacts.NetworkOf(address, prefix, prefix) == PolicyFacts.NetworkOf(client, prefix, prefix);
    }

    private void CountLookUp()
    {
        if (++_lookUps > MaxLookUps)
            throw new SpfException(SpfResult.PermError, "more than ten look-ups");
    }

    private void CountVoid(bool isFound)
    {
        if (!isFound && ++_void > MaxVoid)
            throw new SpfException(SpfResult.PermError, "more than two look-ups that lead to nothing");
    }

    private async Task<string> ExpandAsync(string text, string domain, CancellationToken cancellationToken) =>
        SpfMacro.Shortened(await SpfMacro.ExpandAsync(SpfMacro.TryParse(text)!, letter => ValueAsync(letter, domain, cancellationToken))).ToLowerInvariant();

    private async ValueTask<string> ValueAsync(char letter, string domain, CancellationToken cancellationToken)
    {
        var at = _sender.LastIndexOf('@');
        return letter switch
        {
            's' => _sender,
            'l' => _sender[..at],
            'o' => _sender[(at + 1)..],
            'd' => domain,
            'i' => client.AddressFamily == AddressFamily.InterNetwork ? client.ToString() : string.Join('.', Convert.ToHexString(client.GetAddressBytes()).ToLowerInvariant().ToCharArray()),
            'p' => _validated ??= await ValidatedNameAsync(domain, mustBeBelow: false, cancellationToken) ?? "unknown",
            'v' => client.AddressFamily == AddressFamily.InterNetwork ? "in-addr" : "ip6",
            'h' => helo.Length > 0 ? helo : "unknown",
            'c' => client.ToString(),
            'r' => receiver,
            't' => time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture),
            _ => "",
        };
    }

    // Errors here cost the explanation, not the result (6.2).
    private async Task<string?> ExplanationAsync(SpfRecord record, string domain, CancellationToken cancellationToken)
    {
        if (record.Explanation is null)
            return null;

        try
        {
            var texts = await dns.TextAsync(await ExpandAsync(record.Explanation, domain, cancellationToken), cancellationToken);
            if (texts.Records is not [var text] || SpfMacro.TryParse(text, isExplanation: true) is not { } parts)
                return null;
            var explanation = await SpfMacro.ExpandAsync(parts, letter => ValueAsync(letter, domain, cancellationToken));
            return explanation.All(c => c is >= ' ' and <= '~') ? explanation : null;
        }
        catch (SpfException)
        {
            return null;
        }
    }

    private static bool IsName(string domain)
    {
        var labels = domain.TrimEnd('.').Split('.');
        return labels.Length > 1 && domain.Length <= 254 && labels.All(l => l.Length is > 0 and <= 63);
    }

    private sealed class SpfException(SpfResult result, string reason) : Exception(reason)
    {
        public SpfResult Result => result;
    }
}
