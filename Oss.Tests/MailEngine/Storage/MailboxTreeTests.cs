using Oss.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Storage;

/// <summary>A mailbox's tree is its id's, whatever names come and go.</summary>
public sealed class MailboxTreeTests
{
    [Fact]
    public void A_mailbox_made_again_under_its_old_name_never_sees_the_old_one_s_mail_and_the_old_one_comes_back_with_its_own()
    {
        using var tree = new StorageTree();
        var node = tree.NewNode();
        tree.Put("1.M1.old:2,S");
        node.Remove(tree.Account.Id, StorageTree.User);

        var other = Guid.CreateVersion7();
        node.Create(other, StorageTree.User);
        tree.Files().ShouldBeEmpty();
        tree.Put("2.M2.new:2,");

        node.Create(tree.Account.Id, StorageTree.User);
        tree.Files().ShouldBe(["1.M1.old:2,S"]);
        node.Create(other, StorageTree.User);
        tree.Files().ShouldBe(["2.M2.new:2,"]);
    }

    [Fact]
    public void A_tree_moves_to_where_its_new_name_belongs_and_a_repeated_move_finds_it_there()
    {
        using var tree = new StorageTree();
        var node = tree.NewNode();
        tree.Put("1.M1.old:2,S");

        node.Rename(tree.Account.Id, StorageTree.User, "berta@example.org");
        node.Rename(tree.Account.Id, StorageTree.User, "berta@example.org");

        Directory.Exists(tree.Maildir).ShouldBeFalse();
        File.Exists(Path.Combine(tree.VolumePath, MailboxPath.Relative("berta@example.org"), "Maildir", "cur", "1.M1.old:2,S")).ShouldBeTrue();
        Should.Throw<IOException>(() => node.Rename(Guid.CreateVersion7(), "nobody@example.org", "carla@example.org"));
        Should.Throw<IOException>(() => node.Rename(Guid.CreateVersion7(), "berta@example.org", "carla@example.org"));
    }

    [Fact]
    public void Deleting_for_good_deletes_the_mailbox_s_own_tree_and_no_other_of_the_name()
    {
        using var tree = new StorageTree();
        var node = tree.NewNode();
        node.Remove(tree.Account.Id, StorageTree.User);
        var other = Guid.CreateVersion7();
        node.Create(other, StorageTree.User);
        tree.Put("2.M2.new:2,");

        node.Purge(tree.Account.Id, StorageTree.User);
        node.Purge(tree.Account.Id, StorageTree.User);

        tree.Files().ShouldBe(["2.M2.new:2,"]);
        Directory.EnumerateFileSystemEntries(Path.Combine(tree.VolumePath, ".terminated")).ShouldBeEmpty();
    }

    [Fact]
    public void A_tree_of_which_a_power_cut_left_a_part_is_whole_once_the_order_is_tried_again()
    {
        using var tree = new StorageTree();
        var (node, id) = (tree.NewNode(), Guid.CreateVersion7());
        var home = Path.Combine(tree.VolumePath, MailboxPath.Relative("berta@example.org"));
        node.Create(id, "berta@example.org");
        Directory.Delete(Path.Combine(home, "Maildir", "cur"));

        node.Create(id, "berta@example.org");
        Directory.GetDirectories(Path.Combine(home, "Maildir")).Select(Path.GetFileName).Order().ShouldBe(["cur", "new", "tmp"]);

        // The name was on disk, and the id not yet.
        File.WriteAllText(Path.Combine(home, ".mailbox-id"), "");
        Directory.Delete(Path.Combine(home, "Maildir"), recursive: true);

        node.Create(id, "berta@example.org");
        Directory.GetDirectories(Path.Combine(home, "Maildir")).Select(Path.GetFileName).Order().ShouldBe(["cur", "new", "tmp"]);
        File.ReadAllText(Path.Combine(home, ".mailbox-id")).ShouldBe(id.ToString());
    }

    [Fact]
    public void A_tree_is_its_owner_s_alone_to_read()
    {
        using var tree = new StorageTree();
        tree.NewNode().Create(Guid.CreateVersion7(), "berta@example.org");

        var home = new DirectoryInfo(Path.Combine(tree.VolumePath, MailboxPath.Relative("berta@example.org")));
        home.GetDirectories("*", SearchOption.AllDirectories).Append(home).Select(directory => directory.UnixFileMode).Distinct()
            .ShouldBe([UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute]);
    }
}
