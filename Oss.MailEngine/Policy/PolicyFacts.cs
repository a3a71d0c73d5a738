using System.Net;
using System.Net.Sockets;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Lookups;
using Oss.MailEngine.Policy.Authentication;
using Oss.MailEngine.Policy.Greylisting;

namespace Oss.MailEngine.Policy;

/// <summary>What checks work with.</summary>
internal sealed record PolicyServices(string HostName, MailDns Dns, GreylistBook Greylist, TimeProvider Time);

/// <summary>What is known of a client and its message so far; grows from stage to stage. Look-ups are made once.</summary>
internal sealed class PolicyFacts(PolicyServices services, IPAddress? client) : IDisposable
{
    private readonly Dictionary<string, Task<DnsAnswer<IPAddress>>> _listings = [];
    private readonly List<IDisposable> _places = [];
    private Task<ReverseName>? _reverse;
    private (string Sender, string Helo, Task<SpfOutcome> Outcome)? _spf;

    public PolicyServices Services => services;

    public IPAddress? Client => client;

    /// <summary>The connection itself; nothing when another server asks on behalf of its client.</summary>
    public MailConnection? Connection { get; init; }

    public string Helo { get; set; } = "";

    /// <summary>The reverse path; empty for the null sender.</summary>
    public string Sender { get; set; } = "";

    public string Recipient { get; set; } = "";

    /// <summary>Octets, declared or counted.</summary>
    public long Size { get; set; }

    /// <summary>Recipients of the message that were accepted.</summary>
    public int Recipients { get; set; }

    /// <summary>Who logged in.</summary>
    public string? Account { get; set; }

    public bool IsEncrypted { get; set; }

    /// <summary>Names the message for external servers.</summary>
    public string Instance { get; set; } = "";

    public PolicyStage Stage { get; set; }

    /// <summary>What was found out of the message itself; nothing before its end.</summary>
    public MessageAuthentication? Authentication { get; set; }

    /// <summary>Points against and for the client by stage.</summary>
    public int[] Scores { get; } = new int[Enum.GetValues<PolicyStage>().Length];

    /// <summary>Given back when the connection ends.</summary>
    public void Hold(IDisposable place) => _places.Add(place);

    /// <summary>The client's network, with so many bits.</summary>
    public string Network(int bitsV4 = PolicyLimits.NetworkV4, int bitsV6 = PolicyLimits.NetworkV6) => client is null ? "" : NetworkOf(client, bitsV4, bitsV6);

    /// <summary>A network as <c>192.0.2.0/24</c>.</summary>
    public static string NetworkOf(IPAddress address, int bitsV4, int bitsV6)
    {
        var octets = address.GetAddressBytes();
        var bits = octets.Length == 4 ? bitsV4 : bitsV6;
        for (var i = 0; i < octets.Length; i++)
            octets[i] &= (byte)(i * 8 >= bits ? 0 : i * 8 + 8 <= bits ? 0xFF : 0xFF << (8 - (bits - (i * 8))));
        return $"{new IPAddress(octets)}/{bits}";
    }

    /// <summary>The domain of an address; empty without one.</summary>
    public static string DomainOf(string address) => address.LastIndexOf('@') is >= 0 and var at ? address[(at + 1)..].ToLowerInvariant() : "";

    /// <summary>The client's name by its address, and whether the name leads back (RFC 8601 2.7.3, iprev).</summary>
    public Task<ReverseName> ReverseNameAsync() => _reverse ??= LookUpAsync();

    /// <summary>What a list says of the client, or of a domain.</summary>
    public Task<DnsAnswer<IPAddress>> ListingAsync(string name)
    {
        if (!_listings.TryGetValue(name, out var asked))
            _listings[name] = asked = services.Dns.AddressesAsync(name, AddressFamily.InterNetwork, CancellationToken.None);
        return asked;
    }

    /// <summary>What the sender's domain says of the client; of the name in the greeting, for the null sender (RFC 7208 2.4).</summary>
    public Task<SpfOutcome> SpfAsync()
    {
        if (_spf is not { } known || known.Sender != Sender || known.Helo != Helo)
            _spf = known = (Sender, Helo, client is null ? Task.FromResult(SpfOutcome.None) : new SpfEvaluation(services.Dns, client, Sender, Helo, services.HostName, services.Time).CheckAsync(CancellationToken.None));
        return known.Outcome;
    }

    public void Dispose() => _places.ForEach(place => place.Dispose());

    private async Task<ReverseName> LookUpAsync()
    {
        if (client is null)
            return new ReverseName("", IsConfirmed: false, IsUnavailable: false);

        var names = await services.Dns.NamesAsync(client, CancellationToken.None);
        // More than a few names are no names; each costs two look-ups.
        foreach (var name in names.Records.Take(3))
        {
            var back = await services.Dns.AddressesAsync(name, client.AddressFamily, CancellationToken.None);
            if (back.Records.Contains(client))
                return new ReverseName(name.ToLowerInvariant(), IsConfirmed: true, IsUnavailable: false);
            if (back.IsUnavailable)
                return new ReverseName(name.ToLowerInvariant(), IsConfirmed: false, IsUnavailable: true);
        }

        return new ReverseName(names.Records is [var first, ..] ? first.ToLowerInvariant() : "", IsConfirmed: false, names.IsUnavailable);
    }
}

/// <summary>A client's name by its address.</summary>
/// <param name="Name">Empty without one.</param>
/// <param name="IsConfirmed">Whether the name has the address.</param>
/// <param name="IsUnavailable">Whether DNS did not say; no reason to refuse for ever.</param>
internal sealed record ReverseName(string Name, bool IsConfirmed, bool IsUnavailable);
