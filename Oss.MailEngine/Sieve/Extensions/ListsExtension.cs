using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary>Externally stored lists (RFC 6134): <c>:list</c> and <c>valid_ext_list</c>.</summary>
internal static class ListsExtension
{
    public static SieveExtension Extension { get; } = new("extlists")
    {
        Words =
        [
            new TestRule("valid_ext_list", new ArgumentRule("lists", ArgumentKind.Texts)) { Is = (call, run) => call.Texts("lists", run).All(name => run.Context.Mailbox.List(name) is not null) },
        ],
        Tags =
        [
            new TagRule("list") { Group = MatchTypes.Group, On = word => word.Takes.HasFlag(Takes.Match), Match = IsOnList },
            new TagRule("list") { On = word => word.Name == "redirect" },
        ],
    };

    // The keys are names of lists. A match sets ${0} alone, and only to the value (RFC 6134 2.2).
    private static bool IsOnList(Call call, SieveRun run, IEnumerable<string> values, IReadOnlyList<string> keys)
    {
        var lists = keys.Select(key => run.Context.Mailbox.List(key) ?? throw new SieveException(call.At, $"There is no list \"{key}\".")).ToList();
        foreach (var value in values)
        {
            run.Spend(call.At, lists.Sum(l => (long)l.Count) * 32);
            if (!lists.Exists(list => list.Contains(value, StringComparer.OrdinalIgnoreCase)))
                continue;
            run.Variables.SetMatches([value]);
            return true;
        }

        return false;
    }
}
