using System.Net;
using Oss.Domain.Persistence;
using Oss.Domain.Trace;
using Oss.MailEngine;
using Oss.MailEngine.Sieve;

namespace Oss.Api.Hosting;

/// <summary>The node's settings: section <c>Oss</c> of <c>appsettings.json</c>, environment (<c>Oss__Listen__Imap=…</c>)
/// or command line (<c>--Oss:Listen:Imap=…</c>), the later winning.</summary>
public sealed class OssOptions
{
    /// <summary>Any of <c>api</c>, <c>console</c>, <c>mail</c>, separated by commas.</summary>
    public string Roles { get; set; } = "api,console,mail";

    /// <summary>Where everything lives that this node writes, unless told otherwise.</summary>
    public string DataDirectory { get; set; } = "./data";

    /// <summary>The name the node greets with; empty for the machine's own.</summary>
    public string HostName { get; set; } = "";

    /// <summary>Which database, and where.</summary>
    public DatabaseSection Database { get; set; } = new();

    /// <summary>The certificate for HTTPS and all mail ports; empty for one that is generated.</summary>
    public CertificateSection Certificate { get; set; } = new();

    /// <summary>Where to listen, by protocol; empty for not at all.</summary>
    public Dictionary<string, string> Listen { get; set; } = [];

    /// <summary>Addresses of reverse proxies whose <c>X-Forwarded-*</c> headers are believed, separated by commas.</summary>
    public string TrustedProxies { get; set; } = "";

    /// <summary>How much one node takes at a time.</summary>
    public LimitsSection Limits { get; set; } = new();

    /// <summary>Balancers that begin each mail connection with a PROXY header, as networks separated by commas.</summary>
    public string ProxyNetworks { get; set; } = "";

    /// <summary>Proxies whose XCLIENT is believed, as networks separated by commas.</summary>
    public string XClientNetworks { get; set; } = "";

    /// <summary>Whose mail is taken.</summary>
    public PolicySection Policy { get; set; } = new();

    /// <summary>How users may log in before TLS, from other machines.</summary>
    public LoginBeforeTls LoginBeforeTls { get; set; }

    /// <summary>The provider whose access tokens let mail users in.</summary>
    public OpenIdSection OpenId { get; set; } = new();

    /// <summary>How mail leaves the platform.</summary>
    public OutboundSection Outbound { get; set; } = new();

    /// <summary>The volumes; empty for one below the data directory.</summary>
    public List<VolumeSection> Volumes { get; set; } = [];

    /// <summary>The file that says who shares folders with whom; one for all nodes, so on a volume when there are several. <see langword="null"/> for one below the data directory.</summary>
    public string? SharedMailboxesFile { get; set; }

    /// <summary>Mail filters.</summary>
    public SieveSection Sieve { get; set; } = new();

    /// <summary>Filters of spam and viruses.</summary>
    public ContentFilterSection ContentFilters { get; set; } = new();

    /// <summary>Records of messages and logins.</summary>
    public TraceOptions Trace { get; set; } = new();

    /// <summary>Reads the settings.</summary>
    /// <exception cref="ConfigurationException">One that is given is no setting, or has a value that is none of its kind.</exception>
    public static OssOptions Read(IConfiguration configuration)
    {
        var oss = configuration.GetSection("Oss");
        KnownSettings.Ensure(oss);
        return oss.Get<OssOptions>() ?? new OssOptions();
    }

    /// <summary>Whether this node plays a role.</summary>
    public bool HasRole(string role) => Split(Roles).Contains(role, StringComparer.OrdinalIgnoreCase);

    /// <summary>A path below the data directory, made absolute.</summary>
    public string DataPath(params string[] parts) => Path.GetFullPath(Path.Combine([DataDirectory, .. parts]));

    /// <summary>The database settings with the embedded default filled in.</summary>
    public OssDatabaseOptions DatabaseOptions() => new(
        Database.Provider,
        Database.ConnectionString is { Length: > 0 } given
            ? given
            : Database.Provider == DatabaseProvider.Sqlite
                ? $"Data Source={DataPath("oss.db")}"
                : throw new ConfigurationException("Oss:Database:ConnectionString is missing; for MariaDB it reads like \"Server=127.0.0.1;Database=oss;User=oss;Password=…\"."));

    /// <summary>The volumes with the embedded default filled in.</summary>
    public IReadOnlyList<VolumeOptions> VolumeOptions() => Volumes.Count == 0
        ? [new VolumeOptions("vol1", DataPath("volumes", "vol1"))]
        : [.. Volumes.Select(volume => new VolumeOptions(volume.Name, Path.GetFullPath(volume.Path), volume.Weight))];

    /// <summary>The name to greet with.</summary>
    public string EffectiveHostName() => HostName.Length > 0 ? HostName : Dns.GetHostName().ToLowerInvariant();

    /// <summary>The believed proxies.</summary>
    public IReadOnlyList<IPAddress> ProxyAddresses() => [.. Split(TrustedProxies).Select(text =>
        IPAddress.TryParse(text, out var address)
            ? address
            : throw new ConfigurationException($"Oss:TrustedProxies has '{text}', which is not an IP address."))];

    /// <summary>The networks of a setting.</summary>
    /// <exception cref="ConfigurationException">One of them is none.</exception>
    public static IReadOnlyList<System.Net.IPNetwork> Networks(string setting, string list) => [.. Split(list).Select(text =>
        System.Net.IPNetwork.TryParse(text, out var network) ? network : throw new ConfigurationException($"Oss:{setting} has '{text}'; a network reads like 192.0.2.0/24."))];

