using Oss.Api.Errors;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Rules;

namespace Oss.Api.Rest.Resources;

/// <summary>What becomes of a mailbox's incoming mail, read back from its script. A script by hand is shown under <c>rules</c>, and replaced only with <c>?replace=true</c>.</summary>
internal static class MailRulesResource
{
    // Rules live in the script and have no version in the database; their entity tag is their content.
    private const long Unversioned = 0;

    public static void MapMailRules(this RouteGroupBuilder api)
    {
        api.Get("/mailboxes/{mailbox}/rules", "GetRules", ApiScopes.ReadMailboxes, "Shows what becomes of a mailbox's mail: forwarding, automatic reply, spam, rules, or a script by hand.", ShowAsync).Returns<MailRulesShown>();
        api.Put("/mailboxes/{mailbox}/rules", "SetRules", ApiScopes.WriteMailboxes, "Gives a mailbox its rules, all of them at once.", SetRulesAsync).Takes<RulesNew>().Changes();
        api.Delete("/mailboxes/{mailbox}/rules", "RemoveRules", ApiScopes.WriteMailboxes, "Takes all rules from a mailbox.", (RestCall call, string mailbox, Desk desk, bool replace = false) => desk.RemoveAsync(call, mailbox, RulePart.Rules, replace)).Changes();
        api.Get("/mailboxes/{mailbox}/forwarding", "GetForwarding", ApiScopes.ReadMailboxes, "Shows where a mailbox's mail goes on to.", (RestCall call, string mailbox, Desk desk) => desk.ShowAsync(call, mailbox, RulePart.Forwarding, rules => rules.Forwarding)).Returns<Forwarding>();
        api.Put("/mailboxes/{mailbox}/forwarding", "SetForwarding", ApiScopes.WriteMailboxes, "Passes a mailbox's mail on, with or without keeping a copy.", SetForwardingAsync).Takes<Forwarding>().Changes();
        api.Delete("/mailboxes/{mailbox}/forwarding", "RemoveForwarding", ApiScopes.WriteMailboxes, "Ends the forwarding of a mailbox.", (RestCall call, string mailbox, Desk desk, bool replace = false) => desk.RemoveAsync(call, mailbox, RulePart.Forwarding, replace)).Changes();
        api.Get("/mailboxes/{mailbox}/auto-reply", "GetAutoReply", ApiScopes.ReadMailboxes, "Shows the automatic reply of a mailbox.", (RestCall call, string mailbox, Desk desk) => desk.ShowAsync(call, mailbox, RulePart.AutoReply, rules => rules.AutoReply)).Returns<AutoReply>();
        api.Put("/mailboxes/{mailbox}/auto-reply", "SetAutoReply", ApiScopes.WriteMailboxes, "Gives a mailbox an automatic reply.", SetAutoReplyAsync).Takes<AutoReply>().Changes();
        api.Delete("/mailboxes/{mailbox}/auto-reply", "RemoveAutoReply", ApiScopes.WriteMailboxes, "Takes the automatic reply from a mailbox.", (RestCall call, string mailbox, Desk desk, bool replace = false) => desk.RemoveAsync(call, mailbox, RulePart.AutoReply, replace)).Changes();
        api.Get("/mailboxes/{mailbox}/spam", "GetSpamHandling", ApiScopes.ReadMailboxes, "Shows what becomes of a mailbox's spam.", (RestCall call, string mailbox, Desk desk) => desk.ShowAsync(call, mailbox, RulePart.Spam, rules => rules.Spam)).Returns<SpamHandling>();
        api.Put("/mailboxes/{mailbox}/spam", "SetSpamHandling", ApiScopes.WriteMailboxes, "Says what becomes of a mailbox's spam.", SetSpamAsync).Takes<SpamHandling>().Changes();
        api.Get("/mailboxes/{mailbox}/scripts", "ListScripts", ApiScopes.ReadMailboxes, "Lists a mailbox's scripts.", ScriptsAsync).Lists<MailboxScript>();
        api.MapFilters();
    }

    private static async Task<Reply> ShowAsync(RestCall call, string mailbox, Desk desk) => Reply.Show(MailRulesShown.Of(await desk.ViewAsync(call, mailbox)), Unversioned);

