using System.Net;
using System.Security.Cryptography.X509Certificates;
using Oss.MailEngine.Directory;

namespace Oss.MailEngine;

/// <summary>How mail leaves the platform.</summary>
public sealed record OutboundOptions
{
    /// <summary>Directory of the queue, on a local disk; <see langword="null"/> for <c>queue</c> below the spool directory.</summary>
    public string? QueueDirectory { get; init; }

    /// <summary>Takes all mail to other platforms; <see langword="null"/> to ask DNS for each domain's mail exchangers (RFC 5321 5.1).</summary>
    public MailTransport? SmartHost { get; init; }

    /// <summary>What this server logs in to the smart host with, in TLS only; <see langword="null"/> when it need not.</summary>
    public SmartHostLogin? SmartHostLogin { get; init; }

    /// <summary>Ways of their own, by domain; <c>.example.org</c> stands for all below it.</summary>
    public IReadOnlyDictionary<string, MailTransport> Transports { get; init; } = new Dictionary<string, MailTransport>();

    /// <summary>Name servers to ask; none for the machine's own.</summary>
    public IReadOnlyList<IPEndPoint> NameServers { get; init; } = [];

    /// <summary>Port of mail exchangers.</summary>
    public int Port { get; init; } = 25;

    /// <summary>Addresses to send from, at most one of each family; the system chooses for a family without.</summary>
    public IReadOnlyList<IPAddress> SourceAddresses { get; init; } = [];

    /// <summary>Others to send from to some servers, at most one of each family: by the domain whose exchangers they are, or by a transport's host, in lower case; <c>.example.org</c> stands for all below it.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<IPAddress>> Sources { get; init; } = new Dictionary<string, IReadOnlyList<IPAddress>>();

    /// <summary>Whether a mail exchanger's address may be this machine. Anybody can publish an MX of 127.0.0.1, and would talk to what listens here.</summary>
    public bool MayReachLoopback { get; init; }

    /// <summary>Whether domains' MTA-STS policies are looked up and kept to (RFC 8461).</summary>
    public bool MtaSts { get; init; } = true;

    /// <summary>Port of the web servers that have the policies.</summary>
    public int MtaStsPort { get; init; } = 443;

    /// <summary>Whether the name servers are believed that DNSSEC vouches for an answer, so that TLSA records count (DANE, RFC 7672); <see langword="null"/> when they are all on this machine.</summary>
    public bool? TrustNameServers { get; init; }

    /// <summary>Authorities whose certificates are trusted besides those that the machine trusts.</summary>
    public X509Certificate2Collection Authorities { get; init; } = [];

    /// <summary>Directory of policies and of what is counted for reports; <see langword="null"/> for <c>transport-security</c> below the spool directory.</summary>
    public string? TransportSecurityDirectory { get; init; }

    /// <summary>Sender of reports about TLS to the domains that want them (RFC 8460); <see langword="null"/> sends none.</summary>
    public string? TlsReportsFrom { get; init; }

    /// <summary>Whose reports they are, in words; <see langword="null"/> for the domain of their sender.</summary>
    public string? TlsReportsOrganization { get; init; }

    /// <summary>Domain of rewritten senders (SRS); it must lead here. <see langword="null"/> for the node's host name.</summary>
    public string? SrsDomain { get; init; }

    /// <summary>Signs rewritten senders; all nodes have the same. <see langword="null"/> for one made and kept in the queue directory.</summary>
    public string? SrsSecret { get; init; }

    /// <summary>Wait before the second attempt; each further one waits twice as long.</summary>
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Longest wait between attempts.</summary>
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromHours(4);

    /// <summary>How long delivery is tried before the sender is told that it failed (RFC 5321 4.5.4.1: four to five days).</summary>
    public TimeSpan Expiry { get; init; } = TimeSpan.FromDays(5);

    /// <summary>When the sender is told that a message is late.</summary>
    public TimeSpan DelayWarning { get; init; } = TimeSpan.FromHours(4);

    /// <summary>Connections at one time to one destination.</summary>
    public int ConnectionsPerDestination { get; init; } = 10;
}

/// <summary>What this server logs in to a smart host with.</summary>
/// <param name="User">The user's name.</param>
/// <param name="PasswordFile">A file whose content is the password, read at each login.</param>
public sealed record SmartHostLogin(string User, string PasswordFile);
