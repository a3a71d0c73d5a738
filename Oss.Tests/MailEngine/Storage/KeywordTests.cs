using Oss.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Storage;

public sealed class KeywordTests
{
    private static string KeywordsOf(StorageTree tree) => File.ReadAllText(Path.Combine(tree.Maildir, "dovecot-keywords"));

    [Fact]
    public async Task A_keyword_is_a_letter_in_the_name_and_a_line_in_the_file()
    {
        using var tree = new StorageTree();
        tree.Put("1.M1P1.vm:2,S");
        var inbox = tree.Open().Inbox;
        await inbox.StoreFlagsAsync([1], FlagChange.Add, MessageFlags.Flagged, ["$Forwarded", "work"], CancellationToken.None);
        tree.Files().ShouldBe(["1.M1P1.vm:2,FSab"]);
        KeywordsOf(tree).ShouldBe("0 $Forwarded\n1 work\n");
        (await tree.Open().Inbox.SyncAsync(CancellationToken.None)).Messages[0].Keywords.ShouldBe(["$Forwarded", "work"]);
    }

    [Fact]
    public async Task Keywords_beyond_the_letters_are_another_programs_and_stay_in_the_file()
    {
        using var tree = new StorageTree();
        var lines = Enumerable.Range(0, 30).Where(i => i != 25).Select(i => $"{i} k{i}").ToList();
        File.WriteAllText(Path.Combine(tree.Maildir, "dovecot-keywords"), string.Join('\n', lines) + "\n");
        tree.Put("1.M1P1.vm:2,z");
        tree.Put("2.M1P1.vm:2,");
        var inbox = tree.Open().Inbox;
        // Number 25 has no name, but a file carries its letter: it is not free.
        await inbox.StoreFlagsAsync([2], FlagChange.Add, MessageFlags.None, ["new", "K3"], CancellationToken.None);
        tree.Files().ShouldBe(["1.M1P1.vm:2,z", "2.M1P1.vm:2,d"]);
        KeywordsOf(tree).ShouldBe(string.Join('\n', lines) + "\n");
    }

    [Fact]
    public async Task A_name_once_given_to_a_letter_is_never_changed_and_other_lines_survive_a_new_one()
    {
        using var tree = new StorageTree();
        File.WriteAllText(Path.Combine(tree.Maildir, "dovecot-keywords"), "1 one\n0 zero\n27 many\n");
        tree.Put("1.M1P1.vm:2,");
        await tree.Open().Inbox.StoreFlagsAsync([1], FlagChange.Add, MessageFlags.None, ["two"], CancellationToken.None);
        tree.Files().ShouldBe(["1.M1P1.vm:2,c"]);
        KeywordsOf(tree).Split('\n').Order(StringComparer.Ordinal).ShouldBe(["", "0 zero", "1 one", "2 two", "27 many"]);
    }

    [Theory]
    [InlineData(FlagChange.Replace, "1.M1P1.vm:2,FPXq")]
    [InlineData(FlagChange.Add, "1.M1P1.vm:2,FPSXq")]
    [InlineData(FlagChange.Remove, "1.M1P1.vm:2,XPSq")]
    internal async Task Letters_that_nobody_here_knows_survive_every_change(FlagChange change, string expected)
    {
        using var tree = new StorageTree();
        tree.Put("1.M1P1.vm:2,XPSq");
        await tree.Open().Inbox.StoreFlagsAsync([1], change, MessageFlags.Flagged, [], CancellationToken.None);
        tree.Files().ShouldBe([expected]);
    }

    [Fact]
    public async Task Two_nodes_that_invent_keywords_at_once_agree_on_the_letters()
    {
        using var tree = new StorageTree();
        Enumerable.Range(1, 12).ToList().ForEach(i => tree.Put($"{i}.M1P1.vm:2,"));
        Mailbox one = tree.Open(), two = tree.Open();
        await Task.WhenAll(Enumerable.Range(1, 12).Select(i => Task.Run(() =>
            (i % 2 == 0 ? one : two).Inbox.StoreFlagsAsync([(uint)i], FlagChange.Add, MessageFlags.None, [$"k{i}", "both"], CancellationToken.None))));
        var snapshot = await tree.Open().Inbox.SyncAsync(CancellationToken.None);
        for (var i = 1; i <= 12; i++)
            snapshot.Messages[i - 1].Keywords.Order(StringComparer.Ordinal).ShouldBe(["both", $"k{i}"]);
        KeywordsOf(tree).Split('\n').Count(l => l.EndsWith(" both", StringComparison.Ordinal)).ShouldBe(1);
    }
}
