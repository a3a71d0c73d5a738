using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Rules;
using Oss.Web.Changes;
using Oss.Web.Sessions;
using Oss.Web.Shared;
using static Oss.Web.Pages.Rules.RuleFields;

namespace Oss.Web.Pages.Rules;

/// <summary>What agents and owners change of a mailbox's rules, each as an order whose number was made with the form. The list of rules changes as a whole, based on what the form
/// was made of.</summary>
internal static class RuleChanges
{
    private static readonly RulesItemRequest Nothing = new(OrderAction.Modify, "");

    private static readonly Dictionary<string, (string Form, string Done, Func<IFormCollection, MailboxRules, RulesItemRequest> Change)> Changes = new()
    {
        ["forwarding"] = ("forwarding", "ForwardingChanged", (form, _) => Nothing with { Forwarding = new Forwarding(Lines(Field(form, "targets").Replace(',', '\n')), Field(form, "copy") == "true") }),
        ["forwarding/remove"] = ("forwarding", "ForwardingEnded", (_, _) => Nothing with { Remove = [RulePart.Forwarding] }),
        ["auto-reply"] = ("auto-reply", "ReplyChanged", (form, rules) => Nothing with { AutoReply = Reply(form, rules.AutoReply) }),
        ["auto-reply/remove"] = ("auto-reply", "ReplyEnded", (_, _) => Nothing with { Remove = [RulePart.AutoReply] }),
        ["spam"] = ("spam", "SpamChanged", (form, _) => Nothing with { Spam = new SpamHandling(Choice<SpamAction>(Field(form, "action")), Number(Field(form, "percent"))) }),
        ["add"] = ("rule-new", "RuleAdded", (form, rules) => List(form, [.. rules.Rules, Read(form, enabled: true)])),
        ["change"] = ("rule", "RuleChanged", (form, rules) => At(form, rules, (list, i) => list[i] = Read(form, list[i].Enabled))),
        ["remove"] = ("rules", "RuleRemoved", (form, rules) => At(form, rules, (list, i) => list.RemoveAt(i))),
        ["edit"] = ("rules", "RuleChanged", (form, rules) => At(form, rules, (list, i) => Edit(list, i, Field(form, "do")))),
        ["replace"] = ("replace", "ScriptReplaced", (form, rules) => Nothing with
        {
            Forwarding = rules.Forwarding, AutoReply = rules.AutoReply, Spam = rules.Spam, Rules = rules.Rules, Replace = true, ExpectedTag = Field(form, "tag"),
        }),
    };

    public static void MapRuleChanges(this IEndpointRouteBuilder routes)
    {
        foreach (var (path, change) in Changes)
        {
            routes.MapChange($"/mailboxes/{{id:guid}}/rules/{path}", (Guid id, IFormCollection form, HttpContext context, ConsoleActor console, [AsParameters] Ordering ordering) =>
                    ordering.RunAsync(new Desk(id, console.Get(), $"/mailboxes/{id}/rules", "console"), form, change))
                .RequireAuthorization(new AuthorizeAttribute { Roles = SupportConsole.Changers });
            routes.MapChange($"/self/rules/{path}", (IFormCollection form, HttpContext context, [AsParameters] Ordering ordering) =>
                    ordering.RunAsync(new Desk(MailUserSession.User(context).MailboxId, MailUserSession.User(context).ToActor(), MailUserSession.Page, MailUserSession.OrderSystem), form, change))
                .RequireAuthorization(MailUserSession.Required);
        }
    }

    private static AutoReply Reply(IFormCollection form, AutoReply? before) => new()
    {
        Enabled = Field(form, "on") == "true", From = Day(Field(form, "from")), Until = Day(Field(form, "until")), Subject = Field(form, "subject").Trim() is { Length: > 0 } subject ? subject : null,
        Text = Field(form, "text"), Days = Number(Field(form, "days")) ?? AutoReply.DefaultDays, Addresses = before?.Addresses ?? [],
    };

