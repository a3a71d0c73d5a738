using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders.Compensation;
using Oss.Domain.Packages;
using Oss.Domain.Rules;

namespace Oss.Domain.Orders.Planning;

/// <summary>Plans changes of what becomes of a mailbox's mail. The script on disk is the truth: the change is made to what it says now, and what somebody wrote by hand is
/// replaced only when the order says so.</summary>
internal static class RulesItems
{
    public static void Plan(ItemPlan plan, RulesItemRequest item)
    {
        var address = EmailAddress.TryParse(item.Mailbox)!;
        if (item.Action is not (OrderAction.Modify or OrderAction.Terminate))
            plan.Find("", ErrorCodes.NotApplicable, $"Rules cannot be ordered to {item.Action}.");
        else if (plan.Subjects.Mailbox(address.Value) is not { } found)
            plan.Fail(new DomainError.NotFound("mailbox", address.Value));
        else if (found.State == MailboxState.Provisioning && found.TreeName is not null)
            plan.Fail(new DomainError.Conflict(ErrorCodes.NotApplicable, $"The mailbox '{address}' is still being made; try again."));
        else if (plan.Subjects.Sheet(found) is not { } sheet || found.PendingRules?.Over.Count >= RuleLimits.Waiting)
            plan.Fail(new DomainError.Unavailable($"The volume of the mailbox '{address}' is out of reach; send the order again."));
        else if (item.ExpectedTag is { } expected && expected != sheet.Tag)
            plan.Fail(new DomainError.Conflict(ErrorCodes.ChangedMeanwhile, "The rules were changed meanwhile; look at them again."));
        else if (sheet is RuleSheet.ByHand script && !item.Replace)
            plan.Fail(new DomainError.Conflict(ErrorCodes.ScriptByHand, $"The active script{(script.Name is null ? "" : $" '{script.Name}'")} was written or changed by hand; it is replaced only when the order says so."));
        else
            Change(plan, item, found, sheet);
    }

    private static void Change(ItemPlan plan, RulesItemRequest item, Mailbox found, RuleSheet sheet)
    {
        var before = sheet is RuleSheet.FromRules { Rules: var rules } ? rules : MailboxRules.None;
        var after = item.Action == OrderAction.Terminate ? MailboxRules.None : With(before, item);
        if (!IsInProduct(plan, item, found) | !LeadsSomewhere(plan, item, found) | !IsOwn(plan, item, found))
            return;

        var undo = new ResetRules(
            found.Id, Guid.CreateVersion7(), RuleSheet.TagOf(after), sheet is RuleSheet.ByHand ? null : before, (sheet as RuleSheet.ByHand)?.Name ?? (sheet is RuleSheet.ByHand ? "" : null));
        found.PendingRules = new PendingRules(after, null, [sheet.Tag, .. found.PendingRules?.Over ?? []], [.. found.PendingRules?.Changes ?? [], undo.Change]);
        plan.Done(found.PrimaryAddress, found.Subscription, $"Mailbox {found.PrimaryAddress}: {Said(item, sheet)}.", undo, found.Id, needsPlatform: true);
    }

    // Spelt as it is stored and compared: addresses normalised, line ends as line feeds.
    private static MailboxRules With(MailboxRules before, RulesItemRequest item) => new()
    {
        Forwarding = Removes(item, RulePart.Forwarding) ? null
            : item.Forwarding is { } forwarding ? forwarding with { Targets = [.. forwarding.Targets.Select(Normalised).Distinct()] } : before.Forwarding,
        AutoReply = Removes(item, RulePart.AutoReply) ? null : item.AutoReply is { } reply ? Normalised(reply) : before.AutoReply,
        Spam = Removes(item, RulePart.Spam) ? SpamHandling.Off : item.Spam is { } spam ? (spam.Action == SpamAction.Off ? SpamHandling.Off : spam) : before.Spam,
        Rules = Removes(item, RulePart.Rules) ? [] : item.Rules is { } rules ? [.. rules.Select(Normalised)] : before.Rules,
    };

    private static AutoReply Normalised(AutoReply reply) => reply with
    {
        Text = reply.Text.ReplaceLineEndings("\n").TrimEnd(), Subject = string.IsNullOrWhiteSpace(reply.Subject) ? null : reply.Subject.Trim(), Addresses = [.. reply.Addresses.Select(Normalised).Distinct()],
    };

