using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Oss.MailEngine;
using Oss.MailEngine.Directory;

namespace Oss.Api.Hosting;

/// <summary>Section <c>Oss:Outbound</c>: how mail leaves the platform.</summary>
public sealed class OutboundSection
{
    private static readonly OutboundOptions Defaults = new();

    /// <summary>Takes all mail to other platforms, e.g. <c>smtp:relay.example.net:25</c>; empty to ask DNS.</summary>
    public string SmartHost { get; set; } = "";

    /// <summary>Name by which this server logs in to the smart host, which is then <c>smtps:…</c>; empty when it need not.</summary>
    public string SmartHostUser { get; set; } = "";

    /// <summary>A file with the password for that; read at each login.</summary>
    public string SmartHostPasswordFile { get; set; } = "";

    /// <summary>Ways of their own by domain (<c>example.org</c>, or <c>.example.org</c> for all below it): <c>smtp:host:port</c>, <c>smtps:host:port</c>, <c>lmtp:host:port</c>.</summary>
    public Dictionary<string, string> Transports { get; set; } = [];

    /// <summary>Name servers (<c>192.0.2.53:53</c>), separated by commas; empty for the machine's own.</summary>
    public string NameServers { get; set; } = "";

    /// <summary>Port of mail exchangers.</summary>
    public int Port { get; set; } = 25;

    /// <summary>Addresses to send from, separated by commas, at most one of each family.</summary>
    public string SourceAddresses { get; set; } = "";

    /// <summary>Others for some servers, by the domain whose exchangers they are or by a transport's host (<c>example.org</c>, or <c>.example.org</c> for all below it).</summary>
    public Dictionary<string, string> Sources { get; set; } = [];

    /// <summary>Whether an exchanger may be this machine; for tests.</summary>
    public bool MayReachLoopback { get; set; }

    /// <summary>Whether domains' MTA-STS policies are looked up and kept to.</summary>
    public bool MtaSts { get; set; } = true;

    /// <summary>Port of the web servers that have the policies; for tests.</summary>
    public int MtaStsPort { get; set; } = Defaults.MtaStsPort;

    /// <summary>Whether TLSA records count (DANE): <c>auto</c> where all name servers are on this machine, <c>on</c> when the way to them can be trusted too, <c>off</c>.</summary>
    public string Dane { get; set; } = "auto";

    /// <summary>Authorities that are trusted besides the machine's: a file of certificates (PEM).</summary>
    public string AuthoritiesFile { get; set; } = "";

    /// <summary>Sender of reports about TLS to the domains that want them, in a domain that is signed for here; empty sends none.</summary>
    public string TlsReportsFrom { get; set; } = "";

    /// <summary>Whose reports they are, in words; empty for the sender's domain.</summary>
    public string TlsReportsOrganization { get; set; } = "";

    /// <summary>Domain of rewritten senders of forwards; empty for the node's name.</summary>
    public string SrsDomain { get; set; } = "";

    /// <summary>Signs rewritten senders; the same on all nodes. Empty for one made and kept.</summary>
    public string SrsSecret { get; set; } = "";

    /// <summary>Connections at one time to one destination.</summary>
    public int ConnectionsPerDestination { get; set; } = Defaults.ConnectionsPerDestination;

    /// <summary>Wait before the second attempt; each further one waits twice as long.</summary>
    public TimeSpan FirstRetry { get; set; } = Defaults.FirstRetry;

    /// <summary>Longest wait between attempts.</summary>
    public TimeSpan LongestRetry { get; set; } = Defaults.LongestRetry;

    /// <summary>How long delivery is tried.</summary>
    public TimeSpan Expiry { get; set; } = Defaults.Expiry;

    /// <summary>When the sender is told that a message is late.</summary>
    public TimeSpan DelayWarning { get; set; } = Defaults.DelayWarning;

    /// <summary>Networks that may send without a password (<c>192.0.2.0/24</c>), separated by commas.</summary>
    public string RelayNetworks { get; set; } = "";

