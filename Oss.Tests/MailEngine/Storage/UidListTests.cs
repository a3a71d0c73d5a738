using Oss.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Storage;

/// <summary><c>dovecot-uidlist</c> as it lies on disk before and after.</summary>
public sealed class UidListTests
{
    private const string Guid1 = "Gf52c7f1c6533046b3612000083ecc375";

    [Fact]
    public async Task A_new_list_is_version_3_with_validity_next_uid_and_guid_and_bases_without_flags()
    {
        using var tree = new StorageTree();
        tree.Put("1795438266.M2P1.vm,S=17,W=17:2,FS");
        tree.Put("1795438266.M1P1.vm,S=17,W=17:2,");
        tree.Put("1795438265.M9P1.vm", part: "new");
        var snapshot = await tree.Open().Inbox.SyncAsync(CancellationToken.None);
        var lines = tree.UidListText.Split('\n');
        lines[0].ShouldMatch($"^3 V{snapshot.UidValidity} N4 G[0-9a-f]{{32}}$");
        lines[1..].ShouldBe(["1 :1795438265.M9P1.vm", "2 :1795438266.M1P1.vm,S=17,W=17", "3 :1795438266.M2P1.vm,S=17,W=17", ""]);
    }

    [Fact]
    public async Task Uids_keys_and_records_that_nobody_here_knows_survive_a_rewrite_octet_for_octet()
    {
        using var tree = new StorageTree();
        var records = Enumerable.Range(1, 60).Select(i => $"{i * 3} W{5000 + i} P1b2c.{i} O{i} Gguid{i} Zfuture :17954382{i:D2}.M1P1.vm").ToList();
        tree.WriteUidList($"3 V1795437413 N402 {Guid1} Pcyrus Xsomething\n{string.Join('\n', records)}\n");
        Enumerable.Range(1, 60).ToList().ForEach(i => tree.Put($"17954382{i:D2}.M1P1.vm:2,S"));
        var inbox = tree.Open().Inbox;
        await inbox.ExpungeAsync([.. Enumerable.Range(21, 40).Select(i => (uint)i * 3)], CancellationToken.None);
        tree.UidListText.ShouldBe($"3 V1795437413 N402 {Guid1} Pcyrus Xsomething\n{string.Join('\n', records.Take(20))}\n");
    }

    [Fact]
    public async Task A_new_message_is_appended_and_the_rest_of_the_file_left_alone()
    {
        using var tree = new StorageTree();
        var before = $"3 V1795437413 N2 {Guid1}\n1 :1.M1P1.vm\n7 :2.M1P1.vm\n";
        tree.WriteUidList(before);
        tree.Put("1.M1P1.vm:2,");
        tree.Put("2.M1P1.vm:2,");
        tree.Put("3.M1P1.vm:2,");
        var snapshot = await tree.Open().Inbox.SyncAsync(CancellationToken.None);
        snapshot.Messages.Select(m => m.Uid).ShouldBe([1u, 7u, 8u]);
        snapshot.UidNext.ShouldBe(9u);
        tree.UidListText.ShouldBe(before + "8 :3.M1P1.vm\n");
    }

    [Fact]
    public async Task Couriers_version_1_is_read_and_its_uids_kept()
    {
        using var tree = new StorageTree();
        tree.WriteUidList("1 1055000000 40\n12 1.M1P1.vm\n39 2.M1P1.vm:2,S\n");
        tree.Put("1.M1P1.vm:2,");
        tree.Put("2.M1P1.vm:2,S");
        tree.Put("3.M1P1.vm:2,S");
        var snapshot = await tree.Open().Inbox.SyncAsync(CancellationToken.None);
        snapshot.UidValidity.ShouldBe(1055000000u);
        snapshot.Messages.Select(m => m.Uid).ShouldBe([12u, 39u, 40u]);
        (await tree.Open().Inbox.SyncAsync(CancellationToken.None)).Messages.Select(m => m.Uid).ShouldBe([12u, 39u, 40u]);
    }

    [Theory]
    [InlineData("2 :2.M1P1")]
    [InlineData("2 ")]
    [InlineData("2")]
    [InlineData("2 :2.M1P1.vm")]
    public async Task A_line_torn_by_a_crash_costs_no_other_message_its_uid(string torn)
    {
        using var tree = new StorageTree();
        tree.WriteUidList($"3 V1795437413 N2 {Guid1}\n1 :1.M1P1.vm\n{torn}");
        tree.Put("1.M1P1.vm:2,");
        tree.Put("2.M1P1.vm:2,");
        var first = await tree.Open().Inbox.SyncAsync(CancellationToken.None);
        first.UidValidity.ShouldBe(1795437413u);
        first.Messages[0].Uid.ShouldBe(1u);
        first.Messages[1].Uid.ShouldBeGreaterThan(1u);
        tree.Put("3.M1P1.vm:2,");
        var second = await tree.Open().Inbox.SyncAsync(CancellationToken.None);
        second.UidValidity.ShouldBe(1795437413u);
        second.Messages.Select(m => m.Uid).Take(2).ShouldBe(first.Messages.Select(m => m.Uid));
        second.Messages[2].Uid.ShouldBe(first.UidNext);
    }