    private static async Task<Reply> SetRulesAsync(RestCall call, string mailbox, Desk desk, bool replace = false)
    {
        var rules = (await call.ReadAsync<RulesNew>()).Rules;
        RulesBody.EnsureWhole(rules);
        return await desk.ChangeAsync(call, mailbox, null, new RulesItemRequest(OrderAction.Modify, "", Rules: rules, Replace: replace));
    }

    private static async Task<Reply> SetForwardingAsync(RestCall call, string mailbox, Desk desk, bool replace = false)
    {
        var forwarding = await call.ReadAsync<Forwarding>();
        RulesBody.EnsureWhole(forwarding.Targets, "targets");
        return await desk.ChangeAsync(call, mailbox, rules => rules.Forwarding, new RulesItemRequest(OrderAction.Modify, "", forwarding, Replace: replace));
    }

    private static async Task<Reply> SetAutoReplyAsync(RestCall call, string mailbox, Desk desk, bool replace = false)
    {
        var reply = await call.ReadAsync<AutoReply>();
        RulesBody.EnsureWhole(reply.Addresses, "addresses");
        return await desk.ChangeAsync(call, mailbox, rules => rules.AutoReply, new RulesItemRequest(OrderAction.Modify, "", AutoReply: reply, Replace: replace));
    }

    private static async Task<Reply> SetSpamAsync(RestCall call, string mailbox, Desk desk, bool replace = false) =>
        await desk.ChangeAsync(call, mailbox, rules => rules.Spam, new RulesItemRequest(OrderAction.Modify, "", Spam: await call.ReadAsync<SpamHandling>(), Replace: replace));

    private static async Task<Reply> ScriptsAsync(RestCall call, string mailbox, Desk desk)
    {
        var further = (await desk.ScriptsAsync(call, mailbox)).Where(script => call.After is not { } after || string.CompareOrdinal(script.Name, after) > 0).ToList();
        return Reply.List(call, [.. further.Take(call.Limit)], further.Count > call.Limit ? further[call.Limit - 1].Name : null);
    }

    /// <summary>Looks rules up and changes them by order.</summary>
    internal sealed class Desk(GetMailbox mailboxes, GetAddress addresses, GetRules rules, RestChange change)
    {
        private static readonly Dictionary<RulePart, string> Prefixes = new() { [RulePart.Forwarding] = "forwarding.", [RulePart.AutoReply] = "autoReply.", [RulePart.Spam] = "spam." };

        public async Task<RulesView> ViewAsync(RestCall call, string mailbox) =>
            await rules.ExecuteAsync((await MailboxesResource.FindAsync(call, mailbox, mailboxes, addresses)).Id, call.Actor, call.Aborted);

        public async Task<IReadOnlyList<MailboxScript>> ScriptsAsync(RestCall call, string mailbox) =>
            await rules.ScriptsAsync((await MailboxesResource.FindAsync(call, mailbox, mailboxes, addresses)).Id, call.Actor, call.Aborted);

        public async Task<Reply> ShowAsync<T>(RestCall call, string mailbox, RulePart part, Func<MailboxRules, T?> of)
            where T : class
        {
            var view = await ViewAsync(call, mailbox);
            if (view.ByHand is not null)
                throw new DomainException(new DomainError.Conflict(ErrorCodes.ScriptByHand, "The active script was written or changed by hand; it is shown under /rules."));

            return Reply.Show(of(view.Rules) ?? throw new DomainException(new DomainError.NotFound(Prefixes[part].TrimEnd('.'), mailbox)), Unversioned);
        }

        public Task<Reply> RemoveAsync(RestCall call, string mailbox, RulePart part, bool replace) => ChangeAsync(
            call, mailbox, part switch { RulePart.Forwarding => rules => rules.Forwarding, RulePart.AutoReply => rules => rules.AutoReply, _ => null },
            new RulesItemRequest(OrderAction.Modify, "", Remove: [part], Replace: replace));

        /// <summary>Makes the change, to what the caller has seen: the part, or all there is.</summary>
        public async Task<Reply> ChangeAsync(RestCall call, string mailbox, Func<MailboxRules, object?>? part, RulesItemRequest item)
        {
            var view = await ViewAsync(call, mailbox);
            var whole = MailRulesShown.Of(view);
            var isBased = call.Match(part?.Invoke(view.Rules) ?? whole, Unversioned, whole) is not null;
            return await change.ExecuteAsync(call, item with { Mailbox = view.Address, ExpectedTag = isBased ? view.Sheet.Tag : null });
        }
    }
}

