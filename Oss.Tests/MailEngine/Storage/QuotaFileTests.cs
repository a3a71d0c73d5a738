using System.Text;
using Oss.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Storage;

/// <summary><c>maildirsize</c>, which Dovecot and every other Maildir++ program on the tree reads and appends to.</summary>
public sealed class QuotaFileTests
{
    private static string PathOf(StorageTree tree) => Path.Combine(tree.Maildir, "maildirsize");

    [Fact]
    public async Task Usage_is_the_limit_a_count_and_a_line_for_each_change()
    {
        using var tree = new StorageTree(quota: 10_000);
        var storage = tree.NewNode();
        var mailbox = storage.Open(tree.Account);
        tree.Put("1.M1P1.vm,S=100:2,", new string('x', 100));
        mailbox.Usage().ShouldBe(new MailboxUsage(100, 1));
        await storage.DeliverAsync(mailbox.Inbox, new string('y', 50));
        var appended = await storage.AppendAsync(mailbox.Inbox, new string('z', 30));
        await mailbox.Inbox.ExpungeAsync([appended.Uid], CancellationToken.None);
        File.ReadAllText(PathOf(tree)).ShouldBe("10000S\n100 1\n50 1\n30 1\n-30 -1\n");
        mailbox.Usage().ShouldBe(new MailboxUsage(150, 2));
    }

    [Theory]
    [InlineData("9999S\n100 1\n")]
    [InlineData("10000S\n")]
    [InlineData("10000S\n100 1\nrubbish\n")]
    [InlineData("10000S\n100 1\n-200 -2\n")]
    [InlineData("")]
    public void A_file_for_another_limit_or_a_damaged_one_is_counted_anew(string text)
    {
        using var tree = new StorageTree(quota: 10_000);
        tree.Put("1.M1P1.vm,S=70:2,", new string('x', 70));
        Directory.CreateDirectory(Path.Combine(tree.Maildir, ".Sent", "new"));
        tree.Put("2.M1P1.vm", "12345", ".Sent", "new");
        File.WriteAllText(PathOf(tree), text);
        tree.Open().Usage().ShouldBe(new MailboxUsage(75, 2));
        File.ReadAllText(PathOf(tree)).ShouldBe("10000S\n75 2\n");
    }

    [Fact]
    public void A_file_that_grew_too_long_is_counted_anew()
    {
        using var tree = new StorageTree(quota: 10_000);
        var text = new StringBuilder("10000S\n0 0\n");
        while (text.Length <= 5120)
            text.Append("1 1\n-1 -1\n");
        File.WriteAllText(PathOf(tree), text.ToString());
        tree.Open().Usage().ShouldBe(default);
        new FileInfo(PathOf(tree)).Length.ShouldBeLessThan(20);
    }

    [Fact]
    public void Without_a_limit_the_file_says_so()
    {
        using var tree = new StorageTree();
        tree.Open().Usage();
        File.ReadAllText(PathOf(tree)).ShouldBe("0S\n0 0\n");
    }

    [Fact]
    public void A_refusal_is_never_by_a_sum_that_many_programs_wrote()
    {
        using var tree = new StorageTree(quota: 1_000);
        tree.Put("1.M1P1.vm,S=70:2,", new string('x', 70));
        File.WriteAllText(PathOf(tree), "1000S\n70 1\n5000 5\n");
        tree.Open().Usage().ShouldBe(new MailboxUsage(70, 1));
    }

    [Fact]
    public async Task What_is_noted_while_another_program_counts_is_in_the_sum_once()
    {
        using var tree = new StorageTree(quota: 10_000);
        var storage = tree.NewNode();
        var mailbox = storage.Open(tree.Account);
        mailbox.Usage().ShouldBe(default);
        using (var room = await mailbox.Quota.ReserveAsync(FolderName.Inbox, 100, 1, CancellationToken.None))
        {
            // The message is there, not yet noted, and somebody counts it.
            tree.Put("1.M1P1.vm,S=100:2,", new string('x', 100));
            File.Delete(PathOf(tree));
            tree.NewNode().Open(tree.Account).Usage().ShouldBe(new MailboxUsage(100, 1));
            room.Use();
        }

        mailbox.Usage().ShouldBe(new MailboxUsage(100, 1));
        tree.NewNode().Open(tree.Account).Usage().ShouldBe(new MailboxUsage(100, 1));
    }

    [Fact]
    public async Task Lines_of_several_programs_do_not_overwrite_one_another()
    {
        using var tree = new StorageTree(quota: 10_000);
        var (one, other) = (tree.NewNode().Open(tree.Account), tree.NewNode().Open(tree.Account));
        one.Usage();
        using (var first = await one.Quota.ReserveAsync(FolderName.Inbox, 100, 1, CancellationToken.None))
        using (var second = await other.Quota.ReserveAsync(FolderName.Inbox, 2_000, 1, CancellationToken.None))
        {
            second.Use();
            first.Use();
        }

        File.ReadAllText(PathOf(tree)).ShouldBe("10000S\n0 0\n2000 1\n100 1\n");
    }
}
