using CsCheck;
using Oss.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Storage;

/// <summary>Folders as directories.</summary>
public sealed class FolderTreeTests
{
    private static FolderName Name(string name) => FolderName.TryParse(name)!.Value;

    [Theory]
    [InlineData("Sent", ".Sent", "Sent")]
    [InlineData("A/B", ".A.B", "A/B")]
    [InlineData("Entwürfe", ".Entw&APw-rfe", "Entw&APw-rfe")]
    [InlineData("台北/日本語", ".&U,BTFw-.&ZeVnLIqe-", "&U,BTFw-/&ZeVnLIqe-")]
    [InlineData("Tom & Jerry", ".Tom &- Jerry", "Tom &- Jerry")]
    [InlineData("💌", ".&2D3cjA-", "&2D3cjA-")]
    [InlineData("inbox/x", ".INBOX.x", "INBOX/x")]
    public void A_name_has_three_forms(string value, string directory, string wire)
    {
        var name = Name(value);
        (name.DirectoryName, name.Wire).ShouldBe((directory, wire));
        FolderName.TryParseDirectory(directory).ShouldBe(name);
        FolderName.TryParseWire(wire).ShouldBe(name);
    }

    [Fact]
    public void Every_name_that_is_taken_comes_back_from_the_wire_and_from_disk() => Gen.String.Sample(
        text => FolderName.TryParse(text) is not { } name || (FolderName.TryParseWire(name.Wire) == name && (name.IsInbox || FolderName.TryParseDirectory(name.DirectoryName) == name)), iter: 2_000);

    [Fact]
    public void No_text_from_the_wire_leads_out_of_the_mailbox() => Gen.String[Gen.Char["./~&-,AB\0\nÿINBOX"], 0, 12].Sample(
        text => FolderName.TryParseWire(text) is not { } name || (!name.DirectoryName.Contains('/') && !name.DirectoryName.Contains("..", StringComparison.Ordinal)), iter: 5_000);

    [Fact]
    public void Directories_that_are_no_folders_are_passed_over()
    {
        using var tree = new StorageTree();
        foreach (var directory in (string[])["..DOVECOT-TRASHED", ".INBOX", ".A..B", ".", ".&broken", ".Good", ".Deep.Er", "plain"])
            Directory.CreateDirectory(Path.Combine(tree.Maildir, directory, "cur"));
        tree.Open().ListFolders().Select(f => f.Value).ShouldBe(["INBOX", "Deep/Er", "Good"]);
    }

    [Fact]
    public void Whoever_files_into_a_folder_that_another_is_making_finds_it_whole()
    {
        using var tree = new StorageTree();
        // Two nodes, as a lock of one process is none for the other.
        Mailbox[] mailboxes = [tree.Open(), tree.Open()];
        for (var round = 0; round < 50; round++)
        {
            var (name, made) = (Name($"Made{round}"), 0);
            Parallel.For(0, 8, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
            {
                Interlocked.Add(ref made, mailboxes[i % 2].CreateFolder(name) ? 1 : 0);
                mailboxes[i % 2].FindFolder(name).ShouldNotBeNull();
                File.WriteAllText(Path.Combine(tree.Maildir, name.DirectoryName, "new", $"{i}.x.y"), "");
            });
            made.ShouldBeInRange(1, 2);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("new")]
    [InlineData("tmp")]
    public void A_folder_whose_maker_died_is_none_and_can_be_made(string part)
    {
        using var tree = new StorageTree();
        Directory.CreateDirectory(Path.Combine(tree.Maildir, ".Half", part));
        var mailbox = tree.Open();
        mailbox.FindFolder(Name("Half")).ShouldBeNull();
        mailbox.CreateFolder(Name("Half")).ShouldBeTrue();
        mailbox.CreateFolder(Name("Half")).ShouldBeFalse();
        ((string[])["cur", "new", "tmp"]).ShouldAllBe(each => Directory.Exists(Path.Combine(tree.Maildir, ".Half", each)));
    }

    [Fact]
    public async Task A_rename_takes_what_is_below_along_and_every_uid_stays()
    {
        using var tree = new StorageTree();
        var storage = tree.NewNode();
        var mailbox = storage.Open(tree.Account);
        mailbox.CreateFolder(Name("A")).ShouldBeTrue();
        mailbox.CreateFolder(Name("A/B")).ShouldBeTrue();
        mailbox.CreateFolder(Name("AB")).ShouldBeTrue();
        File.Exists(Path.Combine(tree.Maildir, ".A.B", "maildirfolder")).ShouldBeTrue();
        var uid = (await storage.AppendAsync(mailbox.FindFolder(Name("A/B"))!, "Subject: 1\r\n\r\n")).Uid;
        var validity = (await mailbox.FindFolder(Name("A/B"))!.SyncAsync(CancellationToken.None)).UidValidity;
        mailbox.RenameFolder(Name("A"), Name("C/D")).ShouldBeTrue();
        tree.Open().ListFolders().Select(f => f.Value).ShouldBe(["INBOX", "AB", "C/D", "C/D/B"]);
        var moved = await mailbox.FindFolder(Name("C/D/B"))!.SyncAsync(CancellationToken.None);
        (moved.UidValidity, moved.Messages[0].Uid).ShouldBe((validity, uid));
    }

    [Fact]
    public void A_folder_is_not_renamed_onto_another_nor_is_inbox_made_or_deleted()
    {
        using var tree = new StorageTree();
        var mailbox = tree.Open();
        mailbox.CreateFolder(Name("A"));
        mailbox.CreateFolder(Name("B"));
        mailbox.RenameFolder(Name("A"), Name("B")).ShouldBeFalse();
        mailbox.RenameFolder(Name("Nowhere"), Name("C")).ShouldBeFalse();
        mailbox.CreateFolder(Name("A")).ShouldBeFalse();
        mailbox.CreateFolder(FolderName.Inbox).ShouldBeFalse();
        mailbox.DeleteFolder(FolderName.Inbox).ShouldBeFalse();
    }

    [Fact]
    public async Task A_deletion_that_a_crash_interrupted_is_finished_by_the_next_one()
    {
        using var tree = new StorageTree();
        Directory.CreateDirectory(Path.Combine(tree.Maildir, "..DOVECOT-TRASHED", "cur"));
        File.WriteAllText(Path.Combine(tree.Maildir, "..DOVECOT-TRASHED", "cur", "1.x"), "");
        var mailbox = tree.Open();
        mailbox.CreateFolder(Name("A"));
        mailbox.DeleteFolder(Name("A")).ShouldBeTrue();
        Directory.Exists(Path.Combine(tree.Maildir, "..DOVECOT-TRASHED")).ShouldBeFalse();
        (await mailbox.Inbox.SyncAsync(CancellationToken.None)).Messages.ShouldBeEmpty();
    }
}
