namespace Oss.MailEngine.Sieve.Language;

/// <summary>Holds the script's invocations against the table, and tells everything it finds wrong at one time.</summary>
internal sealed class Binder
{
    private readonly Vocabulary _vocabulary;
    private readonly HashSet<string> _on = new(StringComparer.Ordinal);
    private readonly List<SieveError> _errors = [];
    private readonly List<SieveError> _warnings = [];
    private readonly List<string> _loops = [];
    private bool _mayRequire = true;

    private Binder(Vocabulary vocabulary) => _vocabulary = vocabulary;

    /// <summary>Names of the <c>foreverypart</c> loops around the call being bound, the innermost last; empty for one without a name.</summary>
    public IReadOnlyList<string> Loops => _loops;

    public bool IsOn(string extension) => _on.Contains(extension);

    public static (Call[] Calls, IReadOnlySet<string> Required, IReadOnlyList<SieveError> Errors, IReadOnlyList<SieveError> Warnings) Bind(IReadOnlyList<Invocation> script, Vocabulary vocabulary)
    {
        var binder = new Binder(vocabulary);
        var calls = binder.Block(script);
        return (calls, binder._on, binder._errors, binder._warnings);
    }

    /// <summary>A binder for calls that were bound before and come back from a file.</summary>
    public static Binder Restoring(Vocabulary vocabulary) => new(vocabulary);

    /// <summary>The script of calls that came back; <see langword="null"/> when a check found an error in them.</summary>
    public SieveScript? Restored(Call[] calls, string name) => _errors.Count == 0 ? SieveScript.Of(calls, _on, _errors, _warnings, name) : null;

    public void Error(SievePosition at, string english, string german)
    {
        if (_errors.Count < SieveLimits.Errors)
            _errors.Add(new SieveError(at, english, german));
    }

    /// <summary>Tells of something that can run and hardly does what its author wants.</summary>
    public void Warn(SievePosition at, string english, string german)
    {
        if (_warnings.Count < SieveLimits.Errors)
            _warnings.Add(new SieveError(at, english, german));
    }

    /// <summary>The modifiers at a call, in the order in which they are applied.</summary>
    public StringModifier[] ModifiersOf(Call call) => [.. _vocabulary.Modifiers.Where(m => call.Has(":" + m.Name))];

    /// <summary>Switches an extension on, as <c>require</c> and a true <c>ihave</c> do.</summary>
    public bool TurnOn(string extension)
    {
        if (!_vocabulary.Knows(extension))
            return false;

        _on.Add(extension);
        foreach (var included in _vocabulary.IncludedBy(extension))
            _on.Add(included);
        return true;
    }

    private Call[] Block(IReadOnlyList<Invocation> commands)
    {
        var calls = new List<Call>();
        // What the branch before decided already: null is not known before the run.
        bool? decided = false;
        for (var i = 0; i < commands.Count; i++)
        {
            var command = commands[i];
            if (command.Name is "elsif" or "else")
            {
                if (calls.Count == 0 || i == 0 || commands[i - 1].Name is not ("if" or "elsif"))
                {
                    Error(command.At, $"'{command.Name}' has no 'if' before it.", $"Vor '{command.Name}' steht kein 'if'.");
                    continue;
                }
            }
            else
            {
                decided = false;
            }

            if (command.Name == "require")
                Require(command);
            else
                _mayRequire = false;

            if (Command(command, ref decided) is { } call)
                calls.Add(call);
        }

        return [.. calls];
    }

    private Call? Command(Invocation command, ref bool? decided)
    {
        if (_vocabulary.Word(command.Name) is not CommandRule rule)
        {
            if (_vocabulary.Word(command.Name) is not null)
                Error(command.At, $"'{command.Name}' is a test; it stands after 'if', for example.", $"'{command.Name}' ist ein Test; er steht zum Beispiel nach 'if'.");
            else if (Hint(command.Name) is var hint)
                Error(command.At, $"'{command.Name}' is not a command; {hint.English}", $"'{command.Name}' ist kein Befehl; {hint.German}");
            return null;
        }

        var call = Invoke(command, rule);
        if (call is null || command.Name is not ("if" or "elsif" or "else"))
        {
            if (call is not null && rule.HasBlock)
                BindBlock(command, call);
            return call;
        }

        // A branch that a missing extension shuts off may hold anything (RFC 5463 4).
        var truth = command.Name == "else" ? true : Truth(call.Tests.ElementAtOrDefault(0));
        if (decided != true && truth != false)
            BindBlock(command, call);
        decided = decided == true || truth == true ? true : decided is null || truth is null ? null : false;
        return call;
    }

