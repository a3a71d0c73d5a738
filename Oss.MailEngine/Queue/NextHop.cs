using System.Net;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Smtp.Client;
using Oss.MailEngine.TransportSecurity;

namespace Oss.MailEngine.Queue;

/// <summary>Where a message goes next: a named transport, or whatever exchangers a domain has. Messages with equal hops share connections and limits.</summary>
/// <param name="Transport">The transport that was named.</param>
/// <param name="Domain">The domain in lower case; empty with a transport.</param>
/// <param name="Wish">What senders want of the way; those who want different things share no connection.</param>
internal sealed record NextHop(MailTransport? Transport, string Domain, TlsWish Wish = TlsWish.AsPublished)
{
    public bool IsLmtp => Transport?.Protocol == MailTransportProtocol.Lmtp;

    /// <inheritdoc/>
    public override string ToString() => Transport?.ToString() ?? Domain;
}

/// <summary>One address of a server to try.</summary>
internal sealed record HopAddress(string Host, IPEndPoint EndPoint)
{
    /// <summary>Whether DNSSEC vouches that the server is one of the domain's.</summary>
    public bool IsHostSecure { get; init; }

    /// <summary>Whether DNSSEC vouches for the address too, so that the server's TLSA records count (RFC 7672 2.2.2).</summary>
    public bool IsAddressSecure { get; init; }

    /// <summary>The name that has the address, where the host is an alias of it.</summary>
    public string? AliasOf { get; init; }
}

/// <summary>The addresses of a hop in the order to try them, or why there are none.</summary>
internal sealed record HopAddresses(IReadOnlyList<HopAddress> Addresses, SmtpReply? Failure = null);
