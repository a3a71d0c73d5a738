using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;

namespace Oss.Domain.Webhooks;

/// <summary>
/// Decides where webhooks may lead. A webhook makes this server call an address that somebody else chose: without an allow-list it is a way into the
/// network behind it (metadata services, databases, consoles). The name is checked when it is registered, and the address at each connection: a name
/// that led to a public address yesterday may lead to 127.0.0.1 today. What was checked is what is connected to.
/// </summary>
public sealed class WebhookTargets(IOptions<WebhookOptions> options)
{
    // Whatever is not globally reachable (IANA special-purpose registries), and the ranges that embed an IPv4 address.
    private static readonly IPNetwork[] Forbidden = [.. new[]
    {
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7",
        "fe80::/10", "fec0::/10", "ff00::/8",
    }.Select(text => IPNetwork.Parse(text))];

    private readonly IPNetwork[] _networks = [.. options.Value.AllowedTargets.Where(text => text.Contains('/', StringComparison.Ordinal)).Select(text => IPNetwork.Parse(text))];
    private readonly string[] _names = [.. options.Value.AllowedTargets.Where(text => !text.Contains('/', StringComparison.Ordinal))];

    /// <summary>The addresses of a name, asked once for each connection.</summary>
    internal Func<string, CancellationToken, Task<IPAddress[]>> Resolve { get; set; } = Dns.GetHostAddressesAsync;

    /// <summary>What stands against a URL; <see langword="null"/> when it may be called.</summary>
    public string? Objection(string url)
    {
        if (url.Length > Webhook.UrlLength || !Uri.TryCreate(url, UriKind.Absolute, out var uri))
            return $"This is not an absolute URL of at most {Webhook.UrlLength} characters.";
        if (uri.Scheme != Uri.UriSchemeHttps && !(uri.Scheme == Uri.UriSchemeHttp && options.Value.AllowHttp))
            return "A webhook is called by HTTPS.";
        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
            return "A webhook's URL has no user name and no fragment; messages are signed instead.";
        return _names.Any(name => Matches(name, uri))
            ? null
            : $"The host '{uri.Host}' with port {uri.Port} is not among the allowed targets; an operator lists it in Oss:Webhooks:AllowedTargets.";
    }

    /// <summary>Connects to an address of a name that may be called, and to no other.</summary>
    /// <exception cref="HttpRequestException">The name leads to an address that may not be called.</exception>
    internal async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Resolve(context.DnsEndPoint.Host, cancellationToken);
        if (addresses.Length == 0 || !addresses.All(IsAllowed))
            throw new HttpRequestException("The name leads to an address that may not be called.");

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether an address may be connected to.</summary>
    internal bool IsAllowed(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _networks.Any(network => network.Contains(plain)) || !Forbidden.Any(network => network.Contains(plain));
    }

    private static bool Matches(string allowed, Uri uri)
    {
        var colon = allowed.LastIndexOf(':');
        var (name, port) = colon > 0 ? (allowed[..colon], allowed[(colon + 1)..]) : (allowed, "443");
        if (port != uri.Port.ToString(System.Globalization.CultureInfo.InvariantCulture))
            return false;

        return name.StartsWith("*.", StringComparison.Ordinal)
            ? uri.IdnHost.EndsWith(name[1..], StringComparison.OrdinalIgnoreCase)
            : uri.IdnHost.Equals(name, StringComparison.OrdinalIgnoreCase);
    }
}
