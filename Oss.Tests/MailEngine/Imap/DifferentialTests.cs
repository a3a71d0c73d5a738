using System.Text.RegularExpressions;
using Oss.Tests.MailEngine.Storage;
using Xunit;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>The same messages and the same commands to this engine and to Debian's Dovecot, and the same answers but for what <c>docs/imap-differences.md</c> names.</summary>
public sealed partial class DifferentialTests(DovecotServer dovecot) : IClassFixture<DovecotServer>
{
    private static readonly string[] Fetches =
    [
        "RFC822.SIZE", "ENVELOPE", "BODYSTRUCTURE", "BODY", "BODY.PEEK[1]", "BODY.PEEK[1.MIME]", "BODY.PEEK[HEADER]", "BODY.PEEK[TEXT]", "BODY.PEEK[HEADER.FIELDS (FROM SUBJECT X-NONE)]",
        "BODY.PEEK[HEADER.FIELDS.NOT (FROM TO)]<2.20>", "BODY.PEEK[]<5.10>", "BODY.PEEK[2]", "BODY.PEEK[1.HEADER]", "BODY.PEEK[1.TEXT]",
    ];

    private static readonly string[] Searches =
    [
        "ALL", "SUBJECT x", "FROM zoe", "FROM j@x", "TO a@b", "NOT TO c@d", "OR CC a BCC b", "HEADER Content-Type mixed", "SENTSINCE 2-Nov-2026", "SENTON 3-Nov-2026", "SENTBEFORE 2-Nov-2026",
        "LARGER 300", "SMALLER 300", "UID 3:7", "HEADER Message-ID \"\"", "SEEN", "NOT DELETED", "5:* UNFLAGGED",
    ];

