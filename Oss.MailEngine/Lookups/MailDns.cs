using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;

namespace Oss.MailEngine.Lookups;

/// <summary>The look-ups that mail needs. Answers are cached for their time to live by DnsClient.</summary>
internal sealed class MailDns
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly IdnMapping Idn = new() { AllowUnassigned = false, UseStd3AsciiRules = false };

    // A chain of aliases that is longer leads nowhere.
    private const int MaxAliases = 8;

    private readonly LookupClient _client;
    private readonly bool _isTrusted;

    /// <param name="nameServers">Whom to ask; none for the machine's own.</param>
    /// <param name="patience">Wait for one answer; <see langword="null"/> for what the delivery of mail can afford.</param>
    /// <param name="retries">How often one is asked again.</param>
    /// <param name="trust">Whether the name servers' word that DNSSEC vouches for an answer is taken; <see langword="null"/> when they are all on this machine, where nobody can change it on its way.</param>
    public MailDns(IReadOnlyList<IPEndPoint> nameServers, TimeSpan? patience = null, int retries = 2, bool? trust = false)
    {
        var options = nameServers.Count > 0 ? new LookupClientOptions([.. nameServers]) : new LookupClientOptions();
        options.Timeout = patience ?? Patience;
        options.Retries = retries;
        options.UseCache = true;
        options.ThrowDnsErrors = false;
        options.MaximumCacheTimeout = TimeSpan.FromHours(1);
        _client = new LookupClient(options);
        _isTrusted = trust ?? (_client.NameServers.Count > 0 && _client.NameServers.All(s => IPAddress.TryParse(s.Address, out var address) && IPAddress.IsLoopback(address)));
        if (!_isTrusted)
            return;
        options.RequestDnsSecRecords = true;
        _client = new LookupClient(options);
    }

    /// <summary>A domain in the form DNS knows (RFC 5891); <see langword="null"/> when it has none.</summary>
    public static string? ToAscii(string domain)
    {
        try
        {
            return domain.All(char.IsAscii) ? domain : Idn.GetAscii(domain);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    public async Task<DnsAnswer<MailExchanger>> MailExchangersAsync(string domain, CancellationToken cancellationToken) =>
        await AskAsync<MxRecord, MailExchanger>(domain, QueryType.MX, r => new MailExchanger(r.Preference, Name(r.Exchange)), cancellationToken);

    public async Task<DnsAnswer<string>> TextAsync(string name, CancellationToken cancellationToken) =>
        await AskAsync<TxtRecord, string>(name, QueryType.TXT, r => string.Concat(r.Text), cancellationToken);

    /// <summary>Addresses of one family.</summary>
    public async Task<DnsAnswer<IPAddress>> AddressesAsync(string host, AddressFamily family, CancellationToken cancellationToken) => family == AddressFamily.InterNetworkV6
        ? await AskAsync<AaaaRecord, IPAddress>(host, QueryType.AAAA, r => r.Address, cancellationToken)
        : await AskAsync<ARecord, IPAddress>(host, QueryType.A, r => r.Address, cancellationToken);

    /// <summary>Addresses of both families, IPv6 first; found when either is.</summary>
    public async Task<DnsAnswer<IPAddress>> AddressesAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host, out var literal))
            return new(DnsStatus.Found, [literal]);

        var (six, four) = (await AddressesAsync(host, AddressFamily.InterNetworkV6, cancellationToken), await AddressesAsync(host, AddressFamily.InterNetwork, cancellationToken));
        return six.IsFound || four.IsFound
            ? new(DnsStatus.Found, [.. six.Records, .. four.Records]) { IsSecure = (six.IsSecure || !six.IsFound) && (four.IsSecure || !four.IsFound), AliasOf = six.AliasOf ?? four.AliasOf }
            : six.IsUnavailable ? six : four;
    }

    /// <summary>Whether DNSSEC vouches for it that a name is an alias, wherever it leads.</summary>
    public async Task<DnsAnswer<string>> AliasAsync(string name, CancellationToken cancellationToken) =>
        await AskAsync<CNameRecord, string>(name, QueryType.CNAME, r => Name(r.CanonicalName), cancellationToken);

    /// <summary>What certificates a server has, as DNS says (RFC 6698).</summary>
    public async Task<DnsAnswer<TlsaAssociation>> TlsaAsync(int port, string host, CancellationToken cancellationToken) => await AskAsync<TlsaRecord, TlsaAssociation>(
        string.Create(CultureInfo.InvariantCulture, $"_{port}._tcp.{host}"), QueryType.TLSA,
        r => new TlsaAssociation((byte)r.CertificateUsage, (byte)r.Selector, (byte)r.MatchingType, [.. r.CertificateAssociationData]), cancellationToken);

    /// <summary>Names of an address, by its PTR records.</summary>
    public async Task<DnsAnswer<string>> NamesAsync(IPAddress address, CancellationToken cancellationToken) =>
        await AskAsync<PtrRecord, string>(address.GetArpaName(), QueryType.PTR, r => Name(r.PtrDomainName), cancellationToken);

    private async Task<DnsAnswer<TAnswer>> AskAsync<TRecord, TAnswer>(string name, QueryType type, Func<TRecord, TAnswer> read, CancellationToken cancellationToken)
        where TRecord : DnsResourceRecord
    {
        if (ToAscii(name) is not { Length: > 0 and <= 253 } ascii || ascii.Split('.') is var labels && labels.Any(l => l.Length > 63) || ascii.Trim('.').Contains("..", StringComparison.Ordinal))
            return new(DnsStatus.NoDomain, []);

        try
        {
            var response = await _client.QueryAsync(ascii, type, cancellationToken: cancellationToken);
            var records = response.Answers.OfType<TRecord>().Select(read).ToList();
            return response.Header.ResponseCode switch
            {
                DnsHeaderResponseCode.NoError => new(records.Count > 0 ? DnsStatus.Found : DnsStatus.NoData, records)
                {
                    IsSecure = _isTrusted && response.Header.IsAuthenticData, AliasOf = type == QueryType.CNAME ? null : AliasOf(ascii, response.Answers),
                },
                DnsHeaderResponseCode.NotExistentDomain => new(DnsStatus.NoDomain, []) { IsSecure = _isTrusted && response.Header.IsAuthenticData },
                _ => new(DnsStatus.Unavailable, []),
            };
        }
        catch (Exception e) when (e is DnsResponseException or SocketException or ArgumentException or InvalidOperationException or IOException)
        {
            return new(DnsStatus.Unavailable, []);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(DnsStatus.Unavailable, []);
        }
    }

    // The end of the chain that the resolver followed, which comes with its answer (RFC 1034 4.3.2).
    private static string? AliasOf(string name, IReadOnlyList<DnsResourceRecord> answers)
    {
        string? last = null;
        for (var left = MaxAliases; left > 0 && answers.OfType<CNameRecord>().FirstOrDefault(r => Name(r.DomainName).Equals((last ?? name).TrimEnd('.'), StringComparison.OrdinalIgnoreCase)) is { } alias; left--)
            last = Name(alias.CanonicalName).ToLowerInvariant();
        return last;
    }

    private static string Name(DnsString name) => name.Value.TrimEnd('.');
}