    private static DateOnly? Day(string text) => text.Length == 0 ? null : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        ? day
        : throw new DomainException(new DomainError.Validation([new Finding("day", ErrorCodes.OutOfRange, "This is not a day.")]));

    // A number that is none is one that no rule allows.
    private static int? Number(string text) => text.Length == 0 ? null : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static RulesItemRequest List(IFormCollection form, IReadOnlyList<MailRule> rules) => Nothing with { Rules = rules, ExpectedTag = Field(form, "tag") };

    private static RulesItemRequest At(IFormCollection form, MailboxRules rules, Action<List<MailRule>, int> change)
    {
        var list = rules.Rules.ToList();
        if (Number(Field(form, "index")) is not { } index || index >= list.Count)
            throw new DomainException(new DomainError.Conflict(ErrorCodes.ChangedMeanwhile, "The rules were changed meanwhile; look at them again."));

        change(list, index);
        return List(form, list);
    }

    private static void Edit(List<MailRule> list, int index, string what)
    {
        var to = what switch { "up" => index - 1, "down" => index + 1, _ => index };
        if (to == index)
            list[index] = list[index] with { Enabled = !list[index].Enabled };
        else if (to >= 0 && to < list.Count)
            (list[index], list[to]) = (list[to], list[index]);
    }

    /// <summary>Who changes what, and on which page.</summary>
    internal sealed record Desk(Guid Mailbox, Actor Actor, string Page, string System);

    /// <summary>What every change here needs.</summary>
    internal sealed record Ordering(GetMailbox Mailboxes, GetRules Rules, GetOrder Orders, SubmitOrder Submit, Change Change, CancellationToken Cancellation)
    {
        public async Task<IResult> RunAsync(Desk desk, IFormCollection form, (string Form, string Done, Func<IFormCollection, MailboxRules, RulesItemRequest> Change) change)
        {
            var name = change.Form == "rule" ? $"rule-{Field(form, "index")}" : change.Form;
            var typed = form.Keys.Where(key => key is not ("order" or "tag" or "__RequestVerificationToken")).ToDictionary(key => key, key => (string?)form[key].ToString());
            // A mailbox that is not there for this person is no refused form.
            _ = await Mailboxes.ExecuteAsync(desk.Mailbox, desk.Actor, Cancellation);
            return await Change.RunAsync(desk.Page, name, typed, async () =>
            {
                var order = Guid.TryParse(Field(form, "order"), out var number) ? number : Guid.NewGuid();
                // The second click finds the rules as the first has left them: what it meant is the first one's order.
                var result = await KnownAsync(desk, order) ?? await OrderAsync(desk, order, form, change.Change);
                return result switch
                {
                    { State: OrderState.Completed } => new Done(change.Done),
                    { ErrorCode: { } code, ErrorText: { } text } ended when OrderTransitions.IsEnd(ended.State) => throw new DomainException(new DomainError.Conflict(code, text)),
                    _ => new Done("OrderAccepted"),
                };
            });
        }

        private async Task<OrderView> OrderAsync(Desk desk, Guid order, IFormCollection form, Func<IFormCollection, MailboxRules, RulesItemRequest> change)
        {
            var view = await Rules.ExecuteAsync(desk.Mailbox, desk.Actor, Cancellation);
            var item = change(form, view.Rules) with { Mailbox = view.Address };
            return (await Submit.ExecuteAsync(new OrderRequest(desk.System, order.ToString("D", CultureInfo.InvariantCulture), [item]), desk.Actor, Cancellation)).Order;
        }

        private async Task<OrderView?> KnownAsync(Desk desk, Guid order)
        {
            try
            {
                return await Orders.ByExternalIdAsync(desk.System, order.ToString("D", CultureInfo.InvariantCulture), desk.Actor, Cancellation);
            }
            catch (DomainException e) when (e.Error is DomainError.NotFound)
            {
                return null;
            }
        }
    }
}
