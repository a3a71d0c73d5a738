using System.Net;
using Microsoft.Extensions.Logging;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Lookups;
using Oss.MailEngine.Policy.Greylisting;

namespace Oss.MailEngine.Policy;

/// <summary>The node's policy: its rules, in order, and what they need. SMTP sessions and other servers ask the same one.</summary>
internal sealed class MailPolicy : IDisposable
{
    private readonly GreylistFile _greylist;

    public MailPolicy(MailEngineOptions options, TimeProvider time, ILogger log)
    {
        Options = options.Policy;
        Log = log;
        _greylist = new GreylistFile(Path.Combine(options.Policy.Directory ?? Path.Combine(options.SpoolDirectory, "policy"), "greylist.db"), time, log);
        Services = new PolicyServices(options.HostName, new MailDns(options.Outbound.NameServers, PolicyLimits.DnsPatience, retries: 0), new GreylistBook(_greylist, time), time);
        Sent = new RateLimiter(long.MaxValue, TimeSpan.FromHours(1), time);
        var rules = PolicyText.Read(options.Policy.Rules);
        Rules = rules.GroupBy(r => (r.Stage, r.IsSubmission)).ToDictionary(r => r.Key, r => (IReadOnlyList<PolicyRule>)[.. r]);
    }

    public PolicyOptions Options { get; }

    public ILogger Log { get; }

    public PolicyServices Services { get; }

    /// <summary>What each account has sent of late, held against what its product allows; rules may allow less.</summary>
    public RateLimiter Sent { get; }

    private Dictionary<(PolicyStage, bool), IReadOnlyList<PolicyRule>> Rules { get; }

    /// <summary>The rules of a stage, in order.</summary>
    public IReadOnlyList<PolicyRule> RulesOf(PolicyStage stage, bool isSubmission) => Rules.GetValueOrDefault((stage, isSubmission), []);

    /// <summary>Whether a client is one of ours.</summary>
    public bool IsTrusted(IPAddress? client) => client is null || Options.TrustedNetworks.Any(network => network.Contains(client));

    /// <summary>The policy for one client.</summary>
    public PolicySession Begin(string connectionId, IPAddress? client, MailConnection? connection) => new(this, connectionId, new PolicyFacts(Services, client) { Connection = connection });

    public void Dispose() => _greylist.Dispose();
}
