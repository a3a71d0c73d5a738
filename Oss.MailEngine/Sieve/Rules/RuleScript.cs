using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;
using Oss.MailEngine.Sieve.Messages;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Sieve.Rules;

/// <summary>
/// Rules as a script, and back. The script begins with a line <c># oss-rules 1 HASH</c>; the hash is of everything after that line, so that any change by somebody else shows.
/// Before each piece stands the rule it was made of, in a comment <c># oss-rule KIND JSON</c>: the rules are read from the script itself, and kept nowhere else.
/// </summary>
internal static class RuleScript
{
    private const string MarkText = "# oss-rules 1 ";
    /// <summary>What a script written from rules begins with.</summary>
    public static ReadOnlySpan<byte> Mark => "# oss-rules 1 "u8;

    private const string Piece = "# oss-rule ";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), Converters = { new JsonStringEnumConverter() }, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>Tells what cannot be rendered: one sentence for each finding.</summary>
    public static IReadOnlyList<string> Check(MailRules rules)
    {
        var findings = new List<string>();
        Addresses(rules.Forward?.Targets, "the forward");
        if (rules.Forward is { Targets.Count: 0 })
            findings.Add("A forward needs an address.");
        if (rules.Forward is { Targets.Count: > SieveLimits.Redirects })
            findings.Add($"A forward goes to {SieveLimits.Redirects} addresses at most.");
        Addresses(rules.Vacation?.Addresses, "the automatic reply");
        if (rules.Vacation is { From: { } from, Until: { } until } && until < from)
            findings.Add("The automatic reply ends before it begins.");
        if (rules.Vacation is { Days: < 1 or > SieveLimits.VacationDays })
            findings.Add($"Between two automatic replies to one sender are 1 to {SieveLimits.VacationDays} days.");
        if (rules.SpamPercent is < 1 or > 100)
            findings.Add("Spam begins at 1 to 100 percent of what the filter calls spam.");
        foreach (var filter in rules.Filters)
        {
            Addresses(filter.Actions.Where(a => a.Kind == RuleActionKind.Forward).Select(a => a.Target), $"the rule \"{filter.Name}\"");
            findings.AddRange(filter.Actions.Where(a => a.Kind is RuleActionKind.Move or RuleActionKind.Copy && FolderName.TryParse(a.Target) is null)
                .Select(a => $"\"{a.Target}\" in the rule \"{filter.Name}\" cannot be the name of a folder."));
            findings.AddRange(filter.Conditions.Where(c => !IsWhole(c)).Select(c => $"A condition on {c.Field} in the rule \"{filter.Name}\" is not complete."));
            if (filter.Actions.Count == 0 && !filter.Stops)
                findings.Add($"The rule \"{filter.Name}\" does nothing.");
        }

        return findings;

        void Addresses(IEnumerable<string>? addresses, string where) =>
            findings.AddRange((addresses ?? []).Where(a => !MailAddresses.IsAddress(a)).Select(a => $"\"{a}\" in {where} is not a mail address."));
    }

    public static string Render(MailRules rules)
    {
        var body = new StringBuilder("# Written from the rules in your settings. Change them there; a change here takes the script out of the settings' hands.\n");
        body.Append(RuleText.Requires(rules)).Append('\n');
        if (rules.Spam != SpamHandling.None)
            Append("spam", new SpamPiece(rules.Spam, rules.SpamPercent), RuleText.Spam(rules.Spam, rules.SpamPercent));
        if (rules.Vacation is { } vacation)
            Append("vacation", vacation, RuleText.Vacation(vacation));
        if (rules.Forward is { } forward)
            Append("forward", forward, RuleText.Forward(forward));
        foreach (var filter in rules.Filters)
            Append("filter", filter, RuleText.Filter(filter));
        return $"{MarkText}{Hash(body.ToString())}\n{body}";

        void Append<T>(string kind, T rule, string text) => body.Append(CultureInfo.InvariantCulture, $"\n{Piece}{kind} {JsonSerializer.Serialize(rule, Json)}\n").Append(text);
    }

    /// <summary>Reads a script's rules; <see langword="null"/> when it was not written from rules, or was changed since.</summary>
    public static MailRules? Read(string script)
    {
        var end = script.IndexOf('\n', StringComparison.Ordinal);
        if (!script.StartsWith(MarkText, StringComparison.Ordinal) || end < 0 || script[MarkText.Length..end].Trim() != Hash(script[(end + 1)..]))
            return null;

        var rules = new MailRules();
        try
        {
            foreach (var line in script.Split('\n').Where(l => l.StartsWith(Piece, StringComparison.Ordinal)))
            {
                var words = line[Piece.Length..].Split(' ', 2);
                rules = words[0] switch
                {
                    // Once it was the handling alone.
                    "spam" when words[1].StartsWith('"') => rules with { Spam = JsonSerializer.Deserialize<SpamHandling>(words[1], Json) },
                    "spam" when JsonSerializer.Deserialize<SpamPiece>(words[1], Json) is { } spam => rules with { Spam = spam.Handling, SpamPercent = spam.Percent },
                    "vacation" => rules with { Vacation = JsonSerializer.Deserialize<VacationRule>(words[1], Json) },
                    "forward" => rules with { Forward = JsonSerializer.Deserialize<ForwardRule>(words[1], Json) },
                    "filter" => rules with { Filters = [.. rules.Filters, JsonSerializer.Deserialize<FilterRule>(words[1], Json)!] },
                    _ => throw new JsonException("A rule of a later version."),
                };
            }

            return rules;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static bool IsWhole(RuleCondition condition) =>
        condition.Values.Count > 0 && (condition.Field != RuleField.Header || (condition.Header is { } name && Extensions.HeaderFields.IsName(name)))
            && (condition.Field == RuleField.Size) == condition.Operator is RuleOperator.Over or RuleOperator.Under
            && (condition.Field != RuleField.Size || (condition.Values.Count == 1 && long.TryParse(condition.Values[0], NumberStyles.None, CultureInfo.InvariantCulture, out _)));

    private sealed record SpamPiece(SpamHandling Handling, int? Percent);

    private static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
