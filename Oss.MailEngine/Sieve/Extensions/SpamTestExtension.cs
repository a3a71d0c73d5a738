using System.Globalization;
using System.Text.RegularExpressions;
using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary>
/// <c>spamtest</c>, <c>spamtestplus</c> and <c>virustest</c> (RFC 5235), told from the header fields of the filters in the field: SpamAssassin's
/// <c>X-Spam-Status: Yes, score=7.5 required=5.0</c>, rspamd's <c>X-Spamd-Result: default: False [3.20 / 15.00]</c>, clamav-milter's <c>X-Virus-Status</c>. The topmost
/// field counts: whatever filter was last put it there, above what the sender may have invented.
/// </summary>
internal static partial class SpamTestExtension
{
    private static readonly ArgumentRule Value = new("keys", ArgumentKind.Text);

    public static SieveExtension Spam { get; } = new("spamtest") { Words = [new TestRule("spamtest", Value) { Takes = Takes.Match, Is = IsSpam }] };

    public static SieveExtension SpamPlus { get; } = new("spamtestplus") { Includes = ["spamtest"], Tags = [new TagRule("percent") { On = word => word.Name == "spamtest" }] };

    public static SieveExtension Virus { get; } = new("virustest") { Words = [new TestRule("virustest", Value) { Takes = Takes.Match, Is = IsVirus }] };

    private static bool IsSpam(Call call, SieveRun run) => call.Matching.Match(call, run, [SpamScore(run.Message, call.Has(":percent"))], call.Texts("keys", run));

    private static bool IsVirus(Call call, SieveRun run) => call.Matching.Match(call, run, [VirusScore(run.Message)], call.Texts("keys", run));

    // 0 is "not tested"; 1 is clean and 10 is spam. In percent, 100 is what the filter itself calls spam; a message not tested has 0.
    private static string SpamScore(SieveMessage message, bool percent)
    {
        var match = message.Header("X-Spam-Status") is { } status ? SpamAssassin().Match(status) : message.Header("X-Spamd-Result") is { } result ? Rspamd().Match(result) : null;
        if (match is not { Success: true } || !Number(match.Groups[1], out var score) || !Number(match.Groups[2], out var required) || required <= 0)
            return "0";

        var ratio = Math.Clamp(score / required, 0, 1);
        return (percent ? (int)(ratio * 100) : 1 + (int)(ratio * 9)).ToString(CultureInfo.InvariantCulture);
    }

    // 0 not tested, 1 clean, 5 certainly infected (RFC 5235 3.2).
    private static string VirusScore(SieveMessage message) => message.Header("X-Virus-Status")?.Trim().ToLowerInvariant() switch
    {
        null or "" => "0",
        var status when status.StartsWith("clean", StringComparison.Ordinal) || status.StartsWith("no", StringComparison.Ordinal) => "1",
        var status when status.StartsWith("infected", StringComparison.Ordinal) || status.StartsWith("yes", StringComparison.Ordinal) => "5",
        _ => "0",
    };

    private static bool Number(Group group, out double value) => double.TryParse(group.ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    [GeneratedRegex(@"score=(-?[0-9.]{1,10})\s+required=(-?[0-9.]{1,10})", RegexOptions.IgnoreCase)]
    private static partial Regex SpamAssassin();

    [GeneratedRegex(@"\[(-?[0-9.]{1,10})\s*/\s*(-?[0-9.]{1,10})\]")]
    private static partial Regex Rspamd();
}
