using System.Globalization;
using System.Text;
using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary>Variables (RFC 5229).</summary>
internal static class VariablesExtension
{
    public static SieveExtension Extension { get; } = new("variables")
    {
        Words =
        [
            new CommandRule("set", new ArgumentRule("name", ArgumentKind.Text), new ArgumentRule("value", ArgumentKind.Text)) { Takes = Takes.Modifiers, Check = Check, Do = Set },
            new TestRule("string", new ArgumentRule("source", ArgumentKind.Texts), new ArgumentRule("keys", ArgumentKind.Texts)) { Takes = Takes.Match, Is = IsString },
        ],
        Modifiers =
        [
            // Letters beyond US-ASCII stay as they are (RFC 5229 4.1.3).
            new("lower", 40, text => Map(text, text.Length, char.IsAsciiLetterUpper)), new("upper", 40, text => Map(text, text.Length, char.IsAsciiLetterLower)),
            new("lowerfirst", 30, text => Map(text, 1, char.IsAsciiLetterUpper)), new("upperfirst", 30, text => Map(text, 1, char.IsAsciiLetterLower)),
            new("quotewildcard", 20, QuoteWildcards),
            new("length", 10, text => text.EnumerateRunes().Count().ToString(CultureInfo.InvariantCulture)),
        ],
    };

    /// <summary>Tells a name that no variable can have.</summary>
    public static void CheckName(ScriptText name, Binder binder)
    {
        if (name.Constant is not { } text)
        {
            binder.Error(name.At, "The name of a variable is written out; it cannot be made of variables.", "Der Name einer Variablen wird ausgeschrieben; aus Variablen kann er nicht bestehen.");
            return;
        }

        var plain = text.StartsWith("global.", StringComparison.OrdinalIgnoreCase) && binder.IsOn("include") ? text[7..] : text;
        if (!VariableName.IsIdentifier(plain))
            binder.Error(name.At, $"\"{text}\" cannot be the name of a variable.", $"\"{text}\" kann nicht der Name einer Variablen sein.");
    }

    /// <summary>Binds what <c>set</c> and <c>extracttext</c> have in common.</summary>
    public static void Check(Call call, Binder binder)
    {
        CheckName(call.Find("name")!.Texts[0], binder);
        call.Prepared = binder.ModifiersOf(call);
    }

    /// <summary>Sets the variable that a call names to a value with the call's modifiers applied.</summary>
    public static void Assign(Call call, SieveRun run, string value)
    {
        foreach (var modifier in (StringModifier[])call.Prepared!)
        {
            run.Spend(call.At, value.Length);
            value = modifier.Apply(value);
        }

        run.Variables.Set(call.At, call.Text("name", run).ToLowerInvariant(), value);
    }

    private static Flow Set(Call call, SieveRun run)
    {
        Assign(call, run, call.Text("value", run));
        return Flow.Next;
    }

    // A count counts the strings that are not empty (RFC 5229 5).
    private static bool IsString(Call call, SieveRun run)
    {
        var source = call.Texts("source", run);
        return call.Matching.Match(call, run, call.Matching.Counts ? source.Where(s => s.Length > 0) : source, call.Texts("keys", run));
    }

    // The other case of those among the first so many characters that are in the one.
    private static string Map(string text, int count, Func<char, bool> isToChange) => string.Create(text.Length, (text, count, isToChange), static (mapped, how) =>
    {
        for (var i = 0; i < mapped.Length; i++)
            mapped[i] = i < how.count && how.isToChange(how.text[i]) ? (char)(how.text[i] ^ 0x20) : how.text[i];
    });

    private static string QuoteWildcards(string text)
    {
        var quoted = new StringBuilder(text.Length);
        foreach (var c in text)
            quoted.Append(c is '*' or '?' or '\\' ? "\\" : "").Append(c);
        return quoted.ToString();
    }
}
