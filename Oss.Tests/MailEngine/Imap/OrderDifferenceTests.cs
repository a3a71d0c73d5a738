using Oss.Tests.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>SORT by every key and THREAD by both algorithms, of messages whose headers are generated: umlauts, dates that are missing, replies to what is not there.</summary>
public sealed class OrderDifferenceTests(DovecotServer dovecot) : IClassFixture<DovecotServer>
{
    private static readonly string[] Keys = ["ARRIVAL", "CC", "DATE", "FROM", "SIZE", "SUBJECT", "TO", "DISPLAYFROM", "DISPLAYTO"];

    private static readonly string[] Subjects =
    [
        "", "x", "X", "=?utf-8?q?=C3=84pfel?=", "=?utf-8?q?=C3=A4pfel?=", "Apfel", "apfel", "Zebra", "=?iso-8859-1?q?=FCber?=", "uber", "=?utf-8?q?stra=C3=9Fe?=", "strasse", "Re: x", "RE[2]: x", "Re: [list] x", "[list] x",
        "[list] Re: x", "Fwd: x", "Fw: x", "x (fwd)", "[Fwd: x]", "Re: Re: x", "Re:x", "re : x", "[a] [b] x", "[a]", "Re:", "two  words", "two words", "=?utf-8?q?Re=3A_x?=", "AW: x", "10", "9",
    ];

    private static readonly string[] Addresses =
        ["a@b.example", "B@a.example", "\"Zoe\" <a@b>", "=?utf-8?q?=C3=84rger?= <z@x>", "arger <y@x>", "Zebra <b@c>", "g: m@n;", "", "<c@d>", "c@D (comment)", "=?utf-8?q?=C3=B6?= <o@p>", "\"quoted, name\" <q@r>", "10 <i@j>"];

    private static readonly string[] Dates =
        ["Mon, 2 Nov 2026 10:00:00 +0100", "Mon, 2 Nov 2026 09:00:00 +0000", "Tue, 3 Nov 2026 23:30:00 -0800", "Wed, 4 Nov 2026 07:30:00 +0000", "Sun, 1 Nov 2026 00:10:00 +0000", "1 Nov 2026 00:10 +0000", "", "no date"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Messages_stand_in_the_same_order(int seed)
    {
        await using var both = await ServerPair.OpenAsync(dovecot);
        var random = new Random(seed);
        for (var i = 0; i < 50; i++)
            await both.AppendAsync(Message(random, i), $"INBOX (\\Seen) \"{random.Next(1, 29):00}-Oct-2026 12:00:00 +0000\"");
        await both.SameAsync("SELECT INBOX", answers => [answers[^1][..2]]);

        string[] commands =
        [
            .. Keys.Select(key => $"SORT ({key}) UTF-8 ALL"), .. Keys.Select(key => $"SORT (REVERSE {key}) UTF-8 ALL"),
            .. Enumerable.Range(0, 20).Select(_ => random.GetItems(Keys, 8).Distinct().ToArray()).Select(keys => $"UID SORT ({keys[0]} REVERSE {keys[1]} {string.Join(' ', keys[2..])}) UTF-8 {Any(random, ["ALL", "SUBJECT x", "1:20", "NOT FROM zebra"])}"),
            "SORT RETURN (MIN MAX COUNT ALL) (SUBJECT) UTF-8 ALL", "THREAD ORDEREDSUBJECT UTF-8 ALL", "THREAD REFERENCES UTF-8 ALL", "UID THREAD REFERENCES UTF-8 1:30", "UID THREAD ORDEREDSUBJECT UTF-8 SUBJECT x",
        ];
        var different = new List<string>();
        foreach (var command in commands)
        {
            var (ours, theirs) = await both.AskAsync(command);
            var (here, there) = (Shown(ours), Shown(theirs));
            if (here != there)
                different.Add($"{command}\n   here  {here}\n   there {there}");
        }

        different.ShouldBeEmpty();
    }

    private static string Message(Random random, int number)
    {
        var id = random.Next(8) == 0 ? "" : $"Message-ID: <{(random.Next(10) == 0 ? random.Next(50) : number)}@x>\r\n";
        var references = random.Next(3) == 0 ? $"References: {string.Join(' ', Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"<{random.Next(60)}@x>"))}\r\n" : "";
        var reply = random.Next(4) == 0 ? $"In-Reply-To: <{random.Next(60)}@x>\r\n" : "";
        return $"{Field("Subject", Any(random, Subjects))}{Field("From", Any(random, Addresses))}{Field("To", Any(random, Addresses))}{Field("Cc", Any(random, Addresses))}{Field("Date", Any(random, Dates))}{id}{references}{reply}\r\n{new string('x', random.Next(5))}\r\n";
    }

    private static string Field(string name, string value) => value.Length == 0 ? "" : $"{name}: {value}\r\n";

    private static string Any(Random random, string[] choices) => choices[random.Next(choices.Length)];

    // The tag that an ESEARCH repeats is not the same.
    private static string Shown(List<string> answers) => string.Join('\n', answers.SkipLast(1).Select(answer => answer.StartsWith("* ESEARCH", StringComparison.Ordinal) ? answer[answer.IndexOf(')', StringComparison.Ordinal)..] : answer).Append(answers[^1][..2]));
}
