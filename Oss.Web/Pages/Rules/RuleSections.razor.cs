using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Oss.Domain.Packages;
using Oss.Domain.Rules;
using Oss.Web.Changes;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Rules;

/// <summary>Forwarding, automatic reply, spam and rules of one mailbox, the same for its owner and for agents.</summary>
public sealed partial class RuleSections(IStringLocalizer<Texts> texts, Notices notices, TimeProvider time)
{
    /// <summary>The rules.</summary>
    [Parameter, EditorRequired]
    public required RulesView View { get; set; }

    /// <summary>The mailbox's scripts.</summary>
    [Parameter]
    public IReadOnlyList<MailboxScript> Scripts { get; set; } = [];

    /// <summary>Where the forms are sent to, without the last part.</summary>
    [Parameter, EditorRequired]
    public required string Root { get; set; }

    /// <summary>Whether there are forms.</summary>
    [Parameter]
    public bool MayChange { get; set; }

    private static readonly int[] UsualPercents = [80, 60, 40];

    private MailboxRules Rules => View.Rules;

    private IEnumerable<int> Percents => UsualPercents.Concat(Rules.Spam.Percent is { } own ? [own] : []).Distinct().OrderDescending();

    private bool Has(ProductFeatures feature) => View.Features.HasFlag(feature);

    // A form that was there before the script by hand was noticed says its refusal here too.
    private string? RefusedForm => notices.Take() is { Refused: true } notice ? notice.Form : "";

    private bool IsRefused(string form) => notices.Take() is { Refused: true } notice && notice.Form == form;

    // A box that was not ticked is not sent: after a refusal what is not there is empty.
    private string? Typed(string form, string field, string? otherwise) =>
        notices.Take() is { Refused: true } notice && notice.Form == form ? notice.Typed.GetValueOrDefault(field, "") : otherwise;

    private static string? Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private string Sentence(MailRule rule) => RuleSentence.Of(rule, texts);

    private List<string> Said(MailboxRules rules) =>
    [
        .. rules.Forwarding is null ? [] : new[] { ForwardingText(rules) }, .. rules.AutoReply is null ? [] : new[] { ReplyText(rules.AutoReply) },
        .. rules.Spam.Action == SpamAction.Off ? [] : new[] { SpamText(rules.Spam) }, .. rules.Rules.Select(rule => $"{rule.Name}: {Sentence(rule)}"),
    ];

    private string ForwardingText(MailboxRules rules) => rules.Forwarding is { } forwarding
        ? Format(forwarding.KeepCopy ? texts["ForwardsWithCopy"] : texts["ForwardsWithoutCopy"], string.Join(", ", forwarding.Targets))
        : texts["ForwardsNothing"];

    private string SpamText(SpamHandling spam) => spam is { Action: not SpamAction.Off, Percent: { } percent }
        ? $"{texts[$"SpamAction.{spam.Action}"].Value}, {Format(texts["SpamFrom"], percent)}"
        : texts[$"SpamAction.{spam.Action}"];

    private string ReplyText(AutoReply? reply) => reply is null ? texts["RepliesNothing"] : string.Join(", ", new[]
    {
        reply.Enabled ? texts["ReplyIsOn"].Value : texts["ReplyIsOff"].Value,
        reply.From is { } from ? Format(texts["ReplyFrom"], from) : null,
        reply.Until is { } until ? Format(texts["ReplyUntil"], until) : null,
    }.OfType<string>()) + Moment(reply);

    // "Why does nobody get it?": because its days are to come, or over. Scripts go by the clock of the server's place.
    private string Moment(AutoReply reply)
    {
        var today = DateOnly.FromDateTime(time.GetLocalNow().DateTime);
        return reply.Enabled && reply.Until < today ? texts["ReplyOver"] : reply.Enabled && reply.From > today ? texts["ReplyLater"] : ".";
    }

    private static string Format(string text, object argument) => string.Format(CultureInfo.CurrentCulture, text, argument);
}
