using System.Globalization;
using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>:value</c> and <c>:count</c> (RFC 5231).</summary>
internal static class RelationalExtension
{
    public static SieveExtension Extension { get; } = new("relational")
    {
        Tags =
        [
            new TagRule("value", ArgumentKind.Text) { Group = MatchTypes.Group, On = word => word.Takes.HasFlag(Takes.Match), Match = Value },
            new TagRule("count", ArgumentKind.Text) { Group = MatchTypes.Group, On = word => word.Takes.HasFlag(Takes.Match), Match = Count },
        ],
    };

    private static bool Value(Call call, SieveRun run, IEnumerable<string> values, IReadOnlyList<string> keys) =>
        MatchTypes.Any(call, run, values, keys, (comparator, value, key) => call.Matching.Relation!.Holds(comparator.Compare(value, key)));

    private static bool Count(Call call, SieveRun run, IEnumerable<string> values, IReadOnlyList<string> keys)
    {
        var count = values.Count().ToString(CultureInfo.InvariantCulture);
        return keys.Any(key => call.Matching.Relation!.Holds(call.Matching.Comparator.Compare(count, key)));
    }
}
