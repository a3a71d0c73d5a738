using Microsoft.Extensions.Logging;

namespace Oss.MailEngine.Policy;

/// <summary>
/// The policy for one client, from stage to stage. What is refused before RCPT is told at RCPT: log and trace then have the sender and the recipient, and a recipient that rules permit (postmaster)
/// can be reached even so. Only <c>disconnect</c> is told at once.
/// </summary>
internal sealed partial class PolicySession(MailPolicy policy, string connectionId, PolicyFacts facts) : IDisposable
{
    private readonly PolicyFinding?[] _pending = new PolicyFinding?[Enum.GetValues<PolicyStage>().Length];
    private bool _isPermittedClient;
    private bool _isPermittedGreeting;
    private bool _isPermittedMessage;

    public PolicyFacts Facts => facts;

    /// <summary>Whether the client is a user of ours, or may send as one.</summary>
    public bool IsSubmission { get; set; }

    /// <summary>All rules that applied to the message so far, those about its client among them.</summary>
    public List<PolicyFinding> Findings { get; } = [];

    /// <summary>Why the message reaches nobody until somebody looked at it; nothing when it does.</summary>
    public PolicyFinding? Quarantine { get; private set; }

    /// <summary>Why the message goes to Junk; nothing when it does not.</summary>
    public PolicyFinding? Junk { get; private set; }

    /// <summary>What was found before RCPT and is told there.</summary>
    public PolicyFinding? Pending => _pending.FirstOrDefault(p => p is not null);

    /// <summary>After connecting.</summary>
    /// <returns>The reply that ends the connection; nothing to go on.</returns>
    public async ValueTask<string?> ConnectAsync(CancellationToken cancellationToken) => await EarlyAsync(PolicyStage.Connect, cancellationToken);

    /// <summary>After the client's greeting.</summary>
    public async ValueTask<string?> HeloAsync(string name, CancellationToken cancellationToken)
    {
        (facts.Helo, _isPermittedGreeting) = (name, false);
        return await EarlyAsync(PolicyStage.Helo, cancellationToken);
    }

    /// <summary>A message begins.</summary>
    public async ValueTask<string?> MailAsync(string sender, long size, string instance, CancellationToken cancellationToken)
    {
        (facts.Sender, facts.Size, facts.Instance, facts.Recipients, facts.Recipient, facts.Authentication) = (sender, size, instance, 0, "", null);
        (_isPermittedMessage, Quarantine, Junk) = (false, null, null);
        Findings.RemoveAll(f => f.Rule is not (['c', 'o', 'n', ..] or ['h', 'e', ..]));
        facts.Scores[(int)PolicyStage.Rcpt] = facts.Scores[(int)PolicyStage.Data] = 0;
        return await EarlyAsync(PolicyStage.Mail, cancellationToken);
    }

    /// <summary>A recipient that is there.</summary>
    /// <returns>Why it is refused; nothing when it is not.</returns>
    public async ValueTask<PolicyFinding?> RcptAsync(string recipient, CancellationToken cancellationToken)
    {
        (facts.Recipient, facts.Scores[(int)PolicyStage.Rcpt]) = (recipient, 0);
        var (finding, _) = await AskAsync(PolicyStage.Rcpt, Pending, cancellationToken);
        if (finding is null)
            facts.Recipients++;
        return finding;
    }

    /// <summary>The message is here.</summary>
    public async ValueTask<PolicyFinding?> DataAsync(long size, CancellationToken cancellationToken)
    {
        facts.Size = size;
        return (await AskAsync(PolicyStage.Data, null, cancellationToken)).Finding;
    }

    public void Dispose() => facts.Dispose();