    [Fact]
    public async Task A_damaged_line_costs_its_own_message_the_uid_and_no_other()
    {
        using var tree = new StorageTree();
        tree.WriteUidList($"3 V1795437413 N5 {Guid1}\n1 :1.M1P1.vm\n2 \0\u00ff\u0017rubbish\n4 :4.M1P1.vm\n3 :../../etc/passwd\n");
        new[] { "1", "2", "4" }.ToList().ForEach(n => tree.Put($"{n}.M1P1.vm:2,"));
        var snapshot = await tree.Open().Inbox.SyncAsync(CancellationToken.None);
        snapshot.UidValidity.ShouldBe(1795437413u);
        snapshot.Messages.Select(m => m.Uid).ShouldBe([1u, 4u, 5u]);
        snapshot.Messages[2].FileName.ShouldBe("2.M1P1.vm:2,");
    }

    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("3 N402\n1 :1.M1P1.vm\n")]
    [InlineData("4 V1 N2\n1 :1.M1P1.vm\n")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    public async Task A_list_without_a_header_is_made_anew_under_a_larger_validity(string text)
    {
        using var tree = new StorageTree();
        tree.Put("1.M1P1.vm:2,");
        var before = await tree.Open().Inbox.SyncAsync(CancellationToken.None);
        tree.WriteUidList(text);
        var after = await tree.Open().Inbox.SyncAsync(CancellationToken.None);
        after.UidValidity.ShouldBeGreaterThan(before.UidValidity);
        after.Messages.ShouldHaveSingleItem().Uid.ShouldBe(1u);
    }

    [Fact]
    public async Task When_the_uids_are_used_up_a_new_validity_begins()
    {
        using var tree = new StorageTree();
        tree.WriteUidList($"3 V1795437413 N4294967295 {Guid1}\n4294967294 :1.M1P1.vm\n");
        tree.Put("1.M1P1.vm:2,");
        tree.Put("2.M1P1.vm:2,");
        tree.Put("3.M1P1.vm:2,");
        var snapshot = await tree.Open().Inbox.SyncAsync(CancellationToken.None);
        snapshot.UidValidity.ShouldBeGreaterThan(1795437413u);
        snapshot.Messages.Select(m => m.Uid).ShouldBe([1u, 2u, 3u]);
    }

    [Fact]
    public async Task A_file_that_comes_back_while_its_line_is_there_has_its_uid_again()
    {
        using var tree = new StorageTree();
        Enumerable.Range(1, 9).ToList().ForEach(i => tree.Put($"{i}.M1P1.vm:2,"));
        var inbox = tree.Open().Inbox;
        await inbox.SyncAsync(CancellationToken.None);
        var hidden = Path.Combine(tree.Root, "hidden");
        File.Move(Path.Combine(tree.Cur, "5.M1P1.vm:2,"), hidden);
        (await inbox.SyncAsync(CancellationToken.None)).Messages.Length.ShouldBe(8);
        File.Move(hidden, Path.Combine(tree.Cur, "5.M1P1.vm:2,S"));
        var snapshot = await inbox.SyncAsync(CancellationToken.None);
        snapshot.Messages[4].ShouldSatisfyAllConditions(m => m.Uid.ShouldBe(5u), m => m.Flags.ShouldBe(MessageFlags.Seen));
    }

    [Fact]
    public async Task Names_that_are_no_utf8_are_messages_like_any_other()
    {
        using var tree = new StorageTree();
        var raw = Path.Combine(tree.Cur, "1.M1P1.caf\u00e9:2,S");
        File.WriteAllText(raw, "Subject: y\r\n\r\n");
        var inbox = tree.Open().Inbox;
        (await inbox.SyncAsync(CancellationToken.None)).Messages.ShouldHaveSingleItem().Flags.ShouldBe(MessageFlags.Seen);
        (await inbox.ReadAsync(1)).ShouldBe("Subject: y\r\n\r\n");
    }

    [Fact]
    public async Task A_validity_is_never_given_twice_in_a_mailbox()
    {
        using var tree = new StorageTree();
        var mailbox = tree.Open();
        var validities = new List<uint>();
        for (var i = 0; i < 5; i++)
        {
            mailbox.CreateFolder(FolderName.TryParse("A")!.Value).ShouldBeTrue();
            validities.Add((await mailbox.FindFolder(FolderName.TryParse("A")!.Value)!.SyncAsync(CancellationToken.None)).UidValidity);
            mailbox.DeleteFolder(FolderName.TryParse("A")!.Value).ShouldBeTrue();
        }

        validities.ShouldBe(validities.Distinct().Order());
        var stored = File.ReadAllText(Path.Combine(tree.Maildir, "dovecot-uidvalidity"));
        stored.ShouldBe(validities[^1].ToString("x8", null));
        Directory.EnumerateFiles(tree.Maildir).Select(Path.GetFileName).Where(f => f!.StartsWith("dovecot-uidvalidity.", StringComparison.Ordinal)).ShouldBe([$"dovecot-uidvalidity.{stored}"]);
    }
}
