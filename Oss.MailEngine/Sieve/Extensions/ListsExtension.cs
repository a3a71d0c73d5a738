using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary>Externally stored lists (RFC 6134): <c>:list</c> and <c>valid_ext_list</c>.</summary>
internal static class ListsExtension
{
    public const string Name = "extlists";

    public static SieveExtension Extension { get; } = new(Name)
    {
        Words =
        [
            new TestRule("valid_ext_list", new ArgumentRule("lists", ArgumentKind.Texts)) { Is = (call, run) => call.Texts("lists", run).All(name => Find(run, name) is not null) },
        ],
        Tags =
        [
            new TagRule("list") { Group = MatchTypes.Group, On = word => word.Takes.HasFlag(Takes.Match), Match = IsOnList, Check = CheckMatch },
            new TagRule("list") { On = word => word.Name == "redirect", Check = (call, binder) => CheckNames(call.Find("address"), binder) },
        ],
    };

    /// <summary>The members of a list that a script names.</summary>
    /// <exception cref="SieveException">There is none of that name.</exception>
    public static IReadOnlyCollection<string> Members(Call call, SieveRun run, string name) => Find(run, name) ?? throw new SieveException(call.At, $"There is no list \"{name}\".", $"Die Liste \"{name}\" gibt es nicht.");

    private static IReadOnlyCollection<string>? Find(SieveRun run, string name) => ListName.TryParse(name) is not { } list
        ? null
        // Somebody without an address book knows nobody (RFC 6134 2.5).
        : run.Context.Mailbox.List(list) ?? (list == ListName.AddressBook ? [] : null);

    private static void CheckMatch(Call call, Binder binder)
    {
        if (call.Find(":comparator") is { } comparator)
            binder.Error(comparator.At, "':list' takes no comparator: lists compare as they do.", "':list' nimmt keinen Vergleicher: Listen vergleichen auf ihre Weise.");
        CheckNames(call.Find("keys"), binder);
    }

    private static void CheckNames(BoundValue? names, Binder binder)
    {
        foreach (var name in names?.Texts ?? [])
        {
            if (name.Constant is { } text && ListName.TryParse(text) is null)
                binder.Error(name.At, $"\"{text}\" is not the name of a list; \":addrbook:default\" is one, and \"tag:example.org,2026:friends\".", $"\"{text}\" ist kein Name einer Liste; \":addrbook:default\" ist einer, auch \"tag:example.org,2026:friends\".");
        }
    }

    // The keys are names of lists. A match sets ${0} alone, to what the list has (RFC 6134 2.2).
    private static bool IsOnList(Call call, SieveRun run, IEnumerable<string> values, IReadOnlyList<string> keys)
    {
        var lists = keys.Select(key => Members(call, run, key)).ToList();
        foreach (var value in values)
        {
            run.Spend(call.At, lists.Sum(l => (long)l.Count) * 32);
            if (lists.SelectMany(list => list).FirstOrDefault(member => member.Equals(value, StringComparison.OrdinalIgnoreCase)) is not { } found)
                continue;
            run.Variables.SetMatches([found]);
            return true;
        }

        return false;
    }
}