    private async ValueTask<string?> EarlyAsync(PolicyStage stage, CancellationToken cancellationToken)
    {
        (facts.Scores[(int)stage], _pending[(int)stage]) = (0, null);
        var (finding, isPermitted) = await AskAsync(stage, null, cancellationToken);
        _isPermittedClient |= isPermitted && stage == PolicyStage.Connect;
        _isPermittedGreeting |= isPermitted && stage == PolicyStage.Helo;
        _isPermittedMessage |= isPermitted && stage == PolicyStage.Mail;
        if (finding?.Effect.Action == PolicyAction.Disconnect)
            return finding.Reply;
        _pending[(int)stage] = finding;
        return null;
    }

    // The heart: rules in order, until one decides. With something pending only what permits is asked, so that nothing is counted for a recipient that is refused anyway.
    private async ValueTask<(PolicyFinding? Finding, bool IsPermitted)> AskAsync(PolicyStage stage, PolicyFinding? pending, CancellationToken cancellationToken)
    {
        var isExempt = !IsSubmission && (_isPermittedClient || _isPermittedGreeting || _isPermittedMessage || policy.IsTrusted(facts.Client));
        var rules = policy.RulesOf(stage, IsSubmission);
        if (isExempt || rules.Count == 0)
            return (isExempt ? null : pending, false);

        facts.Stage = stage;
        PolicyFinding? ifPermit = null, ifRefuse = null;
        foreach (var condition in rules.SelectMany(r => r.Conditions))
            condition.Check.Prepare(facts);
        foreach (var rule in rules.Where(r => pending is null || r.Effect.Action == PolicyAction.Permit))
        {
            if (await AppliesAsync(rule, cancellationToken) is not { } hit)
                continue;

            var finding = new PolicyFinding(rule.Name, hit.Effect ?? rule.Effect, hit);
            if (finding.Effect.Action == PolicyAction.AsTold)
                continue;
            Findings.Add(finding);
            Applied(policy.Log, connectionId, finding.Rule, finding.Effect.Action, facts.Sender, facts.Recipient);
            if (finding.Effect.Tarpit > TimeSpan.Zero)
                await Task.Delay(finding.Effect.Tarpit, facts.Services.Time, cancellationToken);
            switch (finding.Effect.Action)
            {
                case PolicyAction.Permit:
                    return (ifPermit is null ? null : ifPermit with { Effect = ifPermit.Effect with { Action = PolicyAction.Defer } }, true);
                case PolicyAction.Score:
                    facts.Scores[(int)stage] += finding.Effect.Score;
                    break;
                case PolicyAction.Quarantine:
                    Quarantine = finding;
                    break;
                case PolicyAction.Junk:
                    Junk = finding;
                    break;
                case PolicyAction.DeferIfPermit:
                    ifPermit ??= finding;
                    break;
                case PolicyAction.DeferIfRefuse:
                    ifRefuse ??= finding;
                    break;
                case PolicyAction.Refuse when ifRefuse is not null:
                    return (ifRefuse with { Effect = ifRefuse.Effect with { Action = PolicyAction.Defer } }, false);
                case PolicyAction.Refuse or PolicyAction.Defer or PolicyAction.Disconnect:
                    return (finding, false);
            }
        }

        return (pending ?? (ifPermit is null ? null : ifPermit with { Effect = ifPermit.Effect with { Action = PolicyAction.Defer } }), false);
    }

    private async ValueTask<PolicyHit?> AppliesAsync(PolicyRule rule, CancellationToken cancellationToken)
    {
        PolicyHit? first = null;
        foreach (var condition in rule.Conditions)
        {
            var hit = await condition.Check.ExamineAsync(facts, cancellationToken);
            if (hit is null != condition.IsNegated)
                return null;
            // The last check that has words of its own is what the peer is told of: conditions before it only say whom it is about.
            first = hit ?? first;
        }

        return first ?? new PolicyHit("7.1", "Refused by this server's rules");
    }

    [LoggerMessage(2401, LogLevel.Information, "{ConnectionId}: rule '{Rule}' applies: {Action}; from <{Sender}> to <{Recipient}>.")]
    private static partial void Applied(ILogger log, string connectionId, string rule, PolicyAction action, string sender, string recipient);
}
