using System.Globalization;
using Oss.Domain.Rules;
using Oss.MailEngine.Sieve;
using Engine = Oss.MailEngine.Sieve.Rules;

namespace Oss.Api.MailAdapter;

/// <summary>Between the domain's rules and the engine's: the same things by their own names.</summary>
internal static class RuleMapping
{
    public static Engine.MailRules ToEngine(MailboxRules rules) => new()
    {
        Forward = rules.Forwarding is { } forwarding ? new Engine.ForwardRule(forwarding.Targets, forwarding.KeepCopy) : null,
        Vacation = rules.AutoReply is { } reply
            ? new Engine.VacationRule { IsOn = reply.Enabled, From = reply.From, Until = reply.Until, Subject = reply.Subject ?? "", Text = reply.Text, Days = reply.Days, Addresses = reply.Addresses }
            : null,
        Spam = rules.Spam.Action switch { SpamAction.Junk => Engine.SpamHandling.MoveToJunk, SpamAction.Discard => Engine.SpamHandling.Discard, _ => Engine.SpamHandling.None },
        SpamPercent = rules.Spam.Percent,
        Filters = [.. rules.Rules.Select(ToEngine)],
    };

    public static MailboxRules ToDomain(Engine.MailRules rules) => new()
    {
        Forwarding = rules.Forward is { } forward ? new Forwarding(forward.Targets, forward.KeepsCopy) : null,
        AutoReply = rules.Vacation is { } reply
            ? new AutoReply { Enabled = reply.IsOn, From = reply.From, Until = reply.Until, Subject = reply.Subject.Length > 0 ? reply.Subject : null, Text = reply.Text, Days = reply.Days, Addresses = reply.Addresses }
            : null,
        Spam = rules.Spam switch { Engine.SpamHandling.MoveToJunk => new(SpamAction.Junk, rules.SpamPercent), Engine.SpamHandling.Discard => new(SpamAction.Discard, rules.SpamPercent), _ => SpamHandling.Off },
        Rules = [.. rules.Filters.Select(ToDomain)],
    };

    /// <summary>What a mailbox's active script is; of one by hand, also what rules could say of it.</summary>
    public static RuleSheet ToDomain(Engine.RuleSheet sheet)
    {
        switch (sheet)
        {
            case Engine.RuleSheet.FromRules written:
                return new RuleSheet.FromRules(ToDomain(written.Rules));
            case Engine.RuleSheet.ByHand script:
                var imported = SieveTool.ImportRules(script.Script);
                var octets = System.Text.Encoding.UTF8.GetBytes(script.Script);
                var report = SieveTool.Check(octets);
                return new RuleSheet.ByHand(script.Name, script.Script, ToDomain(report.Errors), ToDomain(imported.Rules), ToDomain(imported.Problems)) { Redirects = SieveTool.RedirectsOf(octets) };
            default:
                return new RuleSheet.None();
        }
    }

    public static IReadOnlyList<ScriptProblem> ToDomain(IEnumerable<SieveError> errors) => [.. errors.Select(ToDomain)];

    /// <summary>A problem in the language of who asked, which REST, SOAP and the console set for a request.</summary>
    public static ScriptProblem ToDomain(SieveError error) => new(error.Line, error.Column, error.Sentence.In(CultureInfo.CurrentUICulture));

    // The names of both are the same words; a test holds them together.
    private static Engine.FilterRule ToEngine(MailRule rule) => new()
    {
        Name = rule.Name, IsOn = rule.Enabled, NeedsAll = rule.MatchAll, Stops = rule.Stop,
        Conditions = [.. rule.Conditions.Select(c => new Engine.RuleCondition(Enum.Parse<Engine.RuleField>(c.Field.ToString()), Enum.Parse<Engine.RuleOperator>(c.Operator.ToString()), c.Values, c.Header, c.Not))],
        Actions = [.. rule.Actions.Select(a => new Engine.RuleAction(Enum.Parse<Engine.RuleActionKind>(a.Kind.ToString()), a.Target ?? ""))],
    };

    private static MailRule ToDomain(Engine.FilterRule rule) => new()
    {
        Name = rule.Name, Enabled = rule.IsOn, MatchAll = rule.NeedsAll, Stop = rule.Stops,
        Conditions = [.. rule.Conditions.Select(c => new RuleCondition(Enum.Parse<RuleField>(c.Field.ToString()), Enum.Parse<RuleOperator>(c.Operator.ToString()), c.Values, c.Header, c.IsNot))],
        Actions = [.. rule.Actions.Select(a => new RuleAction(Enum.Parse<RuleActionKind>(a.Kind.ToString()), a.Target.Length > 0 ? a.Target : null))],
    };
}
