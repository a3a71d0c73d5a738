using System.Text;
using Oss.MailEngine.Sieve.Scripts;

namespace Oss.MailEngine.Sieve.Rules;

/// <summary>A mailbox's rules, kept in its active script and nowhere else.</summary>
internal sealed class RuleSettings(ScriptStore scripts)
{
    /// <summary>The script that rules are written to.</summary>
    private static readonly ScriptName Name = ScriptName.TryParse("settings")!.Value;

    public RuleSheet Read()
    {
        if (scripts.ReadActive() is not { } octets)
            return new RuleSheet.None();

        var script = Encoding.UTF8.GetString(octets);
        return RuleScript.Read(script) is { } rules ? new RuleSheet.FromRules(rules) : new RuleSheet.ByHand(script);
    }

    /// <summary>Writes the rules and makes them active. A script by hand stays active unless it is to be replaced; replaced, it stays in the mailbox under its name.</summary>
    public RuleChange Write(MailRules rules, bool replaceByHand)
    {
        if (RuleScript.Check(rules) is { Count: > 0 } findings)
            return new RuleChange.Wrong(findings);
        if (!replaceByHand && Read() is RuleSheet.ByHand)
            return new RuleChange.ByHand();

        var before = scripts.Read(Name);
        if (before is not null && RuleScript.Read(Encoding.UTF8.GetString(before)) is null && scripts.ActiveName() == Name)
            _ = scripts.Put(ScriptName.TryParse("settings.changed-by-hand")!.Value, before);
        var change = scripts.Put(Name, Encoding.UTF8.GetBytes(RuleScript.Render(rules)));
        if (change == ScriptChange.Done)
            change = scripts.SetActive(Name);
        return change == ScriptChange.Done ? new RuleChange.Written() : new RuleChange.Wrong(["There is no room for the rules; delete scripts that are not needed."]);
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

    /// <summary>A script by hand is active, and nobody asked to replace it; nothing was changed.</summary>
    public sealed record ByHand : RuleChange;

    /// <summary>The rules cannot be rendered; nothing was changed.</summary>
    /// <param name="Findings">One sentence each.</param>
    public sealed record Wrong(IReadOnlyList<string> Findings) : RuleChange;
}