    private static MailRule Normalised(MailRule rule) => rule with
    {
        Name = rule.Name.Trim(),
        Conditions = [.. rule.Conditions.Select(c => c.Field == RuleField.Header ? c : c with { Header = null })],
        Actions = [.. rule.Actions.Select(a => a.Kind switch
        {
            RuleActionKind.Forward => a with { Target = Normalised(a.Target!) },
            RuleActionKind.Discard or RuleActionKind.Keep => a with { Target = null },
            _ => a,
        })],
    };

    private static string Normalised(string address) => EmailAddress.TryParse(address)!.Value;

    private static bool Removes(RulesItemRequest item, RulePart part) => item.Remove?.Contains(part) == true;

    // What is taken away, or was there before the product was another, needs no leave.
    private static bool IsInProduct(ItemPlan plan, RulesItemRequest item, Mailbox found)
    {
        var product = found.Subscription.Product;
        return Has(".forwarding", item.Forwarding is not null, ProductFeatures.Forwarding, "forwarding")
            & Has(".autoReply", item.AutoReply is not null, ProductFeatures.AutoReply, "automatic replies")
            & Has(".spam", item.Spam is { Action: not SpamAction.Off }, ProductFeatures.SpamFilter, "spam filter")
            & Has(".spam.action", item.Spam is { Action: SpamAction.Discard }, ProductFeatures.SpamDiscard, "way to drop spam unseen")
            & Has(".rules", item.Rules is { Count: > 0 }, ProductFeatures.Sieve, "filter rules");

        bool Has(string field, bool wanted, ProductFeatures feature, string name)
        {
            if (!wanted || product.Features.HasFlag(feature))
                return true;

            plan.Find(field, ErrorCodes.NotInProduct, $"The product '{product.Code}' has no {name}.");
            return false;
        }
    }

    private static bool LeadsSomewhere(ItemPlan plan, RulesItemRequest item, Mailbox found)
    {
        var leads = true;
        var targets = (item.Forwarding?.Targets ?? []).Select((target, i) => ($".forwarding.targets[{i}]", target))
            .Concat((item.Rules ?? []).SelectMany((rule, r) => rule.Actions.Select((action, a) => ($".rules[{r}].actions[{a}].target", action)))
                .Where(x => x.action.Kind == RuleActionKind.Forward).Select(x => (x.Item1, x.action.Target!)));
        foreach (var (field, target) in targets)
        {
            var address = EmailAddress.TryParse(target)!;
            if (found.Addresses.FirstOrDefault(own => plan.Subjects.LeadsTo(address.Value, own.Value)) is null)
            {
                leads &= plan.MayForward(field, address, found.Subscription);
                continue;
            }

            plan.Find(field, ErrorCodes.ForwardLoop, $"Mail forwarded to '{address}' would come back to this mailbox.");
            leads = false;
        }

        return leads;
    }

    // Who is not answered for is not answered as: a reply tells its sender's secrets to whoever asks.
    private static bool IsOwn(ItemPlan plan, RulesItemRequest item, Mailbox found)
    {
        var own = found.Addresses.Select(a => a.Value).ToHashSet();
        var foreign = (item.AutoReply?.Addresses ?? []).Select((text, i) => (Address: Normalised(text), Index: i)).Where(a => !own.Contains(a.Address)).ToList();
        foreach (var (address, index) in foreign)
            plan.Find($".autoReply.addresses[{index}]", ErrorCodes.NotApplicable, $"The address '{address}' is not this mailbox's.");
        return foreign.Count == 0;
    }

    private static string Said(RulesItemRequest item, RuleSheet sheet)
    {
        var parts = new List<string>();
        if (item.Action == OrderAction.Terminate)
            parts.Add("all rules end");
        if (item.Forwarding is { } forwarding)
            parts.Add($"forward to {string.Join(", ", forwarding.Targets)}{(forwarding.KeepCopy ? " and keep a copy" : "")}");
        if (item.AutoReply is { } reply)
            parts.Add($"automatic reply {(reply.Enabled ? "on" : "off")}{(reply.From is { } from ? $" from {from:yyyy-MM-dd}" : "")}{(reply.Until is { } until ? $" until {until:yyyy-MM-dd}" : "")}");
        if (item.Spam is { } spam)
            parts.Add($"spam {spam.Action}{(spam.Percent is { } percent ? $" from {percent} %" : "")}");
        if (item.Rules is { } rules)
            parts.Add($"{rules.Count} rules");
        parts.AddRange((item.Remove ?? []).Select(part => $"no {part}"));
        if (sheet is RuleSheet.ByHand script)
            parts.Add($"replacing the script '{script.Name ?? ".dovecot.sieve"}' by hand");
        return string.Join("; ", parts);
    }
}