    private void BindBlock(Invocation command, Call call)
    {
        if (command.Block is null)
        {
            Error(command.At, $"'{command.Name}' has a block in '{{' and '}}'.", $"'{command.Name}' hat einen Block zwischen '{{' und '}}'.");
            return;
        }

        Enter(call);
        call.Block = Block(command.Block);
        Leave(call);
    }

    /// <summary>What is bound from now on stands in a call's block.</summary>
    public void Enter(Call call)
    {
        if (call.Rule.Name == "foreverypart")
            _loops.Add(call.Find(":name")?.Texts[0].Source ?? "");
    }

    /// <summary>The call's block has ended.</summary>
    public void Leave(Call call)
    {
        if (call.Rule.Name == "foreverypart")
            _loops.RemoveAt(_loops.Count - 1);
    }

    private Call? Invoke(Invocation invocation, WordRule rule)
    {
        if (rule.Extension is { } extension && !IsOn(extension))
        {
            Error(invocation.At, $"'{invocation.Name}' belongs to the extension \"{extension}\"; write require \"{extension}\"; at the beginning of the script.", $"'{invocation.Name}' gehört zur Erweiterung \"{extension}\"; schreiben Sie require \"{extension}\"; an den Anfang des Skripts.");
            return null;
        }

        if (invocation.Block is not null && rule is not CommandRule { HasBlock: true })
            Error(invocation.At, $"'{invocation.Name}' has no block; it ends with ';'.", $"'{invocation.Name}' hat keinen Block und endet mit ';'.");

        var call = new Call(rule, invocation.At);
        try
        {
            var before = _errors.Count;
            Arguments(invocation, rule, call);
            call.Tests = Tests(invocation, rule);
            if (_errors.Count == before)
                rule.Check?.Invoke(call, this);
        }
        catch (SieveException e)
        {
            Error(new SievePosition(e.Error.Line, e.Error.Column), e.Error.Sentence.English, e.Error.Sentence.German);
        }

        return call;
    }

    private Call[] Tests(Invocation invocation, WordRule rule)
    {
        var wanted = rule.Tests;
        if (wanted == TestArity.None && invocation.Tests is [var next] && _vocabulary.Word(next.Name) is CommandRule)
        {
            // "keep discard;" reads as a test named discard, and is a semicolon forgotten.
            Error(invocation.At, $"'{invocation.Name}' does not end with ';'.", $"'{invocation.Name}' endet nicht mit ';'.");
            return [];
        }

        if (wanted == TestArity.None && invocation.Tests.Count > 0)
            Error(invocation.At, $"'{invocation.Name}' takes no test.", $"'{invocation.Name}' nimmt keinen Test.");
        else if (wanted == TestArity.One && invocation.Tests.Count != 1)
            Error(
                invocation.At, $"'{invocation.Name}' takes one test; several are joined by allof (…) or anyof (…).",
                $"'{invocation.Name}' nimmt einen Test; mehrere verbindet allof (…) oder anyof (…).");
        else if (wanted == TestArity.Many && invocation.Tests.Count == 0)
            Error(invocation.At, $"'{invocation.Name}' takes tests in parentheses.", $"'{invocation.Name}' nimmt Tests in Klammern.");
        return [.. invocation.Tests.Select(Test).OfType<Call>()];
    }

    private Call? Test(Invocation test)
    {
        if (_vocabulary.Word(test.Name) is TestRule rule)
            return Invoke(test, rule);

        // ihave may guard a test that does not exist here; a call of its kind is never run.
        if (_vocabulary.Word(test.Name) is not null)
            Error(test.At, $"'{test.Name}' is a command, not a test.", $"'{test.Name}' ist ein Befehl und kein Test.");
        else if (Hint(test.Name) is var hint)
            Error(test.At, $"'{test.Name}' is not a test; {hint.English}", $"'{test.Name}' ist kein Test; {hint.German}");
        return null;
    }