    private static readonly string[] Sorts =
        ["SORT (SUBJECT) UTF-8 ALL", "SORT (DATE) UTF-8 ALL", "SORT (REVERSE SIZE) UTF-8 ALL", "SORT (SUBJECT REVERSE DATE) UTF-8 ALL", "THREAD ORDEREDSUBJECT UTF-8 ALL", "THREAD REFERENCES UTF-8 ALL"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Messages_look_the_same(int seed)
    {
        await using var both = await ServerPair.OpenAsync(dovecot);
        var messages = new GeneratedMessages(seed);
        for (var i = 0; i < 25; i++)
            await both.AppendAsync(messages.Next());
        await both.SameAsync("SELECT INBOX", answers => [answers[^1][..2]]);
        foreach (var fetch in Fetches)
            await both.SameAsync($"FETCH 1:* ({fetch})", Fetched);
        foreach (var search in Searches)
            await both.SameAsync($"SEARCH {search}", Told);
        foreach (var sort in Sorts)
            await both.SameAsync(sort, Told);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Sessions_go_the_same_way(int seed)
    {
        await using var both = await ServerPair.OpenAsync(dovecot);
        var (messages, random) = (new GeneratedMessages(seed), new Random(seed));
        for (var i = 0; i < 10; i++)
            await both.AppendAsync(messages.Next());
        await both.SameAsync("CREATE Other", answers => [answers[^1][..2]]);
        await both.SameAsync("SELECT INBOX", answers => [answers[^1][..2]]);
        for (var i = 0; i < 60; i++)
        {
            var set = random.Next(3) switch { 0 => $"{random.Next(1, 6)}", 1 => $"{random.Next(1, 4)}:{random.Next(1, 8)}", _ => $"{random.Next(1, 9)}:*" };
            var flags = new[] { "\\Seen", "\\Flagged", "\\Deleted \\Answered", "\\Draft $Label1", "" }[random.Next(5)];
            var command = random.Next(12) switch
            {
                0 => $"UID STORE {set} FLAGS ({flags})",
                1 => $"UID STORE {set} +FLAGS ({flags})",
                2 => $"UID STORE {set} -FLAGS.SILENT ({flags})",
                3 => $"UID EXPUNGE {set}",
                4 => "EXPUNGE",
                5 => $"UID COPY {set} Other",
                6 => $"UID MOVE {set} Other",
                7 => $"UID FETCH {set} (FLAGS RFC822.SIZE)",
                8 => $"UID SEARCH UID {set} UNSEEN",
                9 => $"SEARCH RETURN (MIN MAX COUNT ALL) {(random.Next(2) == 0 ? "SEEN" : "NOT FLAGGED")}",
                10 => "STATUS Other (MESSAGES UIDNEXT UNSEEN)",
                _ => "NOOP",
            };
            // Which of the flags that stay as they were are told again differs; what they are does not.
            await both.SameAsync(command, command.Contains("STORE", StringComparison.Ordinal) ? answers => [answers[^1][..2]] : Told);
            await both.SameAsync("UID FETCH 1:* (FLAGS)", Known);
            if (i % 7 == 0)
                await both.AppendAsync(messages.Next());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Search_trees_find_the_same(int seed)
    {
        await using var both = await ServerPair.OpenAsync(dovecot);
        var (messages, random) = (new GeneratedMessages(seed), new Random(seed));
        for (var i = 0; i < 20; i++)
            await both.AppendAsync(messages.Next());
        await both.SameAsync("SELECT INBOX", answers => [answers[^1][..2]]);
        await both.SameAsync("STORE 1:10 +FLAGS.SILENT (\\Flagged $Label1)", answers => [answers[^1][..2]]);
        await both.SameAsync("STORE 5:15 -FLAGS.SILENT (\\Seen)", answers => [answers[^1][..2]]);
        for (var i = 0; i < 60; i++)
        {
            var returns = new[] { "", "RETURN () ", "RETURN (MIN) ", "RETURN (MAX COUNT) ", "RETURN (ALL) ", "RETURN (MIN MAX ALL COUNT) " }[random.Next(6)];
            await both.SameAsync($"{(random.Next(2) == 0 ? "UID " : "")}SEARCH {returns}{new[] { "", "CHARSET UTF-8 ", "CHARSET US-ASCII " }[random.Next(3)]}{Key(4)}", Told);
        }

        await both.SameAsync("SEARCH RETURN (SAVE) FLAGGED", Told);
        await both.SameAsync("SEARCH $ UNSEEN", Told);
        await both.SameAsync("FETCH $ (FLAGS)", Known);
        await both.SameAsync("SEARCH CHARSET X-NONE ALL", answers => [answers[^1][..2]]);

        string Key(int depth) => random.Next(depth > 0 ? 14 : 10) switch
        {
            0 => "SEEN",
            1 => "UNFLAGGED",
            2 => "KEYWORD $Label1",
            3 => $"LARGER {random.Next(100, 600)}",
            4 => $"{random.Next(1, 8)}:{random.Next(8, 21)}",
            5 => $"UID {random.Next(1, 25)}:*",
            6 => "SUBJECT x",
            7 => $"SENTSINCE {random.Next(1, 5)}-Nov-2026",
            8 => "FROM zoe",
            9 => "NOT ANSWERED",
            10 => $"NOT {Key(depth - 1)}",
            11 => $"OR {Key(depth - 1)} {Key(depth - 1)}",
            12 => $"({Key(depth - 1)} {Key(depth - 1)})",
            _ => $"({Key(depth - 1)} OR {Key(depth - 1)} NOT {Key(depth - 1)})",
        };
    }

    // From the end or from the start: a server tells expunges in the order it likes.
    // By number: Dovecot tells which UID, or does not, as it likes; and a message is recent to whom it likes.
    private static IEnumerable<string> Fetched(List<string> answers) => answers.Where(answer => Fetch().IsMatch(answer)).Select(answer => ImapTokens.Canonical(answer).Replace("] NIL )", "] '' )", StringComparison.Ordinal));

    private static IEnumerable<string> Told(List<string> answers) => answers.Select((answer, i) =>
        i == answers.Count - 1 ? CopyCode().Match(answer).Groups[1].Value + answer[..2] : Incidental().IsMatch(answer) ? "" : CopyCode().Match(answer) is { Success: true } code ? code.Groups[1].Value : Without().Replace(ImapTokens.Canonical(answer), ""))
        .Where(answer => answer.Length > 0).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Known(List<string> answers) => Fetched(answers).Select(answer => answer.Replace("\\RECENT ", "", StringComparison.Ordinal));

    [GeneratedRegex(@"^\* [0-9]+ FETCH ")]
    private static partial Regex Fetch();

    [GeneratedRegex(@"^\* (?:[0-9]+ RECENT|FLAGS |OK \[(?!COPYUID)|[0-9]+ EXISTS)")]
    private static partial Regex Incidental();

    [GeneratedRegex(@"UID [0-9]+ |\\RECENT |(?<=^\* )[0-9]+ (?=EXPUNGE)|(?<=\(TAG )'[^']*'|TAG A[0-9]+")]
    private static partial Regex Without();

    [GeneratedRegex(@"\[COPYUID [0-9]+ ([^\]]+)\]")]
    private static partial Regex CopyCode();
}
