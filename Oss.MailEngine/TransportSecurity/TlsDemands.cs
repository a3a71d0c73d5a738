using Oss.MailEngine.Lookups;
using Oss.MailEngine.Queue;
using Oss.MailEngine.Smtp.Client;
using Oss.MailEngine.TransportSecurity.Reports;

namespace Oss.MailEngine.TransportSecurity;

/// <summary>
/// What is asked of the servers of a hop: what the sender wants, what an operator wrote, what the domain publishes. DANE comes first and is never softened by MTA-STS (RFC 8461 2);
/// what the sender wants for one message comes before both (RFC 8689).
/// </summary>
internal sealed class TlsDemands(MailEngineOptions options, MailDns dns, MtaStsPolicies policies)
{
    /// <summary>The hop's MTA-STS policy; none for ways that are named.</summary>
    public async Task<MtaStsFinding> PolicyOfAsync(NextHop hop, CancellationToken cancellationToken) =>
        hop.Transport is null && options.Outbound.MtaSts && hop.Wish != TlsWish.Optional ? await policies.FindAsync(hop.Domain, cancellationToken) : MtaStsFinding.None;

    /// <summary>What is asked of one server.</summary>
    public async Task<TlsDemand> OfAsync(NextHop hop, HopAddress address, MtaStsFinding policy, CancellationToken cancellationToken)
    {
        if (hop.Transport is { } transport)
        {
            var named = transport.RequireTls ? new TlsDemand(TlsLevel.Certificate) { By = "its transport" } : TlsDemand.None;
            return hop.Wish == TlsWish.Required ? Required(named, true) : named;
        }

        if (hop.Wish == TlsWish.Optional)
            return TlsDemand.None with { Policy = ReportedPolicy.None(hop.Domain) };

        var demand = await PublishedAsync(hop, address, policy, cancellationToken);
        // Whoever can change what MX says can name a server that has a good certificate.
        return hop.Wish == TlsWish.Required ? Required(demand, address.IsHostSecure || (policy.Policy is { Mode: not MtaStsMode.None } known && known.Names(address.Host))) : demand;
    }

    private async Task<TlsDemand> PublishedAsync(NextHop hop, HopAddress address, MtaStsFinding policy, CancellationToken cancellationToken)
    {
        var dane = await DaneAsync(hop, address, cancellationToken);
        if (dane is { Level: TlsLevel.Dane } or { Refusal: not null })
            return dane;

        var sts = MtaSts(hop, address, policy);
        return dane is null || sts.IsEnforced ? sts : dane;
    }

    // A server that is named by an alias has its records at the name that the alias leads to, or at its own (RFC 7672 2.2.2, 2.2.3).
    private async Task<TlsDemand?> DaneAsync(NextHop hop, HopAddress address, CancellationToken cancellationToken)
    {
        foreach (var name in await BasesAsync(address, cancellationToken))
        {
            if (await DaneAsync(hop, address, name, cancellationToken) is { } demand)
                return demand;
        }

        return null;
    }

    private async Task<IReadOnlyList<string>> BasesAsync(HopAddress address, CancellationToken cancellationToken)
    {
        if (!address.IsHostSecure)
            return [];
        if (address.IsAddressSecure)
            return address.AliasOf is { } name ? [name, address.Host] : [address.Host];
        // The way breaks off somewhere behind the alias; the alias itself may still be signed, and its zone have records (RFC 7672 2.2.2).
        return address.AliasOf is not null && await dns.AliasAsync(address.Host, cancellationToken) is { IsFound: true, IsSecure: true } ? [address.Host] : [];
    }

    private async Task<TlsDemand?> DaneAsync(NextHop hop, HopAddress address, string name, CancellationToken cancellationToken)
    {
        var answer = await dns.TlsaAsync(options.Outbound.Port, name, cancellationToken);
        if (answer.IsUnavailable)
        {
            // An attacker who keeps the answer away must not gain by it (RFC 7672 2.1.2).
            return new TlsDemand(TlsLevel.Dane)
            {
                By = "DANE", Policy = ReportedPolicy.Tlsa(address.Host, []), Fault = new TlsFault(TlsFault.BadDnssec, "its TLSA records could not be looked up"),
                Refusal = new SmtpReply(451, [$"4.7.5 The TLSA records of {name} could not be looked up, or DNSSEC does not vouch for them"]),
            };
        }

        if (!answer.IsFound || !answer.IsSecure)
            return null;

        var usable = ServerCertificateCheck.Usable(answer.Records);
        return new TlsDemand(usable.Count > 0 ? TlsLevel.Dane : TlsLevel.Encrypted)
        {
            By = "DANE", Associations = usable, Domain = hop.Domain, Name = name == address.Host ? null : name, Policy = ReportedPolicy.Tlsa(address.Host, answer.Records),
        };
    }

    private static TlsDemand MtaSts(NextHop hop, HopAddress address, MtaStsFinding finding)
    {
        if (finding.Policy is not { Mode: not MtaStsMode.None } policy)
            return TlsDemand.None with { Policy = finding.Policy is { } none ? ReportedPolicy.Sts(hop.Domain, none) : ReportedPolicy.None(hop.Domain) };

        var demand = new TlsDemand(TlsLevel.Certificate) { By = "MTA-STS", IsTesting = policy.Mode == MtaStsMode.Testing, Policy = ReportedPolicy.Sts(hop.Domain, policy) };
        if (policy.Names(address.Host))
            return demand;

        return demand with
        {
            Fault = new TlsFault(TlsFault.Invalid, "it is none of the mail exchangers that the domain's MTA-STS policy names"),
            Refusal = demand.IsTesting ? null : new SmtpReply(451, [$"4.7.5 {address.Host} is none of the mail exchangers that the MTA-STS policy of {hop.Domain} names"]),
        };
    }

    private static TlsDemand Required(TlsDemand demand, bool isNameKnown)
    {
        var required = demand with { Level = demand.Level == TlsLevel.Dane ? TlsLevel.Dane : TlsLevel.Certificate, IsTesting = false, NeedsKeyword = true, By = "REQUIRETLS" };
        return isNameKnown || demand.Refusal is not null
            ? required
            : required with { Refusal = required.Refuse("7.30", "The sender requires verified TLS, and neither DNSSEC nor MTA-STS vouches for the name of the mail exchanger") };
    }
}
