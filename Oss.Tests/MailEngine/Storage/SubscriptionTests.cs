using Oss.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Storage;

public sealed class SubscriptionTests
{
    private static FolderName Name(string name) => FolderName.TryParse(name)!.Value;

    private static string PathOf(StorageTree tree) => Path.Combine(tree.Maildir, "subscriptions");

    [Fact]
    public void A_new_file_is_version_2_with_tabs_between_levels_in_modified_utf7()
    {
        using var tree = new StorageTree();
        tree.Open().Subscriptions.Set(Name("Entwürfe/2026"), true);
        tree.Open().Subscriptions.Set(Name("INBOX"), true);
        File.ReadAllText(PathOf(tree)).ShouldBe("V\t2\n\nEntw&APw-rfe\t2026\nINBOX\n");
        tree.Open().Subscriptions.Read().Select(n => n.Value).ShouldBe(["Entwürfe/2026", "INBOX"]);
    }

    [Fact]
    public void An_old_file_stays_version_1()
    {
        using var tree = new StorageTree();
        File.WriteAllText(PathOf(tree), "INBOX\nA.B\nEntw&APw-rfe\n");
        var subscriptions = tree.Open().Subscriptions;
        subscriptions.Read().Select(n => n.Value).ShouldBe(["INBOX", "A/B", "Entwürfe"]);
        subscriptions.Set(Name("C/D"), true);
        subscriptions.Set(Name("INBOX"), false);
        File.ReadAllText(PathOf(tree)).ShouldBe("A.B\nEntw&APw-rfe\nC.D\n");
    }

    [Theory]
    [InlineData("V\t2\n\nA\nhas.dot\n\u0001tescaped\n&broken\nB\n", "V\t2\n\nhas.dot\n\u0001tescaped\n&broken\nB\n")]
    [InlineData("A\n&broken\nB\n", "&broken\nB\n")]
    public void Lines_that_are_no_folder_here_are_anothers_and_stay(string before, string after)
    {
        using var tree = new StorageTree();
        File.WriteAllText(PathOf(tree), before);
        tree.Open().Subscriptions.Set(Name("A"), false);
        File.ReadAllText(PathOf(tree)).ShouldBe(after);
    }

    [Fact]
    public void Subscribing_twice_is_once_and_a_folder_need_not_exist()
    {
        using var tree = new StorageTree();
        var subscriptions = tree.Open().Subscriptions;
        subscriptions.Set(Name("X"), true);
        subscriptions.Set(Name("X"), true);
        subscriptions.Set(Name("Y"), false);
        subscriptions.Read().Select(n => n.Value).ShouldBe(["X"]);
    }

    [Fact]
    public async Task Two_nodes_that_subscribe_at_once_lose_nothing()
    {
        using var tree = new StorageTree();
        Mailbox one = tree.Open(), two = tree.Open();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => (i % 2 == 0 ? one : two).Subscriptions.Set(Name($"F{i}"), true))));
        tree.Open().Subscriptions.Read().Count.ShouldBe(20);
        File.Exists(PathOf(tree) + ".lock").ShouldBeFalse();
    }
}
