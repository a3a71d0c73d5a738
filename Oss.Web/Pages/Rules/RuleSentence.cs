using System.Globalization;
using Microsoft.Extensions.Localization;
using Oss.Domain.Rules;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Rules;

/// <summary>A rule in words: who reads it need not have written it.</summary>
internal static class RuleSentence
{
    public static string Of(MailRule rule, IStringLocalizer<Texts> texts)
    {
        var conditions = rule.Conditions.Select(condition => Of(condition, texts)).ToList();
        var when = conditions.Count == 0 ? texts["EveryMessage"].Value : string.Join($" {texts[rule.MatchAll ? "AndAlso" : "OrElse"].Value} ", conditions);
        var actions = rule.Actions.Select(action => string.Format(CultureInfo.CurrentCulture, texts[$"RuleDoes.{action.Kind}"], action.Target)).ToList();
        if (rule.Stop)
            actions.Add(texts["NoFurtherRule"]);
        return $"{when} → {string.Join(", ", actions)}";
    }

    /// <summary>How a condition compares, as the form's choices are named.</summary>
    public static string How(RuleCondition condition) => $"{(condition.Not ? "Not" : "")}{condition.Operator}";

    /// <summary>A size as people write it.</summary>
    public static string Size(string bytes) => long.TryParse(bytes, NumberStyles.None, CultureInfo.InvariantCulture, out var size) && size > 0
        ? size % Octets.MiB == 0 ? $"{size / Octets.MiB} MB" : size % 1024 == 0 ? $"{size / 1024} KB" : bytes
        : bytes;

    private static string Of(RuleCondition condition, IStringLocalizer<Texts> texts)
    {
        var field = condition.Field == RuleField.Header ? condition.Header : texts[$"RuleField.{condition.Field}"].Value;
        var values = condition.Values.Select(value => condition.Field == RuleField.Size ? Size(value) : $"„{value}“");
        return $"{field} {texts[$"RuleHow.{How(condition)}"].Value} {string.Join($" {texts["OrElse"].Value} ", values)}";
    }
}