    private static string[] Split(string list) =>
        list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Section <c>Oss:Database</c>.</summary>
    public sealed class DatabaseSection
    {
        /// <summary><c>Sqlite</c> or <c>MySql</c> (MariaDB too).</summary>
        public DatabaseProvider Provider { get; set; }

        /// <summary>ADO.NET connection string.</summary>
        public string ConnectionString { get; set; } = "";
    }

    /// <summary>Section <c>Oss:Certificate</c>: PEM files.</summary>
    public sealed class CertificateSection
    {
        /// <summary>The certificate chain.</summary>
        public string Path { get; set; } = "";

        /// <summary>The private key; empty when it is in the same file.</summary>
        public string KeyPath { get; set; } = "";
    }

    /// <summary>Section <c>Oss:Limits</c>; what is absent keeps its default.</summary>
    public sealed class LimitsSection
    {
        /// <summary>Connections at one time to all mail ports together.</summary>
        public int? MaxConnections { get; set; }

        /// <summary>Connections at one time from one address; raise it for a proxy or a webmail that all users come through.</summary>
        public int? MaxConnectionsPerAddress { get; set; }

        /// <summary>Largest message taken, in bytes.</summary>
        public long? MaxMessageBytes { get; set; }
    }

    /// <summary>Section <c>Oss:Sieve</c>: scripts of the administrator, as files.</summary>
    public sealed class SieveSection
    {
        /// <summary>Run before each user's own, in this order.</summary>
        public string[] Before { get; set; } = [];

        /// <summary>Run after it.</summary>
        public string[] After { get; set; } = [];

        /// <summary>Run at events of IMAP, around each user's own.</summary>
        public EventSection[] Events { get; set; } = [];

        /// <summary>Where <c>include :global</c> looks.</summary>
        public string? GlobalDirectory { get; set; }

        /// <summary>Where clients find ManageSieve, <c>sieve://host:port</c>, when that is not this node.</summary>
        public string? Url { get; set; }

        /// <summary>As the engine takes it; each script is compiled once, so that a wrong one is told at the start.</summary>
        public SieveOptions ToOptions(OssOptions node)
        {
            foreach (var path in Before.Concat(After))
                Check(path, SieveTool.Check);
            foreach (var path in Events.SelectMany(events => events.Before.Concat(events.After)))
                Check(path, SieveTool.CheckForEvents);
            return new SieveOptions
            {
                Before = Before, After = After, Events = [.. Events.Select((events, number) => events.ToScripts($"Oss:Sieve:Events:{number}"))], GlobalDirectory = GlobalDirectory, Url = Url ?? NodeUrl(node),
            };
        }

        private static void Check(string path, Func<ReadOnlyMemory<byte>, SieveReport> compile)
        {
            if (!File.Exists(path))
                throw new ConfigurationException($"Oss:Sieve names the script {path}, which is not there.");
            if (compile(File.ReadAllBytes(path)).Errors is [var error, ..])
                throw new ConfigurationException($"Oss:Sieve names the script {path}, which does not compile: {error}");
        }

        // The default port stands for itself (RFC 5804 3).
        private static string NodeUrl(OssOptions node) =>
            node.Listen.TryGetValue("ManageSieve", out var listen) && IPEndPoint.TryParse(listen, out var endPoint) && endPoint.Port is not 0 and not 4190
                ? $"sieve://{node.EffectiveHostName()}:{endPoint.Port}"
                : $"sieve://{node.EffectiveHostName()}";
    }

    /// <summary>One of <c>Oss:Sieve:Events</c>.</summary>
    public sealed class EventSection
    {
        /// <summary>The folder by name, with <c>*</c> and <c>?</c>, or by use, <c>\Junk</c>.</summary>
        public string Folder { get; set; } = "";

        /// <summary>Where copied messages came from, said in the same way.</summary>
        public string? From { get; set; }

        /// <summary>Which events: <c>Append</c>, <c>Copy</c>, <c>Flag</c>, with commas.</summary>
        public ImapCauses Causes { get; set; } = ImapCauses.All;

        /// <summary>Run before each user's own, in this order.</summary>
        public string[] Before { get; set; } = [];

        /// <summary>Run after it.</summary>
        public string[] After { get; set; } = [];

        internal EventScripts ToScripts(string setting)
        {
            if (Folder.Length == 0)
                throw new ConfigurationException($"{setting}:Folder is missing: the folder whose events the scripts are for, such as Junk, * or \\Junk.");
            if (Before.Length + After.Length == 0)
                throw new ConfigurationException($"{setting} names no scripts: it takes Before and After.");
            if (From is not null && !Causes.HasFlag(ImapCauses.Copy))
                throw new ConfigurationException($"{setting}:From is about messages that are copied, and Causes has no Copy.");
            return new EventScripts { Folder = Folder, From = From, Causes = Causes, Before = Before, After = After };
        }
    }

    /// <summary>One of <c>Oss:Volumes</c>.</summary>
    public sealed class VolumeSection
    {
        /// <summary>Its name for ever.</summary>
        public string Name { get; set; } = "";

        /// <summary>Where it is mounted.</summary>
        public string Path { get; set; } = "";

        /// <summary>Share of new mailboxes.</summary>
        public int Weight { get; set; } = 1;
    }
}
