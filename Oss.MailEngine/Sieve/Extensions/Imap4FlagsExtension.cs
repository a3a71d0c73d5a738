using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary>IMAP flags (RFC 5232).</summary>
internal static class Imap4FlagsExtension
{
    private static readonly ArgumentRule Variable = new("variable", ArgumentKind.Text) { IsOptional = true };
    private static readonly ArgumentRule Flags = new("flags", ArgumentKind.Texts);

    public static SieveExtension Extension { get; } = new("imap4flags")
    {
        Words =
        [
            new CommandRule("setflag", Variable, Flags) { Check = CheckVariable, Do = (call, run) => Change(call, run, (_, given) => given) },
            new CommandRule("addflag", Variable, Flags) { Check = CheckVariable, Do = (call, run) => Change(call, run, (old, given) => old.Concat(given)) },
            new CommandRule("removeflag", Variable, Flags)
            {
                Check = CheckVariable, Do = (call, run) => Change(call, run, (old, given) => old.Except(given, StringComparer.OrdinalIgnoreCase)),
            },
            new TestRule("hasflag", new ArgumentRule("variable", ArgumentKind.Texts) { IsOptional = true }, new ArgumentRule("keys", ArgumentKind.Texts))
            {
                Takes = Takes.Match, Check = CheckVariable, Is = HasFlag,
            },
        ],
        Tags = [new TagRule("flags", ArgumentKind.Texts) { On = word => word.Takes.HasFlag(Takes.Flags) }],
    };

    private static void CheckVariable(Call call, Binder binder)
    {
        if (call.Find("variable") is not { } variable)
            return;
        if (!binder.IsOn("variables"))
            binder.Error(variable.At, "A variable for flags needs the extension \"variables\".", "Eine Variable für Markierungen braucht die Erweiterung \"variables\".");
        foreach (var name in variable.Texts)
            VariablesExtension.CheckName(name, binder);
    }

    private static Flow Change(Call call, SieveRun run, Func<IReadOnlyList<string>, IReadOnlyList<string>, IEnumerable<string>> change)
    {
        var variable = call.TextOrNull("variable", run)?.ToLowerInvariant();
        var old = variable is null ? run.Flags : ImapFlags.Read(call, run, [run.Variables.Get(variable)]);
        var changed = ImapFlags.Read(call, run, change(old, ImapFlags.Read(call, run, call.Texts("flags", run))));
        if (variable is null)
            run.Flags = changed;
        else
            run.Variables.Set(call.At, variable, string.Join(' ', changed));
        return Flow.Next;
    }

    private static bool HasFlag(Call call, SieveRun run)
    {
        // The count of several variables is the sum of theirs (RFC 5232 4).
        IEnumerable<string> flags = call.Has("variable")
            ? call.Texts("variable", run).SelectMany(name => ImapFlags.Read(call, run, [run.Variables.Get(name.ToLowerInvariant())]))
            : run.Flags;
        // Keys of a count are numbers, all others are flags in strings of one or more.
        var keys = call.Texts("keys", run);
        return call.Matching.Match(call, run, flags, call.Matching.Counts ? keys : [.. keys.SelectMany(k => k.Split(' ', StringSplitOptions.RemoveEmptyEntries))]);
    }
}
