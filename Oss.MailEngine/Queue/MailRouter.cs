using System.Net;
using System.Net.Sockets;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Lookups;
using Oss.MailEngine.Smtp.Client;
using Oss.MailEngine.TransportSecurity;

namespace Oss.MailEngine.Queue;

/// <summary>Finds the way to a domain: its own transport, the smart host, or its mail exchangers (RFC 5321 5.1).</summary>
internal sealed class MailRouter(MailEngineOptions options, MailDns dns)
{
    /// <summary>Addresses tried for one message; a domain may list hundreds.</summary>
    private const int MaxAddresses = 10;

    /// <summary>The hop for a recipient.</summary>
    public NextHop HopOf(string address, MailTransport? transport, TlsWish wish)
    {
        var domain = address[(address.LastIndexOf('@') + 1)..].ToLowerInvariant();
        var chosen = transport ?? DomainTable.Find(options.Outbound.Transports, domain) ?? options.Outbound.SmartHost;
        // All mail of one transport shares its connections, whatever the domain.
        return chosen is null ? new NextHop(null, domain, wish)
            : chosen.Protocol == MailTransportProtocol.Exchangers ? new NextHop(null, chosen.Host, wish)
            : new NextHop(chosen, "", wish);
    }

    /// <summary>The addresses to try, best first.</summary>
    public async Task<HopAddresses> FindAsync(NextHop hop, CancellationToken cancellationToken)
    {
        if (hop.Transport is { } transport && IsHere(transport))
            return Failed(554, "5.4.6", $"The way {transport} leads back to this server");
        if (hop.Transport is { } named)
            return await AddressesAsync([named.Host], named.Port, isNamed: true, isSecure: false, cancellationToken);

        if (hop.Domain is ['[', .. var literal, ']'])
        {
            return IPAddress.TryParse(literal.StartsWith("IPv6:", StringComparison.OrdinalIgnoreCase) ? literal[5..] : literal, out var address)
                ? Checked([new HopAddress(literal, new IPEndPoint(address, options.Outbound.Port))])
                : Failed(501, "5.1.3", "The address literal is not well-formed");
        }

        var answer = await dns.MailExchangersAsync(hop.Domain, cancellationToken);
        return answer.Status switch
        {
            DnsStatus.Found => await ExchangersAsync(hop.Domain, answer.Records, answer.IsSecure, cancellationToken),
            // No MX: the domain itself is its exchanger.
            DnsStatus.NoData => await AddressesAsync([hop.Domain], options.Outbound.Port, isNamed: false, answer.IsSecure, cancellationToken),
            DnsStatus.NoDomain => Failed(550, "5.1.2", $"The domain {hop.Domain} does not exist"),
            _ => Failed(451, "4.4.3", $"The mail exchangers of {hop.Domain} could not be looked up"),
        };
    }

    // What other servers reach this one by.
    private bool IsHere(MailTransport transport) =>
        transport.Protocol == MailTransportProtocol.Smtp && transport.Port == options.Outbound.Port && transport.Host.Equals(options.HostName, StringComparison.OrdinalIgnoreCase);

    private async Task<HopAddresses> ExchangersAsync(string domain, IReadOnlyList<MailExchanger> records, bool isSecure, CancellationToken cancellationToken)
    {
        if (records is [{ Host.Length: 0 }])
            return Failed(556, "5.1.10", $"The domain {domain} takes no mail");

        // Among equals at random, which spreads the load (RFC 5321 5.1).
        var exchangers = records.Where(r => r.Host.Length > 0).OrderBy(r => r.Preference).ThenBy(_ => Random.Shared.Next()).ToList();
        var here = exchangers.Find(r => r.Host.Equals(options.HostName, StringComparison.OrdinalIgnoreCase));
        if (here is not null)
            exchangers.RemoveAll(r => r.Preference >= here.Preference);
        return exchangers.Count > 0
            ? await AddressesAsync([.. exchangers.Select(r => r.Host)], options.Outbound.Port, isNamed: false, isSecure, cancellationToken)
            : Failed(554, "5.4.6", $"Mail for {domain} comes back to this server, which does not serve it");
    }

    private async Task<HopAddresses> AddressesAsync(IReadOnlyList<string> hosts, int port, bool isNamed, bool isSecure, CancellationToken cancellationToken)
    {
        var found = new List<HopAddress>();
        var isUnavailable = false;
        foreach (var host in hosts.Take(MaxAddresses))
        {
            var answer = isNamed && host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
                ? new DnsAnswer<IPAddress>(DnsStatus.Found, [IPAddress.Loopback])
                : await dns.AddressesAsync(host, cancellationToken);
            isUnavailable |= answer.IsUnavailable;
            found.AddRange(answer.Records.Select(address => new HopAddress(host, new IPEndPoint(address, port)) { IsHostSecure = isSecure, IsAddressSecure = isSecure && answer.IsSecure, AliasOf = answer.AliasOf }));
            if (found.Count >= MaxAddresses)
                break;
        }

        if (found.Count > 0)
            return isNamed ? new HopAddresses(found) : Checked(found);

        return isUnavailable
            ? Failed(451, "4.4.3", $"The address of {hosts[0]} could not be looked up")
            : isNamed ? Failed(451, "4.4.4", $"The transport {hosts[0]} has no address") : Failed(550, "5.4.4", $"The mail exchanger {hosts[0]} has no address");
    }

    private HopAddresses Checked(List<HopAddress> found)
    {
        var allowed = options.Outbound.MayReachLoopback ? found : [.. found.Where(a => !IsThisMachine(a.EndPoint.Address))];
        return allowed.Count > 0
            ? new HopAddresses([.. allowed.Take(MaxAddresses)])
            : Failed(550, "5.4.4", $"The mail exchanger {found[0].Host} has an address that nobody can send to");
    }

    private static bool IsThisMachine(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return IPAddress.IsLoopback(plain) || plain.Equals(IPAddress.Any) || plain.Equals(IPAddress.IPv6Any) || plain.IsIPv6Multicast
            || (plain.AddressFamily == AddressFamily.InterNetwork && plain.GetAddressBytes()[0] is 0 or 127 or >= 224);
    }

    private static HopAddresses Failed(int code, string status, string text) => new([], new SmtpReply(code, [$"{status} {text}"]));
}
