using System.Globalization;
using System.Net;
using System.Net.Sockets;
using DnsClient;
using DnsClient.Protocol;
using Microsoft.Extensions.Options;

namespace Oss.Domain.Domains.Dns;

/// <summary>What a name server said.</summary>
/// <param name="Outcome"><see cref="RecordOutcome.Match"/> when there are values, else what there is instead.</param>
/// <param name="Values">The records as zone files have them, texts put together.</param>
/// <param name="Resolver">Who answered, or was asked in vain.</param>
internal sealed record DnsReply(RecordOutcome Outcome, IReadOnlyList<string> Values, string Resolver);

/// <summary>Asks the name servers of <see cref="DomainOptions"/>, without a cache: who has just changed a record wants to know what is there now.</summary>
public sealed class DomainResolver
{
    private const int DnsPort = 53;
    private readonly LookupClient _client;
    private readonly string _asked;

    /// <summary>Makes a resolver of the settings.</summary>
    public DomainResolver(IOptions<DomainOptions> options)
    {
        IPEndPoint[] servers = [.. options.Value.Resolvers.Select(Parse)];
        var settings = servers.Length > 0 ? new LookupClientOptions(servers) : new LookupClientOptions();
        (settings.Timeout, settings.Retries, settings.UseCache, settings.ThrowDnsErrors) = (options.Value.Timeout, 1, false, false);
        _client = new LookupClient(settings);
        _asked = string.Join(", ", _client.NameServers.Select(Name));
    }

    internal async Task<DnsReply> AskAsync(string name, DnsRecordType type, CancellationToken cancellationToken)
    {
        try
        {
            var reply = await _client.QueryAsync(name, Query(type), cancellationToken: cancellationToken);
            var answered = reply.Header.ResponseCode == DnsHeaderResponseCode.NoError;
            var (resolver, values) = (Name(reply.NameServer), answered ? reply.Answers.Select(record => Text(record, type)).OfType<string>().ToList() : []);
            return new DnsReply(
                reply.Header.ResponseCode switch
                {
                    DnsHeaderResponseCode.NoError => values.Count > 0 ? RecordOutcome.Match : RecordOutcome.NoRecord,
                    DnsHeaderResponseCode.NotExistentDomain => RecordOutcome.NoName,
                    DnsHeaderResponseCode.Refused => RecordOutcome.Refused,
                    _ => RecordOutcome.ServerFailure,
                },
                values, resolver);
        }
        catch (DnsResponseException e)
        {
            return new DnsReply(e.Code == DnsResponseCode.ConnectionTimeout || e.InnerException is OperationCanceledException or TimeoutException ? RecordOutcome.Timeout : RecordOutcome.Unreachable, [], _asked);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            return new DnsReply(RecordOutcome.Unreachable, [], _asked);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new DnsReply(RecordOutcome.Timeout, [], _asked);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // A name beyond what DNS can hold: below a domain of nearly 253 octets there is no room.
            return new DnsReply(RecordOutcome.NoName, [], _asked);
        }
    }

    private static QueryType Query(DnsRecordType type) => type switch
    {
        DnsRecordType.Mx => QueryType.MX,
        DnsRecordType.Cname => QueryType.CNAME,
        DnsRecordType.Srv => QueryType.SRV,
        _ => QueryType.TXT,
    };

    private static string? Text(DnsResourceRecord record, DnsRecordType type) => (record, type) switch
    {
        (TxtRecord txt, DnsRecordType.Txt) => string.Concat(txt.Text),
        (MxRecord mx, DnsRecordType.Mx) => string.Create(CultureInfo.InvariantCulture, $"{mx.Preference} {Host(mx.Exchange)}"),
        (CNameRecord alias, DnsRecordType.Cname) => Host(alias.CanonicalName),
        (SrvRecord srv, DnsRecordType.Srv) => string.Create(CultureInfo.InvariantCulture, $"{srv.Priority} {srv.Weight} {srv.Port} {Host(srv.Target)}"),
        _ => null,
    };

    private static string Host(DnsString name) => name.Value.TrimEnd('.').ToLowerInvariant();

    private static string Name(NameServer server) => server.Port == DnsPort ? server.Address : $"{server.Address}:{server.Port.ToString(CultureInfo.InvariantCulture)}";

    private static IPEndPoint Parse(string text) =>
        IPEndPoint.TryParse(text, out var server)
            ? server.Port == 0 ? new IPEndPoint(server.Address, DnsPort) : server
            : throw new InvalidOperationException($"Oss:Domains:Resolvers has '{text}', which is not an address like 192.0.2.53 or 192.0.2.53:5353.");
}
