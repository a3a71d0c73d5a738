using System.Globalization;
using Oss.MailEngine.Sieve.Language;
using Oss.MailEngine.Sieve.Rules;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Sieve.Conversion;

/// <summary>Recognises rules in commands and tests.</summary>
internal static class RuleRecognition
{
    // Ingo asks several fields for a sender or a recipient.
    private static readonly string[] Senders = ["from", "sender", "resent-from", "reply-to"];
    private static readonly string[] Recipients = ["to", "cc", "bcc", "resent-to", "envelope-to", "delivered-to"];

    public static FilterRule Filter(string name, Invocation test, IReadOnlyList<Invocation> block)
    {
        var needsAll = test.Name != "anyof";
        var tests = test.Name is "allof" or "anyof" ? test.Tests : test.Name == "true" ? [] : [test];
        return new FilterRule
        {
            Name = name,
            NeedsAll = needsAll,
            Conditions = [.. tests.Select(t => Condition(t, isNot: false))],
            Actions = [.. block.Where(c => c.Name != "stop").SelectMany(Actions)],
            Stops = block.Any(c => c.Name == "stop"),
        };
    }

    public static VacationRule VacationWithin(Invocation test, Invocation vacation)
    {
        DateOnly? from = null, until = null;
        foreach (var condition in test.Name == "allof" ? test.Tests : [test])
        {
            // Ingo tells lists and spam apart here; the reply's own rules do that anyway.
            if (condition.Name is "true" or "not")
                continue;
            if (condition is not { Name: "currentdate" } || Strings(condition) is not [.., [var relation], [var part], [var day]] || part != "date"
                || !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                throw new NoCounterpartException(condition.At, "the automatic reply has a condition that is no date.", "die Abwesenheitsnotiz hat eine Bedingung, die kein Datum ist.");
            if (relation is "ge" or "gt")
                from = relation == "gt" ? date.AddDays(1) : date;
            else
                until = relation == "lt" ? date.AddDays(-1) : date;
        }

        return Vacation(vacation, from, until);
    }

    public static VacationRule Vacation(Invocation command, DateOnly? from, DateOnly? until)
    {
        if (Tag(command, "mime") is not null)
            throw new NoCounterpartException(command.At, "the automatic reply is a MIME message.", "die Abwesenheitsnotiz ist eine MIME-Nachricht.");
        return new VacationRule
        {
            From = from, Until = until, Text = Text(command).Replace("\r\n", "\n", StringComparison.Ordinal),
            Subject = Tag(command, "subject") is Argument.Strings subject ? subject.Items[0].Text : "",
            Days = Tag(command, "days") is Argument.Number days ? (int)Math.Clamp(days.Value, 1, SieveLimits.VacationDays) : 7,
            Addresses = Tag(command, "addresses") is Argument.Strings addresses ? [.. addresses.Items.Select(i => i.Text)] : [],
        };
    }

    /// <summary>The last string of a command.</summary>
    public static string Text(Invocation command) => Strings(command) is [.., [var text]] ? text : throw new NoCounterpartException(command.At, $"'{command.Name}' has not one string.", $"'{command.Name}' hat nicht genau eine Zeichenkette.");

    private static RuleCondition Condition(Invocation test, bool isNot)
    {
        if (test is { Name: "not", Tests: [var inner] })
            return Condition(inner, !isNot);
        if (test.Name == "size" && test.Arguments is [Argument.Tag bound, Argument.Number size])
            return new RuleCondition(
                RuleField.Size, bound.Name == "over" ? RuleOperator.Over : RuleOperator.Under, [size.Value.ToString(CultureInfo.InvariantCulture)], IsNot: isNot);
        if (test.Name is not ("header" or "address") || Strings(test) is not [.., { } names, { } keys])
            throw new NoCounterpartException(test.At, $"'{test.Name}' is not among what rules can ask.", $"'{test.Name}' gehört nicht zu dem, was Regeln fragen können.");

        var comparison = test.Arguments.OfType<Argument.Tag>().Select(t => t.Name).FirstOrDefault(n => n is "is" or "contains" or "matches" or "regex" or "value" or "count") switch
        {
            "contains" => RuleOperator.Contains, "matches" => RuleOperator.Matches, "is" or null => RuleOperator.Is,
            var other => throw new NoCounterpartException(test.At, $"':{other}' is not among what rules can ask.", $"':{other}' gehört nicht zu dem, was Regeln fragen können."),
        };
        if (test.Arguments.OfType<Argument.Tag>().FirstOrDefault(t => t.Name is "localpart" or "domain" or "user" or "detail") is { } part)
            throw new NoCounterpartException(part.At, $"':{part.Name}' is not among what rules can ask.", $"':{part.Name}' gehört nicht zu dem, was Regeln fragen können.");

        var lower = names.Select(n => n.ToLowerInvariant()).ToList();
        return lower.TrueForAll(Senders.Contains) ? new RuleCondition(RuleField.From, comparison, keys, IsNot: isNot)
            : lower.TrueForAll(Recipients.Contains) ? new RuleCondition(RuleField.To, comparison, keys, IsNot: isNot)
            : lower is ["subject"] ? new RuleCondition(RuleField.Subject, comparison, keys, IsNot: isNot)
            : lower.Count == 1 ? new RuleCondition(RuleField.Header, comparison, keys, names[0], isNot)
            : throw new NoCounterpartException(
                test.At, $"a condition on {string.Join(", ", names)} at one time is not among what rules can ask.",
                $"eine Bedingung über {string.Join(", ", names)} zugleich gehört nicht zu dem, was Regeln fragen können.");
    }

    private static IEnumerable<RuleAction> Actions(Invocation command)
    {
        switch (command.Name)
        {
            case "fileinto":
                var folder = Text(command);
                yield return new RuleAction(RuleActionKind.Move, FolderName.TryParse(folder) is null
                    ? throw new NoCounterpartException(command.At, $"\"{folder}\" cannot be the name of a folder here.", $"\"{folder}\" kann hier nicht der Name eines Ordners sein.")
                    : folder);
                if (Tag(command, "copy") is not null)
                    yield return new RuleAction(RuleActionKind.Keep);
                break;
            case "keep":
                yield return new RuleAction(RuleActionKind.Keep);
                break;
            case "discard":
                yield return new RuleAction(RuleActionKind.Discard);
                break;
            case "redirect":
                yield return new RuleAction(RuleActionKind.Forward, Text(command));
                // A redirect alone takes the message away; the rules' forward leaves it, so what took it away is said.
                if (Tag(command, "copy") is null)
                    yield return new RuleAction(RuleActionKind.Discard);
                break;
            case "addflag" or "setflag":
                foreach (var flag in Strings(command)[^1].SelectMany(f => f.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
                    yield return new RuleAction(RuleActionKind.Flag, flag);
                break;
            default:
                throw new NoCounterpartException(command.At, $"'{command.Name}' is not among what rules can do.", $"'{command.Name}' gehört nicht zu dem, was Regeln tun können.");
        }
    }

    private static List<IReadOnlyList<string>> Strings(Invocation command) =>
        [.. command.Arguments.OfType<Argument.Strings>().Select(s => (IReadOnlyList<string>)[.. s.Items.Select(i => i.Text)])];

    // What follows a tag; the tag itself when nothing does.
    private static Argument? Tag(Invocation command, string name)
    {
        var at = command.Arguments.ToList().FindIndex(a => a is Argument.Tag t && t.Name == name);
        return at < 0 ? null : at + 1 < command.Arguments.Count ? command.Arguments[at + 1] : command.Arguments[at];
    }
}
