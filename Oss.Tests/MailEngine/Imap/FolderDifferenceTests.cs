using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>Folders made, named anew, subscribed, deleted and listed in every way, by this engine and by Debian's Dovecot.</summary>
public sealed partial class FolderDifferenceTests(FolderDovecot dovecot) : IClassFixture<FolderDovecot>
{
    private static readonly string[] Names = ["A", "A/B", "A/B/C", "A/D", "B", "B/x y", "Entw&APw-rfe", "Sent", "F/1", "AB", "Trash"];

    // Names that have no special use, which Dovecot tells of names that are no folders too.
    private static readonly string[] Plain = [.. Names.Except(["Entw&APw-rfe", "Sent", "Trash"])];

    private static readonly string[] Lists =
    [
        "LIST \"\" *", "LIST \"\" %", "LIST \"\" %/%", "LIST A/ %", "LIST \"\" A*", "LIST \"\" inbox", "LIST \"\" \"\"", "LIST \"\" *B*", "LIST \"\" Entw&APw-rfe", "LSUB \"\" *", "LSUB \"\" %", "LSUB \"\" %/%", "LSUB A/ *",
        "LIST (SUBSCRIBED) \"\" *", "LIST (SUBSCRIBED) \"\" %", "LIST (SUBSCRIBED) \"\" * RETURN (CHILDREN)", "LIST (SUBSCRIBED RECURSIVEMATCH) \"\" %", "LIST \"\" * RETURN (SUBSCRIBED)", "LIST \"\" % RETURN (CHILDREN SUBSCRIBED)",
        "LIST \"\" (A* B) RETURN (SUBSCRIBED CHILDREN)", "LIST (SPECIAL-USE) \"\" *", "LIST \"\" * RETURN (SPECIAL-USE)", "LIST \"\" * RETURN (STATUS (MESSAGES UNSEEN))", "LIST (SUBSCRIBED) \"\" * RETURN (STATUS (MESSAGES))",
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Folders_go_the_same_way(int seed)
    {
        await using var both = await ServerPair.OpenAsync(dovecot);
        var random = new Random(seed);
        var different = new List<string>();
        var history = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            string name = Names[random.Next(Names.Length)], other = Plain[random.Next(Plain.Length)];
            var command = random.Next(10) switch
            {
                0 or 1 or 2 => $"CREATE \"{name}\"",
                3 => $"CREATE \"{other}/\"",
                4 => $"DELETE \"{name}\"",
                5 => $"RENAME \"{name}\" \"{other}\"",
                6 or 7 => $"SUBSCRIBE \"{name}\"",
                8 => $"UNSUBSCRIBE \"{name}\"",
                _ => $"STATUS \"{name}\" (MESSAGES)",
            };
            // Within the session in which a folder is deleted that has others below, Dovecot goes on to list it as if it were there.
            if (command.StartsWith("DELETE", StringComparison.Ordinal) && (await both.AskAsync($"LIST \"\" \"{name}/*\"")).Ours.Count > 1)
                continue;
            history.Add(command);
            var answers = await both.AskAsync(command);
            if (command.StartsWith("SUBSCRIBE", StringComparison.Ordinal))
                // What is not there can be subscribed here alone.
                await both.AskAsync(answers.Theirs[^1].StartsWith("NO", StringComparison.Ordinal) ? $"UN{command}" : "NOOP");
            else
                Compare(command, answers, told => [told[^1][..2]]);
            foreach (var list in Lists)
                Compare(list, await both.AskAsync(list), Listed);
            if (different.Count > 0)
                break;
        }

        different.ShouldBeEmpty(string.Join('\n', history));

        void Compare(string command, (List<string> Ours, List<string> Theirs) answers, Func<List<string>, IEnumerable<string>> look)
        {
            var (here, there) = (look(answers.Ours).ToList(), look(answers.Theirs).ToList());
            different.AddRange(here.Except(there).Select(answer => $"{command}: here  {answer}").Concat(there.Except(here).Select(answer => $"{command}: there {answer}")));
        }
    }

    [Fact]
    public async Task Annotations_are_kept_the_same_way()
    {
        await using var both = await ServerPair.OpenAsync(dovecot);
        foreach (var command in (string[])
        [
            "CREATE Box", "SETMETADATA Box (/private/comment \"mine\" /shared/comment \"ours\")", "SETMETADATA Box (/private/vendor/acme/a \"1\" /private/vendor/acme/a/b \"2\" /private/vendor/acme/c \"\")",
            "SETMETADATA \"\" (/private/comment \"of the server\")", "GETMETADATA Box /private/comment", "GETMETADATA Box (/private/comment /shared/comment /private/none)", "GETMETADATA (DEPTH 1) Box /private/vendor/acme",
            "GETMETADATA (DEPTH infinity) Box (/private/vendor)", "GETMETADATA (DEPTH 0) Box /private/vendor/acme/a", "GETMETADATA (MAXSIZE 3) Box (/private/comment /private/vendor/acme/a)", "GETMETADATA (MAXSIZE 4) Box /private/comment",
            "GETMETADATA \"\" /private/comment", "SETMETADATA Box (/PRIVATE/Comment \"again\")", "GETMETADATA Box /private/comment", "SETMETADATA Box (/private/comment NIL)", "GETMETADATA Box /private/comment",
            "SETMETADATA None (/private/comment \"x\")", "GETMETADATA None /private/comment", "SETMETADATA Box (/other/comment \"x\")", "SETMETADATA Box (comment \"x\")", "GETMETADATA Box /private/a*b", "SETMETADATA Box (/private//x \"y\")",
            "SETMETADATA Box (/private/comment {5+}\r\na\r\nbc)", "GETMETADATA Box /private/comment", "RENAME Box Other", "GETMETADATA Other (/private/comment /shared/comment)", "DELETE Other", "CREATE Other", "GETMETADATA Other /private/comment",
        ])
        {
            await both.SameAsync(command, answers => answers.Select((answer, i) => i == answers.Count - 1 ? LongEntries().Match(answer).Value + answer[..2] : string.Concat(ImapTokens.Canonical(answer).Order())).Order(StringComparer.Ordinal));
        }
    }

    private static IEnumerable<string> Listed(List<string> answers) =>
        answers.Select((answer, i) => i == answers.Count - 1 ? answer[..2] : Attributes().Replace(ImapTokens.Canonical(answer).Replace("'", "", StringComparison.Ordinal), attributes => $"({string.Join(' ', attributes.Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(a => a is not ("\\UNMARKED" or "\\MARKED") && (a == "\\NOSELECT" || !answer.StartsWith("* LSUB", StringComparison.Ordinal))).Order())})")).Order(StringComparer.Ordinal);

    [GeneratedRegex(@"\[METADATA LONGENTRIES [0-9]+\]")]
    private static partial Regex LongEntries();

    [GeneratedRegex(@"(?<=^\* (?:LIST|LSUB) )\(([^)]*)\)")]
    private static partial Regex Attributes();
}