    private void Arguments(Invocation invocation, WordRule rule, Call call)
    {
        var positional = new List<Argument>();
        var groups = new Dictionary<string, string>();
        var tags = new List<TagRule>();
        for (var i = 0; i < invocation.Arguments.Count; i++)
        {
            if (invocation.Arguments[i] is not Argument.Tag tag)
            {
                positional.Add(invocation.Arguments[i]);
                continue;
            }

            var tagRule = TagOf(rule, tag);
            if (tagRule is null)
                continue;
            if (positional.Count > 0)
                Error(tag.At, $"':{tag.Name}' stands before the other arguments of '{rule.Name}'.", $"':{tag.Name}' steht vor den anderen Argumenten von '{rule.Name}'.");
            var other = tagRule.Group is { } group && !groups.TryAdd(group, tag.Name) ? groups[group] : call.Has(":" + tag.Name) ? tag.Name : null;
            if (other == tag.Name)
                Error(tag.At, $"':{tag.Name}' stands here twice.", $"':{tag.Name}' steht hier zweimal.");
            else if (other is not null)
                Error(tag.At, $"':{other}' and ':{tag.Name}' exclude each other.", $"':{other}' und ':{tag.Name}' schließen einander aus.");

            var value = tagRule.Value is { } kind
                ? Value(i + 1 < invocation.Arguments.Count ? invocation.Arguments[++i] : null, kind, Sentence.Quoted($"':{tag.Name}'"), tag.At)
                : BoundValue.Present with { At = tag.At };
            if (value is null)
                continue;
            call.Add(":" + tagRule.Name, value);
            tags.Add(tagRule);
        }

        Positional(invocation, rule, call, positional);
        Settle(call, tags);
    }

    /// <summary>Settles what the arguments of a call come to: how it compares, and what its tags have to say.</summary>
    /// <exception cref="SieveException">They do not go together.</exception>
    public void Settle(Call call, List<TagRule> tags)
    {
        if (call.Rule.Takes.HasFlag(Takes.Match))
            call.Matching = MatchingOf(call, tags.FindLast(tag => tag.Match is not null));
        foreach (var tag in tags)
            tag.Check?.Invoke(call, this);
    }

    private TagRule? TagOf(WordRule rule, Argument.Tag tag)
    {
        var found = _vocabulary.Tag(rule, tag.Name);
        if (found is null)
            Error(tag.At, $"'{rule.Name}' takes no ':{tag.Name}'.", $"'{rule.Name}' nimmt kein ':{tag.Name}'.");
        else if (found.Extension is { } extension && !IsOn(extension))
            Error(tag.At, $"':{tag.Name}' belongs to the extension \"{extension}\"; write require \"{extension}\"; at the beginning of the script.", $"':{tag.Name}' gehört zur Erweiterung \"{extension}\"; schreiben Sie require \"{extension}\"; an den Anfang des Skripts.");
        return found;
    }

    private void Positional(Invocation invocation, WordRule rule, Call call, List<Argument> given)
    {
        var rules = rule.Arguments;
        if (given.Count < rules.Count(r => !r.IsOptional) || given.Count > rules.Length)
        {
            var (english, german) = rules.Length == 0 ? ("no arguments", "keine Argumente") : (Listed("optionally "), Listed("wahlweise "));
            Error(
                invocation.At, $"'{rule.Name}' takes {english}; here {(given.Count == 1 ? "is 1" : $"are {given.Count}")}.",
                $"'{rule.Name}' nimmt {german}; hier {(given.Count == 1 ? "steht 1" : $"stehen {given.Count}")}.");
            return;
        }

        // With one left out, it is the optional one, wherever it stands.
        IEnumerable<ArgumentRule> taken = given.Count == rules.Length ? rules : rules.Where(r => !r.IsOptional);
        foreach (var (argumentRule, argument) in taken.Zip(given))
        {
            if (Value(argument, argumentRule.Kind, new($"{argumentRule.Name} of '{rule.Name}'", $"{argumentRule.Name} von '{rule.Name}'"), invocation.At) is { } value)
                call.Add(argumentRule.Name, value);
        }

        string Listed(string optionally) => string.Join(", ", rules.Select(r => (r.IsOptional ? optionally : "") + r.Name));
    }

