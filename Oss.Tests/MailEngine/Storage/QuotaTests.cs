using Oss.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Storage;

/// <summary>What a mailbox may hold is enforced wherever something comes in, and counted once.</summary>
public sealed class QuotaTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_full_mailbox_takes_nothing_and_loses_nothing()
    {
        using var tree = new StorageTree(quota: 100);
        var storage = tree.NewNode();
        var mailbox = storage.Open(tree.Account);
        var uid = (await storage.AppendAsync(mailbox.Inbox, new string('x', 60))).Uid;
        await Should.ThrowAsync<OverQuotaException>(() => storage.DeliverAsync(mailbox.Inbox, new string('y', 60)));
        await Should.ThrowAsync<OverQuotaException>(() => storage.AppendAsync(mailbox.Inbox, new string('y', 60)));
        await Should.ThrowAsync<OverQuotaException>(() => mailbox.Inbox.CopyToAsync([uid], mailbox.Inbox, None));
        (await mailbox.Inbox.SyncAsync(None)).Messages.Length.ShouldBe(1);
        tree.Files(part: "tmp").ShouldBeEmpty();
        mailbox.Usage().ShouldBe(new MailboxUsage(60, 1));
        (await mailbox.Quota.HasRoomForAsync(40, None)).ShouldBeTrue();
        (await mailbox.Quota.HasRoomForAsync(41, None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Messages_are_limited_as_octets_are()
    {
        using var tree = new StorageTree();
        var storage = tree.NewNode();
        var mailbox = storage.Open(tree.Account with { QuotaMessages = 2 });
        await storage.DeliverAsync(mailbox.Inbox, "x");
        await storage.AppendAsync(mailbox.Inbox, "y");
        await Should.ThrowAsync<OverQuotaException>(() => storage.AppendAsync(mailbox.Inbox, "z"));
        File.ReadLines(Path.Combine(tree.Maildir, "maildirsize")).First().ShouldBe("0S,2C");
    }

    [Fact]
    public async Task A_copy_counts_and_a_move_does_not()
    {
        using var tree = new StorageTree(quota: 200);
        var storage = tree.NewNode();
        var mailbox = storage.Open(tree.Account);
        var other = FolderName.TryParse("Work")!.Value;
        mailbox.CreateFolder(other);
        var work = mailbox.FindFolder(other)!;
        var uid = (await storage.AppendAsync(mailbox.Inbox, new string('x', 90))).Uid;
        await mailbox.Inbox.CopyToAsync([uid], work, None);
        mailbox.Usage().ShouldBe(new MailboxUsage(180, 2));
        (await mailbox.Inbox.MoveToAsync([uid], work, None)).ShouldHaveSingleItem().ShouldBe((uid, 2u));
        mailbox.Usage().ShouldBe(new MailboxUsage(180, 2));
        (await mailbox.Inbox.SyncAsync(None)).Messages.ShouldBeEmpty();
        (await work.SyncAsync(None)).Messages.Length.ShouldBe(2);
        File.Delete(Path.Combine(tree.Maildir, "maildirsize"));
        mailbox.Usage().ShouldBe(new MailboxUsage(180, 2));
    }

    [Fact]
    public async Task The_trash_has_something_extra()
    {
        using var tree = new StorageTree(quota: 100);
        var storage = tree.NewNode();
        var mailbox = storage.Open(tree.Account with { TrashExtraBytes = 50 });
        var trash = FolderName.TryParse("Trash")!.Value;
        mailbox.CreateFolder(trash);
        var uid = (await storage.AppendAsync(mailbox.Inbox, new string('x', 90))).Uid;
        await Should.ThrowAsync<OverQuotaException>(() => storage.AppendAsync(mailbox.Inbox, new string('x', 50)));
        await storage.AppendAsync(mailbox.FindFolder(trash)!, new string('x', 50));
        await Should.ThrowAsync<OverQuotaException>(() => mailbox.Inbox.CopyToAsync([uid], mailbox.FindFolder(trash)!, None));
        await mailbox.Inbox.MoveToAsync([uid], mailbox.FindFolder(trash)!, None);
        mailbox.Usage().Bytes.ShouldBe(140);
    }

    [Fact]
    public async Task A_limit_that_an_order_changed_holds_at_once()
    {
        using var tree = new StorageTree(quota: 10);
        var storage = tree.NewNode();
        var mailbox = storage.Open(tree.Account);
        await Should.ThrowAsync<OverQuotaException>(() => storage.AppendAsync(mailbox.Inbox, new string('x', 50)));
        storage.Open(tree.Account with { QuotaBytes = 100 }).ShouldBeSameAs(mailbox);
        await storage.AppendAsync(mailbox.Inbox, new string('x', 50));
    }

    [Fact]
    public async Task Many_that_come_at_once_do_not_all_find_the_same_room()
    {
        using var tree = new StorageTree(quota: 1_000);
        var storage = tree.NewNode();
        var inbox = storage.Open(tree.Account).Inbox;
        var taken = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => Task.Run(async () =>
        {
            try
            {
                await storage.DeliverAsync(inbox, new string('x', 100));
                return 1;
            }
            catch (OverQuotaException)
            {
                return 0;
            }
        })));
        taken.Sum().ShouldBe(10);
        (await inbox.SyncAsync(None)).Messages.Length.ShouldBe(10);
    }

    [Fact]
    public async Task The_host_is_told_once_when_a_threshold_is_crossed_and_once_when_there_is_room_again()
    {
        var told = new List<(int Percent, bool IsAbove, long Used)>();
        using var tree = new StorageTree(quota: 1_000);
        var storage = tree.NewNode(configure: options => options with { QuotaCrossed = notice => told.Add((notice.Percent, notice.IsAbove, notice.Used)) });
        var inbox = storage.Open(tree.Account).Inbox;
        foreach (var size in (int[])[700, 90, 20, 10, 160])
            await storage.AppendAsync(inbox, new string('x', size));
        told.ShouldBe([(80, true, 810L), (95, true, 980L)]);
        await inbox.ExpungeAsync([1], None);
        await inbox.ExpungeAsync([2], None);
        told[2..].ShouldBe([(80, false, 280L)]);
    }
}
