using Microsoft.Extensions.Time.Testing;
using Oss.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Storage;

/// <summary>What a user expunged by mistake comes back for a while.</summary>
public sealed class UndeleteTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 30, 0, TimeSpan.Zero));

    [Fact]
    public async Task Expunged_mail_comes_back_under_new_uids_with_its_flags_and_date()
    {
        using var tree = new StorageTree(quota: 10_000);
        var storage = tree.NewNode(_time);
        var mailbox = storage.Open(tree.Account);
        var date = new DateTimeOffset(2001, 2, 3, 4, 5, 6, TimeSpan.Zero);
        await using (var message = await storage.SpoolAsync("Subject: precious\r\n\r\n"))
            await mailbox.Inbox.AppendAsync(message, MessageFlags.Flagged | MessageFlags.Deleted, ["work"], date, None);
        await storage.AppendAsync(mailbox.Inbox, "Subject: kept\r\n\r\n");
        await mailbox.Inbox.ExpungeAsync([1], None);
        mailbox.Usage().Messages.ShouldBe(1);
        tree.Files().Count().ShouldBe(1);

        (await mailbox.RestoreExpungedAsync(_time.GetUtcNow(), None)).ShouldBe(1);
        var restored = (await mailbox.Inbox.SyncAsync(None)).Messages[1];
        (restored.Uid, restored.Flags, restored.InternalDate).ShouldBe((3u, MessageFlags.Flagged, date));
        restored.Keywords.ShouldBe(["work"]);
        (await mailbox.Inbox.ReadAsync(3)).ShouldBe("Subject: precious\r\n\r\n");
        mailbox.Usage().Messages.ShouldBe(2);
        (await mailbox.RestoreExpungedAsync(_time.GetUtcNow(), None)).ShouldBe(0);
    }

    [Fact]
    public async Task A_deleted_folder_comes_back_with_its_mail()
    {
        using var tree = new StorageTree();
        var storage = tree.NewNode(_time);
        var mailbox = storage.Open(tree.Account);
        var name = FolderName.TryParse("Projekte/Größe")!.Value;
        mailbox.CreateFolder(name);
        await storage.AppendAsync(mailbox.FindFolder(name)!, "Subject: 1\r\n\r\n");
        await storage.DeliverAsync(mailbox.FindFolder(name)!, "Subject: 2\r\n\r\n");
        mailbox.DeleteFolder(name).ShouldBeTrue();
        (await mailbox.RestoreExpungedAsync(_time.GetUtcNow().AddDays(-1), None)).ShouldBe(2);
        (await mailbox.FindFolder(name)!.SyncAsync(None)).Messages.Length.ShouldBe(2);
    }

    [Fact]
    public async Task After_its_time_it_is_gone_for_good()
    {
        using var tree = new StorageTree();
        var storage = tree.NewNode(_time, options => options with { KeepExpunged = TimeSpan.FromDays(2) });
        var mailbox = storage.Open(tree.Account);
        await storage.AppendAsync(mailbox.Inbox, "Subject: old\r\n\r\n");
        await storage.AppendAsync(mailbox.Inbox, "Subject: newer\r\n\r\n");
        await mailbox.Inbox.ExpungeAsync([1], None);
        _time.Advance(TimeSpan.FromDays(2) + TimeSpan.FromHours(2));
        await mailbox.Inbox.ExpungeAsync([2], None);
        (await mailbox.RestoreExpungedAsync(DateTimeOffset.UnixEpoch, None)).ShouldBe(1);
        (await mailbox.Inbox.ReadAsync(3)).ShouldBe("Subject: newer\r\n\r\n");
    }

    [Fact]
    public async Task With_no_time_to_keep_nothing_is_kept()
    {
        using var tree = new StorageTree();
        var storage = tree.NewNode(_time, options => options with { KeepExpunged = TimeSpan.Zero });
        var mailbox = storage.Open(tree.Account);
        await storage.AppendAsync(mailbox.Inbox, "Subject: x\r\n\r\n");
        await mailbox.Inbox.ExpungeAsync([1], None);
        Directory.Exists(Path.Combine(mailbox.Home, "expunged")).ShouldBeFalse();
    }
}