    private BoundValue? Value(Argument? argument, ArgumentKind kind, Sentence what, SievePosition at)
    {
        switch (kind)
        {
            case ArgumentKind.Number when argument is Argument.Number number:
                return new BoundValue(number.At, number.Value, []);
            case ArgumentKind.Text when argument is Argument.Strings { IsList: false }:
            case ArgumentKind.Texts when argument is Argument.Strings:
                var strings = (Argument.Strings)argument;
                return new BoundValue(strings.At, 0, [.. strings.Items.Select(s => ScriptText.Read(s.At, s.Text, this))]);
            default:
                var (english, german) = kind switch
                {
                    ArgumentKind.Number => ("a number", "eine Zahl"), ArgumentKind.Text => ("a string in quotation marks", "eine Zeichenkette in Anführungszeichen"),
                    _ => ("a string or a list of strings in brackets", "eine Zeichenkette oder eine Liste von Zeichenketten in eckigen Klammern"),
                };
                Error(argument?.At ?? at, $"{Capital(what.English)} is {english}.", $"{Capital(what.German)} ist {german}.");
                return null;
        }
    }

    private static Relation? RelationOf(Call call, TagRule match) => call.Find(":" + match.Name) is { Texts: [var name] } value
        ? Relations.Find(name.Source) ?? throw new SieveException(value.At, $"\"{name.Source}\" is no relation; it is one of \"gt\", \"ge\", \"lt\", \"le\", \"eq\", \"ne\".", $"\"{name.Source}\" ist keine Beziehung; es gibt \"gt\", \"ge\", \"lt\", \"le\", \"eq\", \"ne\".")
        : null;

    private Matching MatchingOf(Call call, TagRule? match)
    {
        var comparator = Comparator.AsciiCasemap;
        if (call.Find(":comparator") is { Texts: [var name] } given)
        {
            comparator = Comparator.All.FirstOrDefault(c => c.Name == name.Source) ?? throw new SieveException(given.At, $"There is no comparator \"{name.Source}\" here.", $"Den Vergleicher \"{name.Source}\" gibt es hier nicht.");
            // These two are part of the language (RFC 5228 2.7.3).
            if (comparator != Comparator.Octet && comparator != Comparator.AsciiCasemap && !IsOn("comparator-" + comparator.Name))
                Error(given.At, $"The comparator \"{name.Source}\" has to be required: write require \"comparator-{name.Source}\"; at the beginning of the script.", $"Der Vergleicher \"{name.Source}\" muss verlangt werden: schreiben Sie require \"comparator-{name.Source}\"; an den Anfang des Skripts.");
        }

        if (match is null)
            return Matching.Default with { Comparator = comparator };
        if (!comparator.HasSubstrings && match.Name is "contains" or "matches")
            Error(call.At, $"\"{comparator.Name}\" compares numbers; ':{match.Name}' needs another comparator.", $"\"{comparator.Name}\" vergleicht Zahlen; ':{match.Name}' braucht einen anderen Vergleicher.");
        return new Matching(match.Name, match.Match!, comparator, RelationOf(call, match));
    }

    private void Require(Invocation command)
    {
        if (!_mayRequire)
            Error(command.At, "'require' stands at the beginning of a script, before all other commands.", "'require' steht am Anfang eines Skripts, vor allen anderen Befehlen.");
        if (command.Arguments is not [Argument.Strings names])
            return;

        foreach (var (at, name) in names.Items)
        {
            if (TurnOn(name))
                continue;
            var lower = name.ToLowerInvariant();
            var isKnown = _vocabulary.Knows(lower);
            Error(
                at, $"There is no extension \"{name}\" here.{(isKnown ? $" It is written \"{lower}\"." : "")}",
                $"Die Erweiterung \"{name}\" gibt es hier nicht.{(isKnown ? $" Man schreibt sie \"{lower}\"." : "")}");
        }
    }

    // Whether a test is decided by what this engine has (RFC 5463).
    private static bool? Truth(Call? test) => test?.Rule.Name switch
    {
        "true" => true,
        "false" => false,
        "ihave" => test.Prepared as bool?,
        "not" => !Truth(test.Tests.ElementAtOrDefault(0)),
        "allof" => test.Tests.Any(t => Truth(t) == false) ? false : test.Tests.All(t => Truth(t) == true) ? true : null,
        "anyof" => test.Tests.Any(t => Truth(t) == true) ? true : test.Tests.All(t => Truth(t) == false) ? false : null,
        _ => null,
    };

    private Sentence Hint(string name) => name == "elseif" ? new("it is written 'elsif'.", "man schreibt 'elsif'.")
        : _vocabulary.Word(name.TrimEnd('s')) is { } near ? new($"is '{near.Name}' meant?", $"ist '{near.Name}' gemeint?")
        : new("check its spelling.", "prüfen Sie die Schreibweise.");

    private static string Capital(string words) => char.ToUpperInvariant(words[0]) + words[1..];
}