/// <summary>What becomes of a mailbox's mail.</summary>
/// <param name="Mailbox">Its primary address.</param>
/// <param name="Origin">Where the active script comes from: None, Rules, or ByHand.</param>
/// <param name="IsPending">Whether an order has changed it and the volume is away.</param>
/// <param name="Forwarding">Where mail goes on to; absent for nowhere.</param>
/// <param name="AutoReply">The automatic reply; absent for none.</param>
/// <param name="Spam">What becomes of spam.</param>
/// <param name="Rules">The rules; of a script by hand, what of it could be said by rules.</param>
/// <param name="Script">The script, when it was written or changed by hand.</param>
internal sealed record MailRulesShown(
    string Mailbox, string Origin, bool IsPending, Forwarding? Forwarding, AutoReply? AutoReply, SpamHandling Spam, IReadOnlyList<MailRule> Rules, ScriptShown? Script)
{
    public static MailRulesShown Of(RulesView view) => new(
        view.Address, view.Sheet switch { RuleSheet.FromRules => "Rules", RuleSheet.ByHand => "ByHand", _ => "None" }, view.IsPending,
        view.Rules.Forwarding, view.Rules.AutoReply, view.Rules.Spam, view.Rules.Rules,
        view.ByHand is { } script ? new ScriptShown(script.Name, script.Text, script.Problems, script.Lost) : null);
}

/// <summary>A script that was written or changed by hand.</summary>
/// <param name="Name">Its name; absent for a file of its own.</param>
/// <param name="Text">Its text.</param>
/// <param name="Problems">Why it does not run; empty when it does.</param>
/// <param name="Lost">What of it no rule could say, and would be lost with it.</param>
internal sealed record ScriptShown(string? Name, string Text, IReadOnlyList<ScriptProblem> Problems, IReadOnlyList<ScriptProblem> Lost);

/// <summary>All rules of a mailbox.</summary>
/// <param name="Rules">In the order in which they are tried.</param>
internal sealed record RulesNew(IReadOnlyList<MailRule> Rules);

/// <summary>What becomes of a mailbox's mail, as an order's item.</summary>
/// <param name="Mailbox">Its primary address.</param>
/// <param name="Forwarding">Where mail goes on to.</param>
/// <param name="AutoReply">The automatic reply.</param>
/// <param name="Spam">What becomes of spam.</param>
/// <param name="Rules">All rules, in their order.</param>
/// <param name="Remove">Parts that are taken away.</param>
/// <param name="Replace">Whether a script by hand may be replaced.</param>
internal sealed record RulesBody(
    string Mailbox, Forwarding? Forwarding = null, AutoReply? AutoReply = null, SpamHandling? Spam = null, IReadOnlyList<MailRule>? Rules = null, IReadOnlyList<RulePart>? Remove = null, bool Replace = false)
{
    public RulesItemRequest ToItem(OrderAction action)
    {
        EnsureWhole(Forwarding?.Targets ?? [], "targets");
        EnsureWhole(AutoReply?.Addresses ?? [], "addresses");
        EnsureWhole(Rules ?? []);
        return new RulesItemRequest(action, Mailbox, Forwarding, AutoReply, Spam, Rules, Remove, Replace);
    }

    // JSON can put null where the list's type says there is none.
    public static void EnsureWhole(IReadOnlyList<MailRule> rules)
    {
        EnsureWhole(rules, "rules");
        foreach (var rule in rules)
        {
            EnsureWhole(rule.Conditions, "conditions");
            EnsureWhole(rule.Actions, "actions");
            foreach (var condition in rule.Conditions)
                EnsureWhole(condition.Values, "values");
        }
    }

    public static void EnsureWhole<T>(IReadOnlyList<T> list, string member)
        where T : class
    {
        if (list.Any(one => one is null))
            throw new RestProblem(StatusCodes.Status400BadRequest, CodesOfForm.Schema, "The body is not JSON of the documented form.", new Finding(member, CodesOfForm.Schema, "A list has no null in it."));
    }
}
