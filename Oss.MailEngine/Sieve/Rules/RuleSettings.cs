using System.Text;
using Oss.MailEngine.Sieve.Scripts;

namespace Oss.MailEngine.Sieve.Rules;

/// <summary>A mailbox's rules, kept in its active script and nowhere else.</summary>
internal sealed class RuleSettings(ScriptStore scripts)
{
    /// <summary>The script that rules are written to.</summary>
    private static readonly ScriptName Name = ScriptName.TryParse("settings")!.Value;

    /// <summary>Where a script of that name goes that somebody changed by hand.</summary>
    private static readonly ScriptName ChangedByHand = ScriptName.TryParse("settings.changed-by-hand")!.Value;

    private static readonly RuleChange.Wrong NoRoom = new(["There is no room for the rules; delete scripts that are not needed."]);

    public RuleSheet Read()
    {
        if (scripts.ReadActive() is not { } octets)
            return new RuleSheet.None();

        var script = Encoding.UTF8.GetString(octets);
        return RuleScript.Read(script) is { } rules ? new RuleSheet.FromRules(rules) : new RuleSheet.ByHand(scripts.ActiveName()?.Value, script);
    }

    /// <summary>Writes the rules and makes them active, if what is there may be replaced; a script by hand stays in the mailbox under its name.</summary>
    public RuleChange Write(MailRules rules, Func<RuleSheet, bool> mayReplace) => RuleScript.Check(rules) is { Count: > 0 } findings
        ? new RuleChange.Wrong(findings)
        : scripts.Exclusively<RuleChange>(() => mayReplace(Read()) ? Write(rules) : new RuleChange.Kept());

    /// <summary>Makes a script by hand active again that rules replaced, if what is there may be replaced.</summary>
    /// <param name="script">The name it had when it was active; empty for a file of its own.</param>
    /// <param name="mayReplace">Asked with what is active.</param>
    public RuleChange Restore(string script, Func<RuleSheet, bool> mayReplace) => scripts.Exclusively<RuleChange>(() =>
    {
        var kept = ScriptName.TryParse(script.Length == 0 ? ScriptStore.Saved : script == Name.Value ? ChangedByHand.Value : script);
        if (kept is null || scripts.Read(kept.Value) is null)
            return new RuleChange.Kept();
        if (scripts.ActiveName() == kept)
            return new RuleChange.Written();
        if (!mayReplace(Read()))
            return new RuleChange.Kept();

        return scripts.SetActive(kept) == ScriptChange.Done ? new RuleChange.Written() : new RuleChange.Kept();
    });

    private RuleChange Write(MailRules rules)
    {
        if (scripts.Read(Name) is { } before && RuleScript.Read(Encoding.UTF8.GetString(before)) is null && scripts.Put(ChangedByHand, before) != ScriptChange.Done)
            return NoRoom;

        var change = scripts.Put(Name, Encoding.UTF8.GetBytes(RuleScript.Render(rules)));
        if (change == ScriptChange.Done)
            change = scripts.SetActive(Name);
        return change == ScriptChange.Done ? new RuleChange.Written() : NoRoom;
    }
}

/// <summary>How a change of rules came out.</summary>
public abstract record RuleChange
{
    private RuleChange()
    {
    }

    /// <summary>The rules are on disk and active.</summary>
    public sealed record Written : RuleChange;

    /// <summary>What is there may not be replaced; nothing was changed.</summary>
    public sealed record Kept : RuleChange;

    /// <summary>The rules cannot be rendered; nothing was changed.</summary>
    /// <param name="Findings">One sentence each.</param>
    public sealed record Wrong(IReadOnlyList<string> Findings) : RuleChange;
}
