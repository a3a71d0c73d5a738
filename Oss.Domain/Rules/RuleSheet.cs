using System.Security.Cryptography;
using System.Text;

namespace Oss.Domain.Rules;

/// <summary>What a mailbox's active script is: the closed sum of what can be said of it.</summary>
public abstract record RuleSheet
{
    private RuleSheet()
    {
    }

    /// <summary>Names this very content: a change that is based on it is refused when the script is another by then.</summary>
    public string Tag => field ??= Make();

    /// <summary>The tag of rules.</summary>
    public static string TagOf(MailboxRules rules) => new FromRules(rules).Tag;

    private string Make() => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(this switch
    {
        FromRules written => $"rules\n{RulesJson.Write(written.Rules)}",
        ByHand script => $"script\n{script.Name}\n{script.Text}",
        _ => "none",
    })))[..32];

    /// <summary>No script is active.</summary>
    public sealed record None : RuleSheet;

    /// <summary>The active script was written from rules and is as it was written.</summary>
    /// <param name="Rules">The rules.</param>
    public sealed record FromRules(MailboxRules Rules) : RuleSheet;

    /// <summary>The active script was written, or changed, by hand or by another program; it is shown and not overwritten unasked.</summary>
    /// <param name="Name">The script's name; <see langword="null"/> for a file of its own.</param>
    /// <param name="Text">Its text.</param>
    /// <param name="Problems">What is wrong with it.</param>
    /// <param name="Recognised">What of it could be said by rules.</param>
    /// <param name="Lost">What of it could not, and would be lost with it.</param>
    public sealed record ByHand(string? Name, string Text, IReadOnlyList<ScriptProblem> Problems, MailboxRules Recognised, IReadOnlyList<ScriptProblem> Lost) : RuleSheet
    {
        /// <summary>Addresses that it passes mail on to, as they are written in it; one with variables in it is known only when it runs.</summary>
        public IReadOnlyList<string> Redirects { get; init; } = [];
    }
}

/// <summary>Something in a script, and where.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
/// <param name="Text">One English sentence for its author.</param>
public sealed record ScriptProblem(int Line, int Column, string Text);

/// <summary>A script of another system as it runs here.</summary>
/// <param name="Script">The script.</param>
/// <param name="Changes">What was changed in it.</param>
/// <param name="Problems">What could not be brought over.</param>
/// <param name="Rules">The rules recognised in it.</param>
/// <param name="Lost">What is not among them; empty when the rules say all that the script does.</param>
public sealed record ImportedScript(
    string Script, IReadOnlyList<ScriptProblem> Changes, IReadOnlyList<ScriptProblem> Problems, MailboxRules Rules, IReadOnlyList<ScriptProblem> Lost);

/// <summary>One script of a mailbox.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsActive">Whether it is the one that runs.</param>
/// <param name="Octets">Its size.</param>
/// <param name="Problems">Why it does not run; empty when it does.</param>
public sealed record MailboxScript(string Name, bool IsActive, long Octets, IReadOnlyList<ScriptProblem> Problems);

/// <summary>What a mailbox's script would do with a message.</summary>
/// <param name="Actions">What it would do, one line each.</param>
/// <param name="Error">Why it did not come to its end; the message is kept then.</param>
/// <param name="Trace">Each test with its answer and each action, with where it stands.</param>
public sealed record ScriptTrial(IReadOnlyList<string> Actions, ScriptProblem? Error, IReadOnlyList<string> Trace);
