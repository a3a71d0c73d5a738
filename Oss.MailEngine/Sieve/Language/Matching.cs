namespace Oss.MailEngine.Sieve.Language;

/// <summary>Evaluates a match type over values of a message and keys of the script.</summary>
internal delegate bool Match(Call call, SieveRun run, IEnumerable<string> values, IReadOnlyList<string> keys);

/// <summary>How one call compares: match type, comparator, and the operator of <c>:value</c> and <c>:count</c>.</summary>
internal sealed record Matching(string Type, Match Match, Comparator Comparator, Relation? Relation = null)
{
    public static Matching Default { get; } = new("is", MatchTypes.Is, Comparator.AsciiCasemap);

    /// <summary>Whether values are counted rather than looked at.</summary>
    public bool Counts => Type == "count";
}

/// <summary>The match types of RFC 5228 2.7.1. Keys are tried one after the other for each value; the first that matches decides.</summary>
internal static class MatchTypes
{
    public const string Group = "match type";

    public static IReadOnlyList<TagRule> Tags { get; } =
    [
        new("is") { Group = Group, Match = Is },
        new("contains") { Group = Group, Match = Contains },
        new("matches") { Group = Group, Match = Matches },
        new("comparator", ArgumentKind.Text),
    ];

    public static bool Is(Call call, SieveRun run, IEnumerable<string> values, IReadOnlyList<string> keys) =>
        Any(call, run, values, keys, static (comparator, value, key) => comparator.Equals(value, key));

    private static bool Contains(Call call, SieveRun run, IEnumerable<string> values, IReadOnlyList<string> keys) =>
        Any(call, run, values, keys, static (comparator, value, key) => comparator.Contains(value, key));

    private static bool Matches(Call call, SieveRun run, IEnumerable<string> values, IReadOnlyList<string> keys)
    {
        foreach (var value in values)
        {
            foreach (var key in keys)
            {
                // A wildcard may look at each character of the value for each of the key, and no more often.
                run.Spend(call.At, 1 + ((long)value.Length * (1 + key.Length / 16)));
                if (Wildcards.Match(call.Matching.Comparator, value, key) is not { } captures)
                    continue;
                run.Variables.SetMatches(captures);
                return true;
            }
        }

        return false;
    }

    public static bool Any(Call call, SieveRun run, IEnumerable<string> values, IReadOnlyList<string> keys, Func<Comparator, string, string, bool> compare)
    {
        foreach (var value in values)
        {
            foreach (var key in keys)
            {
                run.Spend(call.At, Math.Max(value.Length, key.Length));
                if (compare(call.Matching.Comparator, value, key))
                    return true;
            }
        }

        return false;
    }
}
