using Microsoft.Extensions.Time.Testing;
using Oss.MailEngine;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Storage;
using Shouldly;
using Xunit;

namespace Oss.Tests.MailEngine.Storage;

/// <summary>What mailboxes may hold together holds for all of them, on every node, and comes right by itself.</summary>
public sealed class PoolTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly StorageTree _tree = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly List<MailboxAccount> _accounts = [];
    private readonly StoragePool _pool = new(Guid.CreateVersion7(), 1_000);

    [Fact]
    public async Task What_one_mailbox_takes_the_others_have_not()
    {
        var (anna, berta) = (Add("a@example.org"), Add("b@example.org", quota: 700));
        var storage = NewNode();
        var (first, second) = (storage.Open(anna), storage.Open(berta));
        await storage.DeliverAsync(first.Inbox, new string('x', 400));
        var uid = (await storage.AppendAsync(second.Inbox, new string('x', 300))).Uid;

        (await Should.ThrowAsync<OverQuotaException>(() => storage.DeliverAsync(second.Inbox, new string('y', 301)))).IsPool.ShouldBeTrue();
        await Should.ThrowAsync<OverQuotaException>(() => storage.AppendAsync(first.Inbox, new string('y', 301)));
        await second.Inbox.CopyToAsync([uid], second.Inbox, None);
        (await Should.ThrowAsync<OverQuotaException>(() => second.Inbox.CopyToAsync([uid], second.Inbox, None))).IsPool.ShouldBeTrue();
        second.CreateFolder(FolderName.TryParse("Work")!.Value);
        await second.Inbox.MoveToAsync([uid], second.FindFolder(FolderName.TryParse("Work")!.Value)!, None);
        (await first.Quota.PoolUsageAsync(None)).ShouldBe(1_000);

        await first.Inbox.ExpungeAsync([(await first.Inbox.SyncAsync(None)).Messages[0].Uid], None);
        // The mailbox's own limit holds as before: 600 of 700 are used.
        (await Should.ThrowAsync<OverQuotaException>(() => storage.AppendAsync(second.Inbox, new string('y', 101)))).IsPool.ShouldBeFalse();
        await storage.AppendAsync(second.Inbox, new string('y', 100));
        (await first.Quota.PoolUsageAsync(None)).ShouldBe(700);
        (await first.Quota.HasRoomForAsync(300, None)).ShouldBeTrue();
        (await first.Quota.HasRoomForAsync(301, None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Another_node_sees_at_once_what_came_and_went()
    {
        var (anna, berta) = (Add("a@example.org"), Add("b@example.org"));
        var (one, other) = (NewNode(), NewNode());
        var (first, second) = (one.Open(anna), other.Open(berta));
        await one.DeliverAsync(first.Inbox, new string('x', 600));
        await Should.ThrowAsync<OverQuotaException>(() => other.DeliverAsync(second.Inbox, new string('x', 401)));
        await other.DeliverAsync(second.Inbox, new string('x', 400));
        await Should.ThrowAsync<OverQuotaException>(() => one.DeliverAsync(first.Inbox, "x"));
        await second.Inbox.SyncAsync(None);
        await second.Inbox.ExpungeAsync([1], None);
        await one.DeliverAsync(first.Inbox, new string('x', 400));
    }

    [Fact]
    public async Task Many_that_come_at_once_to_all_mailboxes_do_not_all_find_the_same_room()
    {
        var accounts = Enumerable.Range(0, 5).Select(i => Add($"{i}@example.org")).ToList();
        var storage = NewNode();
        (await DeliverManyAsync(40, i => (storage, accounts[i % accounts.Count]))).ShouldBe(10);
        (await storage.Open(accounts[0]).Quota.PoolUsageAsync(None)).ShouldBe(1_000);
    }

    [Fact]
    public async Task Several_nodes_at_once_overrun_it_by_no_more_than_what_the_others_are_writing()
    {
        var accounts = Enumerable.Range(0, 6).Select(i => Add($"{i}@example.org")).ToList();
        MailStorage[] nodes = [NewNode(), NewNode(), NewNode()];
        // Two deliveries at a time on each node.
        var taken = 0;
        await Task.WhenAll(Enumerable.Range(0, 6).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 6; i++)
                Interlocked.Add(ref taken, await DeliverManyAsync(1, _ => (nodes[worker % 3], accounts[worker])));
        }, None)));
        taken.ShouldBeInRange(10, 10 + (2 * 2));
        (await NewNode().Open(accounts[0]).Quota.PoolUsageAsync(None)).ShouldBe(taken * 100);
    }

    [Fact]
    public async Task Counts_that_are_lost_or_wrong_are_made_anew()
    {
        var (anna, berta) = (Add("a@example.org"), Add("b@example.org", quota: 5_000));
        var storage = NewNode();
        var (first, second) = (storage.Open(anna), storage.Open(berta));
        await storage.DeliverAsync(first.Inbox, new string('x', 300));
        await storage.DeliverAsync(second.Inbox, new string('x', 200));
        File.Delete(Path.Combine(first.MaildirPath, "maildirsize"));
        (await second.Quota.PoolUsageAsync(None)).ShouldBe(500);
        await File.WriteAllTextAsync(Path.Combine(second.MaildirPath, "maildirsize"), "noise", None);
        (await second.Quota.PoolUsageAsync(None)).ShouldBe(500);
        // Another program delivers, and counts as all do.
        await File.WriteAllTextAsync(Path.Combine(first.MaildirPath, "new", "1.x.y,S=100"), new string('z', 100), None);
        await File.AppendAllTextAsync(Path.Combine(first.MaildirPath, "maildirsize"), "100 1\n", None);
        (await second.Quota.PoolUsageAsync(None)).ShouldBe(600);
    }

    [Fact]
    public async Task A_mailbox_that_ended_leaves_its_room_to_the_others_and_a_new_one_counts()
    {
        var (anna, berta) = (Add("a@example.org"), Add("b@example.org"));
        var storage = NewNode();
        await storage.DeliverAsync(storage.Open(anna).Inbox, new string('x', 900));
        await Should.ThrowAsync<OverQuotaException>(() => storage.DeliverAsync(storage.Open(berta).Inbox, new string('x', 200)));
        storage.Remove(anna.Id, anna.CanonicalName);
        _accounts.Remove(anna);
        await storage.DeliverAsync(storage.Open(berta).Inbox, new string('x', 200));
        var clara = Add("c@example.org");
        await storage.DeliverAsync(storage.Open(clara).Inbox, new string('x', 800));
        await Should.ThrowAsync<OverQuotaException>(() => storage.DeliverAsync(storage.Open(berta).Inbox, "x"));
    }

    [Fact]
    public async Task A_limit_that_an_order_changed_holds_at_once_and_who_only_looks_lifts_none()
    {
        var anna = Add("a@example.org");
        var storage = NewNode();
        var mailbox = storage.Open(anna);
        await Should.ThrowAsync<OverQuotaException>(() => storage.AppendAsync(mailbox.Inbox, new string('x', 1_001)));
        storage.Open(anna with { Pool = null }, setsLimits: false).ShouldBeSameAs(mailbox);
        await Should.ThrowAsync<OverQuotaException>(() => storage.AppendAsync(mailbox.Inbox, new string('x', 1_001)));
        storage.Open(anna with { Pool = _pool with { Bytes = 2_000 } }).ShouldBeSameAs(mailbox);
        await storage.AppendAsync(mailbox.Inbox, new string('x', 1_001));
        storage.Open(anna with { Pool = null });
        await storage.AppendAsync(mailbox.Inbox, new string('x', 5_000));
    }

    [Fact]
    public async Task Who_cannot_be_counted_fails_for_now_and_is_not_let_in_unseen()
    {
        var anna = Add("a@example.org");
        var storage = _tree.NewNode(_time);
        await Should.ThrowAsync<IOException>(() => storage.DeliverAsync(storage.Open(anna).Inbox, "x"));
    }

    [Fact]
    public async Task The_sum_of_a_large_pool_is_a_second_old_at_most_and_nobody_is_refused_by_it()
    {
        var accounts = Enumerable.Range(0, QuotaPool.SummedEachTime + 1).Select(i => Add($"{i}@example.org")).ToList();
        var (one, other) = (NewNode(), NewNode());
        await one.DeliverAsync(one.Open(accounts[0]).Inbox, new string('x', 100));
        await other.DeliverAsync(other.Open(accounts[1]).Inbox, new string('x', 800));
        await one.DeliverAsync(one.Open(accounts[0]).Inbox, new string('x', 200));
        _time.Advance(QuotaPool.SumHolds);
        await Should.ThrowAsync<OverQuotaException>(() => one.DeliverAsync(one.Open(accounts[0]).Inbox, "x"));
        await other.Open(accounts[1]).Inbox.SyncAsync(None);
        await other.Open(accounts[1]).Inbox.ExpungeAsync([1], None);
        await one.DeliverAsync(one.Open(accounts[0]).Inbox, new string('x', 700));
    }

    [Fact]
    public async Task The_host_is_told_of_the_pool_too()
    {
        var told = new List<(Guid? Pool, int Percent, bool IsAbove, long Used)>();
        var (anna, berta) = (Add("a@example.org"), Add("b@example.org"));
        var storage = NewNode(notice => told.Add((notice.Pool, notice.Percent, notice.IsAbove, notice.Used)));
        await storage.AppendAsync(storage.Open(anna).Inbox, new string('x', 700));
        await storage.AppendAsync(storage.Open(berta).Inbox, new string('x', 110));
        await storage.Open(anna).Inbox.ExpungeAsync([1], None);
        told.ShouldBe([(_pool.Id, 80, true, 810L), (_pool.Id, 80, false, 110L)]);
    }

    public void Dispose() => _tree.Dispose();

    private static async Task<int> DeliverManyAsync(int messages, Func<int, (MailStorage Storage, MailboxAccount Account)> where) => (await Task.WhenAll(Enumerable.Range(0, messages).Select(i => Task.Run(async () =>
    {
        var (storage, account) = where(i);
        try
        {
            await storage.DeliverAsync(storage.Open(account).Inbox, new string('x', 100));
            return 1;
        }
        catch (OverQuotaException)
        {
            return 0;
        }
    })))).Sum();

    private MailboxAccount Add(string name, long? quota = null)
    {
        var id = Guid.CreateVersion7();
        var account = new MailboxAccount(id, name, _tree.NewNode().Create(id, name), quota) { Pool = _pool };
        _accounts.Add(account);
        return account;
    }

    private MailStorage NewNode(Action<QuotaNotice>? crossed = null)
    {
        var options = new MailEngineOptions
        {
            HostName = "node.example", Volumes = [new VolumeOptions("vol1", _tree.VolumePath)], SpoolDirectory = Path.Combine(_tree.Root, "spool"), QuotaCrossed = crossed ?? (_ => { }),
            Certificate = () => throw new InvalidOperationException("Storage needs no certificate."),
        };
        return new MailStorage(options, _time) { ListPool = (pool, _) => ValueTask.FromResult<IReadOnlyList<MailboxAccount>?>(pool == _pool.Id ? [.. _accounts] : []) };
    }
}
