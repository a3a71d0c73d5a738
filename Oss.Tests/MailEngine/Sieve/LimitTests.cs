using System.Reflection;
using System.Text;
using Oss.MailEngine.Sieve;
using Oss.MailEngine.Sieve.Messages;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Sieve;

/// <summary>Each limit of <see cref="SieveLimits"/>, hit: what is too much is told to the author, or ends the run with a sentence for the log and keeps the message.</summary>
public sealed class LimitTests
{
    private const string Requires =
        "require [\"fileinto\", \"variables\", \"include\", \"regex\", \"foreverypart\", \"mime\", \"editheader\", \"imap4flags\", \"enotify\", \"vacation\", \"duplicate\", \"extracttext\", \"body\"];\n";

    /// <summary>Limits that are hit when a script is compiled: the name, what is one too much, and what is not.</summary>
    public static TheoryData<string, string, string> AtCompiling => new()
    {
        { nameof(SieveLimits.ScriptOctets), "#" + new string('x', SieveLimits.ScriptOctets), "#" + new string('x', 1000) },
        { nameof(SieveLimits.StringCharacters), Fileinto(new string('x', SieveLimits.StringCharacters + 1)), $"if header \"subject\" \"{new string('x', SieveLimits.StringCharacters)}\" {{ }}" },
        { nameof(SieveLimits.Nesting), Nested("if true {", "}", SieveLimits.Nesting + 1), Nested("if true {", "}", 15) },
        { nameof(SieveLimits.Invocations), Many(_ => "keep;", SieveLimits.Invocations + 1), Many(_ => "keep;", 1000) },
        { nameof(SieveLimits.VariableName), $"set \"{new string('x', SieveLimits.VariableName + 1)}\" \"\";", $"set \"{new string('x', SieveLimits.VariableName)}\" \"\";" },
        { nameof(SieveLimits.MatchVariables), $"set \"a\" \"${{{SieveLimits.MatchVariables}}}\";", $"set \"a\" \"${{{SieveLimits.MatchVariables - 1}}}\";" },
        { nameof(SieveLimits.RegexCharacters), Regex(new string('x', SieveLimits.RegexCharacters + 1)), Regex(new string('x', SieveLimits.RegexCharacters)) },
        { nameof(SieveLimits.RegexRepetitions), Regex($"x{{{SieveLimits.RegexRepetitions + 1}}}"), Regex($"x{{{SieveLimits.RegexRepetitions}}}") },
        { nameof(SieveLimits.PartLoops), Nested("foreverypart {", "}", SieveLimits.PartLoops + 1), Nested("foreverypart {", "}", SieveLimits.PartLoops) },
    };

    /// <summary>Limits that are hit when a script runs.</summary>
    public static TheoryData<string, string, string> AtRunning => new()
    {
        { nameof(SieveLimits.Actions), Many(n => Fileinto($"F{n}"), SieveLimits.Actions + 1), Many(n => Fileinto($"F{n}"), SieveLimits.Actions) },
        { nameof(SieveLimits.Redirects), Many(n => $"redirect \"u{n}@example.net\";", SieveLimits.Redirects + 1), Many(n => $"redirect \"u{n}@example.net\";", SieveLimits.Redirects) },
        { nameof(SieveLimits.Notifications), Many(n => $"notify \"mailto:u{n}@example.net\";", SieveLimits.Notifications + 1), Many(n => $"notify \"mailto:u{n}@example.net\";", SieveLimits.Notifications) },
        {
            nameof(SieveLimits.Steps),
            $"set \"a\" \"{new string('x', 60_000)}\";" + Many(_ => "if string :contains [\"${a}\", \"${a}\", \"${a}\", \"${a}\"] [\"1\", \"2\", \"3\", \"4\", \"5\", \"6\", \"7\", \"8\"] { stop; }", 400),
            Many(_ => "if string :contains \"a\" \"b\" { stop; }", 1000)
        },
        { nameof(SieveLimits.Variables), Many(n => $"set \"v{n}\" \"\";", SieveLimits.Variables + 1), Many(n => $"set \"v{n}\" \"\";", SieveLimits.Variables) },
        { nameof(SieveLimits.IncludeDepth), $"include \"down{SieveLimits.IncludeDepth + 1}\";", $"include \"down{SieveLimits.IncludeDepth}\";" },
        { nameof(SieveLimits.Includes), Many(_ => "include \"down1\";", SieveLimits.Includes + 1), Many(_ => "include \"down1\";", SieveLimits.Includes) },
        {
            nameof(SieveLimits.AddedField), $"set \"a\" \"{new string('x', SieveLimits.AddedField)}\"; addheader \"X\" \"${{a}}x\";", $"set \"a\" \"{new string('x', SieveLimits.AddedField)}\"; addheader \"X\" \"${{a}}\";"
        },
    };

    [Theory]
    [MemberData(nameof(AtCompiling))]
    public void What_is_too_much_for_a_script_is_told_to_its_author(string limit, string tooMuch, string fits)
    {
        var errors = SieveScript.Compile(Encoding.UTF8.GetBytes(Requires + tooMuch)).Errors;
        errors.ShouldNotBeEmpty(limit);
        errors.Count.ShouldBeLessThanOrEqualTo(SieveLimits.Errors);
        errors.ShouldAllBe(error => error.Line > 0 && error.Column > 0 && error.Sentence.English.EndsWith('.') && error.Sentence.German.EndsWith('.') && error.Sentence.German != error.Sentence.English);
        SieveScript.Compile(Encoding.UTF8.GetBytes(Requires + fits)).Errors.ShouldBeEmpty(limit);
        // A script that came by other ways than ManageSieve is there, and keeps the message.
        Run(tooMuch).Actions.ShouldHaveSingleItem().ToString().ShouldBe("implicit keep");
    }

