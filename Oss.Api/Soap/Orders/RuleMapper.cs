using Oss.Domain.Orders;
using Oss.Domain.Rules;

namespace Oss.Api.Soap.Orders;

/// <summary>Between the contract's elements for rules and the domain's records. Its input has passed the XSD.</summary>
internal static class RuleMapper
{
    public static RulesItemRequest ToItem(OrderAction action, RulesElement rules) => Based(
        new RulesItemRequest(
            action, rules.Mailbox, rules.Forwarding is { } forwarding ? ToForwarding(forwarding) : null, rules.AutoReply is { } reply ? ToAutoReply(reply) : null,
            rules.Spam is { } spam ? ToSpam(spam) : null, rules.Rules?.Select(ToRule).ToArray(), rules.Remove),
        rules.Basis);

    public static RulesItemRequest Based(RulesItemRequest item, RuleBasisElement? basis) =>
        basis is null ? item : item with { Replace = basis is { ReplaceSpecified: true, Replace: true }, ExpectedTag = basis.Tag };

    public static Forwarding ToForwarding(ForwardingElement forwarding) => new(forwarding.Targets, forwarding.KeepCopy);

    public static AutoReply ToAutoReply(AutoReplyElement reply) => new()
    {
        Enabled = !reply.EnabledSpecified || reply.Enabled, From = reply.FromSpecified ? DateOnly.FromDateTime(reply.From) : null, Until = reply.UntilSpecified ? DateOnly.FromDateTime(reply.Until) : null,
        Subject = reply.Subject, Text = reply.Text, Days = reply.DaysSpecified ? reply.Days : AutoReply.DefaultDays, Addresses = reply.Addresses ?? [],
    };

    public static SpamHandling ToSpam(SpamHandlingElement spam) => new(spam.Action, spam.PercentSpecified ? spam.Percent : null);

    public static MailRule ToRule(RuleElement rule) => new()
    {
        Name = rule.Name, Enabled = !rule.EnabledSpecified || rule.Enabled, MatchAll = !rule.MatchAllSpecified || rule.MatchAll, Stop = !rule.StopSpecified || rule.Stop,
        Conditions = [.. (rule.Conditions ?? []).Select(c => new RuleCondition(c.Field, c.Operator, c.Values, c.Header, c is { NotSpecified: true, Not: true }))],
        Actions = [.. (rule.Actions ?? []).Select(a => new RuleAction(a.Kind, a.Target))],
    };

    public static RuleSettingsElement ToElement(MailboxRules rules) => new()
    {
        Forwarding = rules.Forwarding is { } forwarding ? new ForwardingElement { Targets = [.. forwarding.Targets], KeepCopy = forwarding.KeepCopy } : null,
        AutoReply = rules.AutoReply is { } reply ? ToElement(reply) : null,
        Spam = new SpamHandlingElement { Action = rules.Spam.Action, Percent = rules.Spam.Percent ?? 0, PercentSpecified = rules.Spam.Percent is not null },
        Rules = [.. rules.Rules.Select(ToElement)],
    };

    private static AutoReplyElement ToElement(AutoReply reply) => new()
    {
        Enabled = reply.Enabled, EnabledSpecified = true,
        From = reply.From?.ToDateTime(default) ?? default, FromSpecified = reply.From is not null, Until = reply.Until?.ToDateTime(default) ?? default, UntilSpecified = reply.Until is not null,
        Subject = reply.Subject, Text = reply.Text, Days = reply.Days, DaysSpecified = true, Addresses = reply.Addresses.Count == 0 ? null : [.. reply.Addresses],
    };

    private static RuleElement ToElement(MailRule rule) => new()
    {
        Name = rule.Name, Enabled = rule.Enabled, EnabledSpecified = true, MatchAll = rule.MatchAll, MatchAllSpecified = true, Stop = rule.Stop, StopSpecified = true,
        Conditions = [.. rule.Conditions.Select(c => new RuleConditionElement { Field = c.Field, Operator = c.Operator, Values = [.. c.Values], Header = c.Header, Not = c.Not, NotSpecified = c.Not })],
        Actions = [.. rule.Actions.Select(a => new RuleActionElement { Kind = a.Kind, Target = a.Target })],
    };
}