    /// <summary>The engine's settings.</summary>
    /// <exception cref="ConfigurationException">A value cannot be read.</exception>
    public OutboundOptions ToOptions(string queueDirectory, string securityDirectory) => new()
    {
        QueueDirectory = queueDirectory,
        SmartHost = SmartHost.Length > 0 ? Transport("SmartHost", SmartHost) : null,
        SmartHostLogin = Login(),
        Transports = Transports.ToDictionary(t => t.Key.ToLowerInvariant(), t => Transport($"Transports:{t.Key}", t.Value)),
        NameServers = [.. Split(NameServers).Select(text => IPEndPoint.TryParse(text, out var server) ? (server.Port == 0 ? new IPEndPoint(server.Address, 53) : server) : throw Wrong("NameServers", text, "192.0.2.53:53"))],
        Port = Port,
        SourceAddresses = Addresses("SourceAddresses", SourceAddresses),
        Sources = Sources.ToDictionary(s => s.Key.ToLowerInvariant(), s => Addresses($"Sources:{s.Key}", s.Value)),
        MayReachLoopback = MayReachLoopback,
        MtaSts = MtaSts,
        MtaStsPort = MtaStsPort,
        TrustNameServers = Dane.ToUpperInvariant() switch { "AUTO" => null, "ON" => true, "OFF" => false, _ => throw Wrong("Dane", Dane, "auto, on or off") },
        Authorities = Certificates(AuthoritiesFile),
        TransportSecurityDirectory = securityDirectory,
        TlsReportsFrom = TlsReportsFrom.Length == 0 ? null : TlsReportsFrom.IndexOf('@', StringComparison.Ordinal) > 0 ? TlsReportsFrom : throw Wrong("TlsReportsFrom", TlsReportsFrom, "tls-reports@isp.example"),
        TlsReportsOrganization = TlsReportsOrganization.Length > 0 ? TlsReportsOrganization : null,
        SrsDomain = SrsDomain.Length > 0 ? SrsDomain : null,
        SrsSecret = SrsSecret.Length > 0 ? SrsSecret : null,
        ConnectionsPerDestination = ConnectionsPerDestination is > 0 and <= 1000 ? ConnectionsPerDestination : throw Wrong("ConnectionsPerDestination", $"{ConnectionsPerDestination}", "10"),
        FirstRetry = Wait("FirstRetry", FirstRetry),
        LongestRetry = Wait("LongestRetry", LongestRetry),
        Expiry = Wait("Expiry", Expiry),
        DelayWarning = Wait("DelayWarning", DelayWarning),
    };

    private SmartHostLogin? Login()
    {
        if (SmartHostUser.Length == 0 && SmartHostPasswordFile.Length == 0)
            return null;
        if (!SmartHost.StartsWith("smtps:", StringComparison.OrdinalIgnoreCase))
            throw new ConfigurationException("Oss:Outbound:SmartHostUser needs a smart host that is reached in TLS: Oss:Outbound:SmartHost reads like smtps:relay.example.net:587.");
        if (SmartHostUser.Length == 0)
            throw Wrong("SmartHostUser", SmartHostUser, "platform@isp.example, whose password is in Oss:Outbound:SmartHostPasswordFile");

        try
        {
            return File.ReadAllText(SmartHostPasswordFile).Trim('\r', '\n').Length > 0
                ? new SmartHostLogin(SmartHostUser, SmartHostPasswordFile)
                : throw Wrong("SmartHostPasswordFile", SmartHostPasswordFile, "/etc/oss/smarthost-password, a file that has the password");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw Wrong("SmartHostPasswordFile", SmartHostPasswordFile, "/etc/oss/smarthost-password, a file that can be read");
        }
    }

    private static X509Certificate2Collection Certificates(string path)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            if (path.Length > 0)
                certificates.ImportFromPemFile(path);
            return certificates;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw Wrong("AuthoritiesFile", path, "/etc/oss/authorities.pem, a file of certificates that can be read");
        }
    }

    private static TimeSpan Wait(string name, TimeSpan wait) => wait > TimeSpan.Zero ? wait : throw Wrong(name, $"{wait}", "00:05:00, or 5.00:00:00 for days");

    private static IReadOnlyList<IPAddress> Addresses(string name, string list) =>
        [.. Split(list).Select(text => IPAddress.TryParse(text, out var address) ? address : throw Wrong(name, text, "192.0.2.25"))];

    private static MailTransport Transport(string name, string text) => MailTransport.TryParse(text) ?? throw Wrong(name, text, "smtp:relay.example.net:25");

    private static ConfigurationException Wrong(string name, string text, string example) => new($"Oss:Outbound:{name} is '{text}'; it reads like {example}.");

    private static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