    [Theory]
    [MemberData(nameof(AtRunning))]
    public void What_is_too_much_for_a_run_ends_it_and_keeps_the_message(string limit, string tooMuch, string fits)
    {
        var outcome = Run(Fileinto("Before") + tooMuch + Fileinto("After"));
        outcome.Error.ShouldNotBeNull(limit).Sentence.German.ShouldEndWith(".");
        outcome.Actions.ShouldHaveSingleItem().ToString().ShouldBe("implicit keep");
        Run(fits).Error.ShouldBeNull(limit);
    }

    // These cut or bound without an error, as their RFCs allow or ask for.
    [Fact]
    public void What_is_longer_than_it_may_be_is_cut()
    {
        Result(Many(_ => "set \"a\" \"${a}${a}x\";", 20) + "set :length \"n\" \"${a}\"; fileinto \"${n}\";").ShouldContain($"fileinto \"{SieveLimits.VariableValue}\"");
        Result($"set \"a\" \"{new string('x', SieveLimits.VariableValue - 1)}😀\"; set :length \"n\" \"${{a}}\"; fileinto \"${{n}}\";").ShouldContain($"fileinto \"{SieveLimits.VariableValue - 1}\"");
        Result(Many(n => $"addflag \"k{n:D6}\";", 1000) + "keep;").Split(' ').Length.ShouldBeInRange(SieveLimits.Flags / 10, SieveLimits.Flags / 8 + 2);
        Result("vacation :days 4000 \"x\";").ShouldContain($":seconds {(long)TimeSpan.FromDays(SieveLimits.VacationDays).TotalSeconds}");
        Run("if duplicate :seconds 4000000000 { }").Actions.OfType<Oss.MailEngine.Sieve.Actions.SieveAction.MarkDuplicate>().Single().Memory.ShouldBe(SieveLimits.DuplicateMemory);
        var large = Encoding.ASCII.GetBytes("Subject: x\r\n\r\nbefore" + new string('x', SieveLimits.BodyOctets) + "after\r\n");
        Run("if body :text :contains \"before\" { fileinto \"A\"; } if body :text :contains \"after\" { fileinto \"B\"; }", large).Actions.Select(action => action.ToString()).ShouldBe(["fileinto \"A\""]);
    }

    [Fact]
    public void No_limit_is_without_a_test()
    {
        string[] elsewhere =
        [
            // Above, or how the others are counted.
            nameof(SieveLimits.Errors), nameof(SieveLimits.CharactersPerStep), nameof(SieveLimits.VariableValue), nameof(SieveLimits.Flags), nameof(SieveLimits.VacationDays), nameof(SieveLimits.DuplicateMemory),
            nameof(SieveLimits.BodyOctets),
            // ImapEventTests.
            nameof(SieveLimits.EventSteps), nameof(SieveLimits.EventMessages),
            // Reached by a machine in trouble alone; HostileScriptTests has what would blow up elsewhere.
            nameof(SieveLimits.RegexTime),
        ];
        typeof(SieveLimits).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => field.Name)
            .Except(AtCompiling.Concat(AtRunning).Select(row => row.Data.Item1)).Except(elsewhere).ShouldBeEmpty();
    }

    private static string Result(string script) => string.Join('\n', Run(script).Actions);

    private static SieveOutcome Run(string script, byte[]? message = null) => SieveInterpreter.Run(
        SieveScript.Compile(Encoding.UTF8.GetBytes(Requires + script)),
        new SieveContext
        {
            Message = SieveMessage.Of(message ?? Encoding.ASCII.GetBytes("Subject: x\r\nMessage-ID: <1@example.org>\r\n\r\nx\r\n")),
            Sender = "sender@example.com", Recipient = "user@example.org", Now = new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero), Mailbox = new Descending(),
        });

    private static string Many(Func<int, string> piece, int count) => string.Concat(Enumerable.Range(0, count).Select(piece));

    private static string Nested(string begin, string end, int depth) => string.Concat(Enumerable.Repeat(begin, depth)) + string.Concat(Enumerable.Repeat(end, depth));

    private static string Regex(string expression) => $"if header :regex \"subject\" \"{expression}\" {{ }}";

    private static string Fileinto(string folder) => $"fileinto \"{folder}\";";

    /// <summary>A mailbox whose script <c>downN</c> includes <c>down(N-1)</c>; the last includes nothing.</summary>
    private sealed class Descending : ISieveMailbox
    {
        public bool FolderExists(string folder) => true;

        public IReadOnlyList<string> FoldersForUse(string specialUse) => [];

        public string? FolderWithId(string mailboxId) => null;

        public string? Annotation(string? folder, string entry) => null;

        public IReadOnlyCollection<string>? List(Oss.MailEngine.Sieve.Extensions.ListName name) => null;

        public bool IsDuplicate(string identifier) => false;

        public SieveScript? Script(string name, bool isGlobal) => int.Parse(name[4..], System.Globalization.CultureInfo.InvariantCulture) is var depth and > 1
            ? SieveScript.Compile(Encoding.ASCII.GetBytes($"require \"include\"; include \"down{depth - 1}\";"))
            : SieveScript.Compile(""u8);
    }
}
