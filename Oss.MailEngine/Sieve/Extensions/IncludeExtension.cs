using Oss.MailEngine.Sieve.Language;

namespace Oss.MailEngine.Sieve.Extensions;

/// <summary><c>include</c>, <c>return</c> and <c>global</c> (RFC 6609).</summary>
internal static class IncludeExtension
{
    public static SieveExtension Extension { get; } = new("include")
    {
        Words =
        [
            new CommandRule("include", new ArgumentRule("script name", ArgumentKind.Text))
            {
                Tags = [new TagRule("personal") { Group = "location" }, new TagRule("global") { Group = "location" }, new TagRule("once"), new TagRule("optional")],
                Check = CheckInclude, Do = Include,
            },
            new CommandRule("return") { Do = (_, _) => Flow.Return },
            new CommandRule("global", new ArgumentRule("names", ArgumentKind.Texts)) { Check = CheckGlobal, Do = Global },
        ],
    };

    private static void CheckInclude(Call call, Binder binder)
    {
        if (call.Find("script name")!.Texts[0] is { Constant: null } name)
            binder.Error(name.At, "The name of a script to include is written out; it cannot be made of variables.", "Der Name eines einzubindenden Skripts wird ausgeschrieben; aus Variablen kann er nicht bestehen.");
    }

    private static Flow Include(Call call, SieveRun run)
    {
        var name = call.Text("script name", run);
        var key = (call.Has(":global") ? "global/" : "personal/") + name;
        // A circle that a :once closes is none (RFC 6609 3.2).
        if (call.Has(":once") && run.Included.Contains(key))
            return Flow.Next;
        if (run.Including.Contains(key))
            throw new SieveException(call.At, $"The script \"{name}\" includes itself, directly or by others.", $"Das Skript \"{name}\" bindet sich selbst ein, unmittelbar oder über andere.");
        if (run.Including.Count >= SieveLimits.IncludeDepth)
            throw new SieveException(call.At, $"Scripts include one another more than {SieveLimits.IncludeDepth} deep.", $"Skripte binden einander mehr als {SieveLimits.IncludeDepth} Ebenen tief ein.");
        run.Included.Add(key);
        if (++run.IncludeCount > SieveLimits.Includes)
            throw new SieveException(call.At, $"More than {SieveLimits.Includes} scripts are included.", $"Es werden mehr als {SieveLimits.Includes} Skripte eingebunden.");

        var script = run.Context.Mailbox.Script(name, call.Has(":global"));
        if (script is null)
            return call.Has(":optional") ? Flow.Next : throw new SieveException(call.At, $"There is no script \"{name}\" to include.", $"Das einzubindende Skript \"{name}\" gibt es nicht.");
        if (script.Errors.Count > 0)
            throw new SieveException(call.At, $"The script \"{name}\" to include has an error in {script.Errors[0]}", $"Das einzubindende Skript \"{name}\" hat einen Fehler in {script.Errors[0].Whole.German}");

        run.Trace(call, $"include {name}");
        run.Including.Push(key);
        var flow = run.ExecuteIncluded(script);
        run.Including.Pop();
        // A return ends the included script alone; a stop ends all (RFC 6609 3.2).
        return flow == Flow.Stop ? Flow.Stop : Flow.Next;
    }

    private static void CheckGlobal(Call call, Binder binder)
    {
        if (!binder.IsOn("variables"))
            binder.Error(call.At, "'global' needs the extension \"variables\".", "'global' braucht die Erweiterung \"variables\".");
        foreach (var name in call.Find("names")!.Texts)
        {
            if (name.Constant is { } text && !VariableName.IsIdentifier(text))
                binder.Error(name.At, $"\"{text}\" cannot be the name of a global variable.", $"\"{text}\" kann nicht der Name einer globalen Variablen sein.");
            else
                VariablesExtension.CheckName(name, binder);
        }
    }

    private static Flow Global(Call call, SieveRun run)
    {
        foreach (var name in call.Texts("names", run))
            run.Variables.Share(call.At, name.ToLowerInvariant());
        return Flow.Next;
    }
}
