using System.Net;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Smtp.Client;

namespace Oss.MailEngine.Queue;

/// <summary>Where a message goes next: a named transport, or whatever exchangers a domain has. Messages with equal hops share connections and limits.</summary>
internal sealed record NextHop(MailTransport? Transport, string Domain)
{
    public bool IsLmtp => Transport?.Protocol == MailTransportProtocol.Lmtp;

    /// <inheritdoc/>
    public override string ToString() => Transport?.ToString() ?? Domain;
}

/// <summary>One address of a server to try.</summary>
internal sealed record HopAddress(string Host, IPEndPoint EndPoint);

/// <summary>The addresses of a hop in the order to try them, or why there are none.</summary>
internal sealed record HopAddresses(IReadOnlyList<HopAddress> Addresses, SmtpReply? Failure = null);
