using System.Text;
using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Sieve.Rules;

namespace Oss.MailEngine.Sieve.Conversion;

/// <summary>Rules recognised in a script that another program wrote from rules.</summary>
/// <param name="Rules">What was recognised.</param>
/// <param name="Problems">What was not: the script has to stay as it is, or lose that.</param>
public sealed record ImportedRules(MailRules Rules, IReadOnlyList<SieveError> Problems);

/// <summary>
/// Reads the rules back out of scripts that Horde's Ingo and Open-Xchange write. Both put a comment before each rule: Ingo the rule's name (<c># Blacklisted Addresses</c>,
/// <c># Vacation</c>, or what the user called it), Open-Xchange <c>## Flag: vacation|UniqueId:3|Rulename: name</c>. What a rule does is read from the
/// script's own commands, which are what ran until now; whatever has no counterpart among the rules here is a problem with its line.
/// </summary>
internal static class RuleImport
{
    public static ImportedRules Read(string script)
    {
        IReadOnlyList<Invocation> commands;
        try
        {
            commands = Parser.Parse(Encoding.UTF8.GetBytes(script));
        }
        catch (SieveException e)
        {
            return new ImportedRules(new MailRules(), [e.Error]);
        }

        var lines = script.Split('\n');
        var (rules, problems) = (new MailRules(), new List<SieveError>());
        for (var i = 0; i < commands.Count; i++)
        {
            var command = commands[i];
            var (name, flag) = RuleComment.Before(lines, command.At.Line);
            try
            {
                rules = Add(rules, command, name, flag, isForward: i + 1 == commands.Count || commands[i + 1].Name != "keep");
            }
            catch (NoCounterpartException e)
            {
                problems.Add(new SieveError(
                    e.At, $"The rule \"{name}\" could not be brought over: {e.Why.English}", $"Die Regel \"{name}\" ließ sich nicht übernehmen: {e.Why.German}"));
            }
        }

        problems.AddRange(RuleComment.Disabled(lines).Select(d => new SieveError(
            new SievePosition(d.Line, 1), $"The rule \"{d.Name}\" is switched off and was left out.", $"Die Regel \"{d.Name}\" ist ausgeschaltet und wurde ausgelassen.")));
        return new ImportedRules(rules, problems);
    }

    private static MailRules Add(MailRules rules, Invocation command, string name, string flag, bool isForward)
    {
        switch (command.Name)
        {
            case "require" or "keep" or "stop":
                return rules;
            case "redirect":
                var copy = HasTag(command, "copy") || !isForward || rules.Forward?.KeepsCopy == true;
                return rules with { Forward = new ForwardRule([.. rules.Forward?.Targets ?? [], Text(command)], copy) };
            case "vacation":
                return rules with { Vacation = RuleRecognition.Vacation(command, null, null) };
            case "if" when command is { Tests: [var test], Block: { } block }:
                if (block.Any(c => c.Name == "vacation"))
                    return rules with { Vacation = RuleRecognition.VacationWithin(test, block.Single(c => c.Name == "vacation")) };
                if (test.Name == "true" && flag == "autoforward" && block.All(c => c.Name is "redirect" or "keep" or "stop"))
                    return block.Where(c => c.Name == "redirect").Aggregate(rules, (r, c) => Add(r, c, name, flag, isForward: block.All(b => b.Name != "keep")));
                return rules with { Filters = [.. rules.Filters, RuleRecognition.Filter(name, test, block)] };
            default:
                throw new NoCounterpartException(command.At, $"'{command.Name}' is not among what rules can do.", $"'{command.Name}' gehört nicht zu dem, was Regeln tun können.");
        }
    }

    private static bool HasTag(Invocation command, string tag) => command.Arguments.Any(a => a is Argument.Tag t && t.Name == tag);

    private static string Text(Invocation command) => RuleRecognition.Text(command);
}

/// <summary>Something in a script that rules here cannot say.</summary>
internal sealed class NoCounterpartException(SievePosition at, string english, string german) : Exception(english)
{
    public SievePosition At => at;

    /// <summary>What it is.</summary>
    public Sentence Why { get; } = new(english, german);
}
