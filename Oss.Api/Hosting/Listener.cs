using System.Net;
using System.Net.Sockets;
using Oss.MailEngine;

namespace Oss.Api.Hosting;

/// <summary>One address the node listens on, and for what.</summary>
/// <param name="Name">The setting's name below <c>Oss:Listen</c>: <c>Http</c>, <c>Https</c>, <c>Smtp</c> …</param>
/// <param name="EndPoint">Address and port; port 0 takes a free one.</param>
/// <param name="Mail">The mail protocol; <see langword="null"/> for HTTP and HTTPS.</param>
public sealed record Listener(string Name, IPEndPoint EndPoint, MailListener? Mail)
{
    /// <summary>True for the listener that speaks TLS from the first byte.</summary>
    public bool IsHttps => Name == "Https";

    /// <summary>True when only programs on this machine can connect.</summary>
    public bool IsLoopback => IPAddress.IsLoopback(EndPoint.Address);

    /// <summary>Reads <c>Oss:Listen</c>; what a node's roles do not need is left out.</summary>
    public static IReadOnlyList<Listener> From(OssOptions options)
    {
        var web = options.HasRole("api") || options.HasRole("console");
        var mail = options.HasRole("mail");
        if (!web && !mail)
            throw new ConfigurationException($"Oss:Roles is '{options.Roles}'; it takes any of api, console, mail.");

        return
        [
            .. Read(options, web, "Http", null),
            .. Read(options, web, "Https", null),
            .. Enum.GetValues<MailListener>().SelectMany(protocol => Read(options, mail, protocol.ToString(), protocol)),
        ];
    }

    /// <summary>True when something else listens there already.</summary>
    public bool IsTaken()
    {
        if (EndPoint.Port == 0)
            return false;

        using var probe = new Socket(EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            probe.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            probe.Bind(EndPoint);
            probe.Listen();
            return false;
        }
        catch (SocketException)
        {
            return true;
        }
    }

    private static IEnumerable<Listener> Read(OssOptions options, bool wanted, string name, MailListener? protocol)
    {
        if (!wanted || !options.Listen.TryGetValue(name, out var text) || text.Length == 0)
            yield break;

        if (!IPEndPoint.TryParse(text, out var endPoint) || !text.Contains(':', StringComparison.Ordinal))
            throw new ConfigurationException($"Oss:Listen:{name} is '{text}'; it reads like 127.0.0.1:2143 or [::]:143.");

        var listener = new Listener(name, endPoint, protocol);
        if (name == "Http" && !listener.IsLoopback && options.TrustedProxies.Length == 0)
            throw new ConfigurationException(
                $"Oss:Listen:Http is {text}: passwords would cross the network in clear. Use Oss:Listen:Https, or name the TLS proxy in front in Oss:TrustedProxies.");

        yield return listener;
    }
}
