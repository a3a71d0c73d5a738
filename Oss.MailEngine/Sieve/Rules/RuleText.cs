using System.Globalization;
using System.Text;

namespace Oss.MailEngine.Sieve.Rules;

/// <summary>The sieve that rules become.</summary>
internal static class RuleText
{
    private const string JunkFolder = "Junk";

    public static string Requires(MailRules rules)
    {
        var on = rules.Filters.Where(f => f.IsOn).ToList();
        var needed = new SortedSet<string>(StringComparer.Ordinal);
        if (rules.Spam == SpamHandling.MoveToJunk)
            needed.UnionWith(["fileinto", "mailbox", "special-use"]);
        if (rules is { Spam: not SpamHandling.None, SpamPercent: not null })
            needed.UnionWith(["spamtest", "spamtestplus", "relational", "comparator-i;ascii-numeric"]);
        if (rules.Vacation is { IsOn: true } vacation)
            needed.UnionWith(vacation.From is null && vacation.Until is null ? ["vacation"] : ["vacation", "date", "relational"]);
        if (rules.Forward is { KeepsCopy: true } || on.Exists(f => f.Actions.Any(a => a.Kind is RuleActionKind.Forward or RuleActionKind.Copy)))
            needed.Add("copy");
        if (on.Exists(f => f.Actions.Any(a => a.Kind is RuleActionKind.Move or RuleActionKind.Copy)))
            needed.UnionWith(["fileinto", "mailbox"]);
        if (on.Exists(f => f.Actions.Any(a => a.Kind == RuleActionKind.Flag)))
            needed.Add("imap4flags");
        return needed.Count == 0 ? "" : $"require [{string.Join(", ", needed.Select(Quote))}];\n";
    }

    public static string Spam(SpamHandling handling, int? percent) =>
        $$"""
        if anyof (header :is "X-Spam-Flag" "YES", header :matches "X-Spam-Status" "Yes,*", header :is "X-Spam" "Yes"{{(percent is { } from ? $", spamtest :percent :value \"ge\" :comparator \"i;ascii-numeric\" \"{Number(from)}\"" : "")}}) {
            {{(handling == SpamHandling.Discard ? "discard;" : $"fileinto :specialuse \"\\\\Junk\" :create \"{JunkFolder}\";")}}
            stop;
        }

        """;

    public static string Vacation(VacationRule rule)
    {
        if (!rule.IsOn)
            return "";

        var vacation = $"vacation :days {Number(rule.Days)}" + (rule.Subject.Length > 0 ? $" :subject {Quote(rule.Subject)}" : "")
            + (rule.Addresses.Count > 0 ? $" :addresses {List(rule.Addresses)}" : "") + $" {Quote(rule.Text)};\n";
        var period = new List<string>();
        if (rule.From is { } from)
            period.Add($"currentdate :value \"ge\" \"date\" \"{Day(from)}\"");
        if (rule.Until is { } until)
            period.Add($"currentdate :value \"le\" \"date\" \"{Day(until)}\"");
        return period.Count == 0 ? vacation : $"if allof ({string.Join(", ", period)}) {{\n    {vacation}}}\n";
    }

    // Without a copy nothing is left for the rules that follow.
    public static string Forward(ForwardRule rule) =>
        string.Concat(rule.Targets.Select(t => $"redirect {(rule.KeepsCopy ? ":copy " : "")}{Quote(t)};\n")) + (rule.KeepsCopy ? "" : "stop;\n");

    public static string Filter(FilterRule rule)
    {
        if (!rule.IsOn)
            return "";

        var test = rule.Conditions.Count switch
        {
            0 => "true",
            1 => Test(rule.Conditions[0]),
            _ => $"{(rule.NeedsAll ? "allof" : "anyof")} ({string.Join(",\n    ", rule.Conditions.Select(Test))})",
        };
        var actions = new StringBuilder();
        // Flags are set before anything is stored with them.
        foreach (var action in rule.Actions.OrderBy(a => a.Kind == RuleActionKind.Flag ? 0 : 1))
            actions.Append("    ").Append(Action(action)).Append('\n');
        if (rule.Stops)
            actions.Append("    stop;\n");
        return $"if {test} {{\n{actions}}}\n";
    }

    private static string Test(RuleCondition condition)
    {
        var keys = List(condition.Values);
        var comparison = condition.Operator switch { RuleOperator.Is => ":is", RuleOperator.Matches => ":matches", _ => ":contains" };
        var test = condition.Field switch
        {
            RuleField.Size => $"size {(condition.Operator == RuleOperator.Over ? ":over" : ":under")} {condition.Values[0]}",
            RuleField.From => $"{(condition.Operator == RuleOperator.Is ? "address" : "header")} {comparison} \"From\" {keys}",
            RuleField.To => $"{(condition.Operator == RuleOperator.Is ? "address" : "header")} {comparison} [\"To\", \"Cc\"] {keys}",
            RuleField.Subject => $"header {comparison} \"Subject\" {keys}",
            _ => $"header {comparison} {Quote(condition.Header!)} {keys}",
        };
        return condition.IsNot ? "not " + test : test;
    }

    private static string Action(RuleAction action) => action.Kind switch
    {
        RuleActionKind.Move => $"fileinto :create {Quote(action.Target)};",
        RuleActionKind.Copy => $"fileinto :copy :create {Quote(action.Target)};",
        RuleActionKind.Flag => $"addflag {Quote(action.Target)};",
        RuleActionKind.Forward => $"redirect :copy {Quote(action.Target)};",
        RuleActionKind.Discard => "discard;",
        _ => "keep;",
    };

    private static string List(IReadOnlyList<string> texts) => texts.Count == 1 ? Quote(texts[0]) : $"[{string.Join(", ", texts.Select(Quote))}]";

    internal static string Quote(string text) => "\"" + text.Replace("\0", "", StringComparison.Ordinal).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\"";

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
