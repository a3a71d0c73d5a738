using System.Globalization;
using Microsoft.AspNetCore.Http;
using Oss.Domain;
using Oss.Domain.Rules;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Rules;

/// <summary>A rule as fields of a form, and back. A row without a value is no condition, one without a choice no action.</summary>
internal static class RuleFields
{
    private const int LeastConditions = 3;
    private const int LeastActions = 2;

    /// <summary>Choices of how to compare.</summary>
    public static IReadOnlyList<string> Hows { get; } = [.. Enum.GetNames<RuleOperator>(), .. Enum.GetNames<RuleOperator>().Select(name => "Not" + name)];

    /// <summary>Rows for conditions: one is always free.</summary>
    public static int ConditionRows(MailRule? rule) => Math.Clamp((rule?.Conditions.Count ?? 0) + 1, LeastConditions, RuleLimits.Conditions);

    /// <summary>Rows for actions: one is always free.</summary>
    public static int ActionRows(MailRule? rule) => Math.Clamp((rule?.Actions.Count ?? 0) + 1, LeastActions, RuleLimits.Actions);

    /// <summary>What stands in the fields at first.</summary>
    public static Dictionary<string, string> Of(MailRule? rule)
    {
        var fields = new Dictionary<string, string> { ["name"] = rule?.Name ?? "", ["match"] = rule?.MatchAll == false ? "any" : "all", ["stop"] = rule?.Stop != false ? "true" : "" };
        for (var i = 0; i < rule?.Conditions.Count; i++)
        {
            var condition = rule.Conditions[i];
            (fields[$"field{i}"], fields[$"how{i}"], fields[$"header{i}"]) = (condition.Field.ToString(), RuleSentence.How(condition), condition.Header ?? "");
            fields[$"values{i}"] = string.Join('\n', condition.Field == RuleField.Size ? condition.Values.Select(RuleSentence.Size) : condition.Values);
        }

        for (var i = 0; i < rule?.Actions.Count; i++)
            (fields[$"kind{i}"], fields[$"target{i}"]) = (rule.Actions[i].Kind.ToString(), rule.Actions[i].Target ?? "");
        return fields;
    }

    /// <summary>The rule that was typed.</summary>
    /// <exception cref="DomainException">A choice that no form of ours has.</exception>
    public static MailRule Read(IFormCollection form, bool enabled) => new()
    {
        Name = Field(form, "name").Trim(), Enabled = enabled, MatchAll = Field(form, "match") != "any", Stop = Field(form, "stop") == "true",
        Conditions = [.. Enumerable.Range(0, RuleLimits.Conditions).Where(i => Field(form, $"values{i}").Trim().Length > 0).Select(i => Condition(form, i))],
        Actions =
        [
            .. Enumerable.Range(0, RuleLimits.Actions).Where(i => Field(form, $"kind{i}").Length > 0)
                .Select(i => new RuleAction(Choice<RuleActionKind>(Field(form, $"kind{i}")), Field(form, $"target{i}").Trim() is { Length: > 0 } target ? target : null)),
        ],
    };

    /// <summary>One field, or nothing.</summary>
    public static string Field(IFormCollection form, string name) => form[name].ToString();

    /// <summary>Lines that have something on them.</summary>
    public static string[] Lines(string text) => text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>One of an enumeration's names.</summary>
    public static T Choice<T>(string name)
        where T : struct, Enum => Enum.TryParse<T>(name, out var choice) && Enum.IsDefined(choice) ? choice
        : throw new DomainException(new DomainError.Validation([new Finding(typeof(T).Name, ErrorCodes.NotApplicable, "There is no such choice.")]));

    private static RuleCondition Condition(IFormCollection form, int i)
    {
        var (field, how, values) = (Choice<RuleField>(Field(form, $"field{i}")), Field(form, $"how{i}"), Lines(Field(form, $"values{i}")));
        var not = how.StartsWith("Not", StringComparison.Ordinal);
        return new RuleCondition(
            field, Choice<RuleOperator>(not ? how[3..] : how), field == RuleField.Size ? [.. values.Select(Bytes)] : values,
            field == RuleField.Header ? Field(form, $"header{i}").Trim() : null, not);
    }

    private static string Bytes(string size)
    {
        var digits = size.TrimEnd('B', 'b', ' ');
        var unit = digits.Length == 0 ? 1 : char.ToUpperInvariant(digits[^1]) switch { 'K' => 1024, 'M' => Octets.MiB, _ => 1 };
        return long.TryParse(unit == 1 ? digits : digits[..^1].TrimEnd(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < int.MaxValue
            ? (number * unit).ToString(CultureInfo.InvariantCulture)
            : size;
    }
}
