using Oss.Tests.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Imap;

/// <summary>Messages that are broken or unusual, as this engine and as Debian's Dovecot show them: alike, but for <see cref="DecidedDifferences"/>.</summary>
public sealed class BrokenMessageTests(DovecotServer dovecot) : IClassFixture<DovecotServer>
{
    private static readonly string[] Items =
    [
        "RFC822.SIZE", "ENVELOPE", "BODY", "BODYSTRUCTURE", "BODY.PEEK[]", "BODY.PEEK[HEADER]", "BODY.PEEK[TEXT]", "BODY.PEEK[HEADER.FIELDS (SUBJECT FROM)]", "BODY.PEEK[HEADER.FIELDS.NOT (SUBJECT FROM)]",
        "BODY.PEEK[1]", "BODY.PEEK[2]", "BODY.PEEK[3]", "BODY.PEEK[1.MIME]", "BODY.PEEK[2.MIME]", "BODY.PEEK[1.HEADER]", "BODY.PEEK[1.TEXT]", "BODY.PEEK[1.1]", "BODY.PEEK[1.1.1]", "BODY.PEEK[1.1.MIME]", "BODY.PEEK[1.2]",
        "BODY.PEEK[1.1.HEADER]", "BODY.PEEK[]<7.11>", "BODY.PEEK[TEXT]<3.5>", "BINARY.PEEK[1]", "BINARY.PEEK[2]", "BINARY.SIZE[1]", "BINARY.SIZE[2]", "BINARY.PEEK[1.1]", "BINARY.PEEK[1]<2.3>", "PREVIEW",
    ];

    [Fact]
    public async Task Broken_messages_look_the_same()
    {
        await using var both = await ServerPair.OpenAsync(dovecot);
        foreach (var (_, message) in BrokenMessages.All)
            await both.AppendAsync(message);
        await both.SameAsync("SELECT INBOX", answers => [answers[^1][..2]]);

        var (different, met) = (new List<string>(), new HashSet<string>());
        for (var i = 0; i < BrokenMessages.All.Count; i++)
        {
            foreach (var item in Items)
            {
                var (ours, theirs) = await both.AskAsync($"FETCH {i + 1} ({item})");
                var (name, here, there) = (BrokenMessages.All[i].Name, Shown(ours), Shown(theirs));
                if (here == there)
                    continue;
                if (DecidedDifferences.Of(name, item, here) is { } decided)
                    met.Add(decided);
                else
                    different.Add($"{name} | {item}\n   here  {here}\n   there {there}");
            }
        }

        different.ShouldBeEmpty();
        DecidedDifferences.Rows.Except(met).ShouldBeEmpty("These differ no more.");
    }

    [Fact]
    public void What_is_decided_is_written_down()
    {
        var documented = File.ReadLines(Path.Combine(Repository.Root, "docs", "imap-differences.md")).Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Select(line => line.Split('|')[1].Trim()).ToHashSet();
        DecidedDifferences.Rows.Except(documented).ShouldBeEmpty();
    }

    private static string Shown(List<string> answers)
    {
        var fetched = string.Join('\n', answers.Where(answer => answer.Contains(" FETCH (", StringComparison.Ordinal)).Select(ImapTokens.Canonical)).Replace("] NIL )", "] '' )", StringComparison.Ordinal);
        return answers[^1].StartsWith("OK", StringComparison.Ordinal) ? fetched : answers[^1][..2];
    }
}
