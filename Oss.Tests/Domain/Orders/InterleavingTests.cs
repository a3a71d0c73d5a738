using CsCheck;
using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.MailPlatform;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Domain.Subscriptions;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Orders;

/// <summary>Whatever is submitted, cancelled, amended, tried again and killed in whatever order, on two nodes: never half an order, never an address with two owners,
/// never a limit overrun, and the platform has exactly the mailboxes that the database says.</summary>
public sealed class InterleavingTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private const int MaxMailboxes = 3;
    private const int Names = 5;

    private static readonly Actor Operator = new(ActorKind.ConsoleUser, "operator", Role.Operator, null);

    private enum Move
    {
        Submit, SubmitFuture, SubmitKeep, SubmitHold, Terminate, Restore, Rename, Cancel, Amend, Retry, Work, PlatformDown, PlatformUp, PlatformRefuses, Crash, Wait, Race, ProductSmaller, ProductLarger, ProductFails, GrantSending, Suspend, Quota, Retarget,
    }

    [Theory, EachDatabase]
    public async Task No_interleaving_leaves_half_an_order_a_double_address_or_a_limit_overrun(DatabaseProvider provider) =>
        await Gen.Select(Gen.Enum<Move>(), Gen.Int[0, Names - 1], Gen.Int[0, Names - 1]).Array[4, 18]
            .SampleAsync(moves => RunAsync(provider, moves), iter: provider == DatabaseProvider.Sqlite ? 40 : 20, threads: 1);

    private async Task RunAsync(DatabaseProvider provider, (Move Move, int A, int B)[] moves)
    {
        var world = new World();
        var one = await databases.NodeOnAsync(provider, world.Platform());
        var two = await databases.NodeOnAsync(provider, world.Platform(), one.Time);
        var domain = An.Key() + ".example";
        var product = An.Key("p-");
        await one.QueryAsync(async db =>
        {
            db.Products.Add(new Product { Code = product, Name = product, MaxMailboxes = MaxMailboxes, MaxAliases = MaxMailboxes, MaxDomains = 1, MailboxQuotaBytes = 100, TotalQuotaBytes = 100 * MaxMailboxes });
            return await db.SaveChangesAsync();
        });
        await one.SubmitAsync(An.Customer(domain, product));
        var orders = new List<Guid>();
        foreach (var (move, a, b) in moves)
        {
            var node = (a + b) % 2 == 0 ? one : two;
            await DoAsync(node, one, two, world, domain, product, move, a, b, orders);
        }

        // The storm is over: the platform is back, leases end, and everything comes to its end.
        (world.Down, world.Refuses, world.CrashNext) = (false, false, false);
        for (var i = 0; i < 6; i++)
        {
            one.Time.Advance(TimeSpan.FromDays(2));
            await one.Get<OrderWorker>().ResumeAsync(CancellationToken.None);
            await two.Get<OrderWorker>().ResumeAsync(CancellationToken.None);
        }

        await EnsureWholeAsync(one, world, domain, product, orders);
    }

    private static async Task DoAsync(DomainNode node, DomainNode one, DomainNode two, World world, string domain, string product, Move move, int a, int b, List<Guid> orders)
    {
        OrderItemRequest[] both = [An.Mailbox($"n{a}@{domain}"), An.Alias($"a{b}@{domain}", $"n{a}@{domain}")];
        switch (move)
        {
            case Move.Submit:
                await SubmitAsync(node, An.Order(both), orders);
                break;
            case Move.SubmitKeep:
                await SubmitAsync(node, An.Order([.. both, An.Mailbox($"n{b}@{domain}")]) with { OnFailure = OnFailure.Keep, RequestedStart = node.Time.GetUtcNow().UtcDateTime.AddHours(1) }, orders);
                break;
            case Move.SubmitHold:
                await SubmitAsync(node, An.Order(both) with { OnFailure = OnFailure.Hold, WaitSeconds = 0 }, orders);
                break;
            case Move.SubmitFuture:
                await SubmitAsync(node, An.Order(both) with { RequestedStart = node.Time.GetUtcNow().UtcDateTime.AddHours(1) }, orders);
                break;
            case Move.Terminate:
                await SubmitAsync(node, An.Order(An.TerminateMailbox($"n{a}@{domain}")), orders);
                break;
            case Move.Restore:
                await SubmitAsync(node, An.Order(new MailboxItemRequest(OrderAction.Restore, $"n{a}@{domain}")), orders);
                break;
            case Move.Rename:
                await SubmitAsync(node, An.Order(new MailboxItemRequest(OrderAction.Modify, $"n{a}@{domain}", NewAddress: $"n{b}@{domain}")), orders);
                break;
            case Move.ProductSmaller or Move.ProductLarger:
                await SubmitAsync(node, An.Order(ChangeOf(product, move == Move.ProductSmaller ? 1 + (a % 2) : MaxMailboxes)), orders, Operator);
                break;
            case Move.ProductFails:
                // A product that changes together with what the platform may refuse, and is given back then.
                await SubmitAsync(node, An.Order([ChangeOf(product, 1 + (b % MaxMailboxes)), .. both]), orders, Operator);
                break;
            case Move.GrantSending:
                await SubmitAsync(node, An.Order(new SendingRightItemRequest(a > b ? OrderAction.Terminate : OrderAction.Provide, $"n{a}@{domain}", $"n{b}@{domain}")), orders);
                break;
            case Move.Suspend:
                await SubmitAsync(node, An.Order(new MailboxItemRequest(a > b ? OrderAction.Resume : OrderAction.Suspend, $"n{a}@{domain}")), orders);
                break;
            case Move.Quota:
                await SubmitAsync(node, An.Order(new MailboxItemRequest(OrderAction.Modify, $"n{a}@{domain}", Quota: Oss.Domain.Quotas.Quota.OfBytes(20 * (b + 1)))), orders);
                break;
            case Move.Retarget:
                await SubmitAsync(node, An.Order(new AliasItemRequest(OrderAction.Modify, $"a{b}@{domain}", [$"n{a}@{domain}"]), new AliasItemRequest(OrderAction.Terminate, $"a{a}@{domain}")), orders);
                break;
            case Move.Race:
                await Task.WhenAll(new[] { one, two }.Select(n => Task.Run(() => SubmitAsync(n, An.Order(both), orders))));
                break;
            case Move.Cancel when orders.Count > 0:
                await TryAsync(() => node.Get<CancelOrder>().ExecuteAsync(orders[a % orders.Count], null, DomainNode.Crm, CancellationToken.None));
                break;
            case Move.Retry when orders.Count > 0:
                await TryAsync(() => node.Get<RetryOrder>().ExecuteAsync(orders[a % orders.Count], DomainNode.Crm, CancellationToken.None));
                break;
            case Move.Amend when orders.Count > 0:
                var view = await node.Get<GetOrder>().ByIdAsync(orders[a % orders.Count], DomainNode.Crm, CancellationToken.None);
                await TryAsync(() => node.Get<AmendOrder>().ExecuteAsync(
                    view.Id, view.Version, new OrderRequest(view.ExternalSystem, view.ExternalId, [An.Mailbox($"n{b}@{domain}")]), DomainNode.Crm, CancellationToken.None));
                break;
            case Move.Work:
                await TryAsync(() => node.Get<OrderWorker>().ResumeAsync(CancellationToken.None));
                break;
            case Move.PlatformDown:
                world.Down = true;
                break;
            case Move.PlatformUp:
                (world.Down, world.Refuses) = (false, false);
                break;
            case Move.PlatformRefuses:
                world.Refuses = true;
                break;
            case Move.Crash:
                world.CrashNext = true;
                break;
            case Move.Wait:
                node.Time.Advance(TimeSpan.FromMinutes(30 * (a + 1)));
                break;
        }
    }

    private static ProductItemRequest ChangeOf(string product, int mailboxes) => new(
        OrderAction.Modify, product, Limits: [new LimitOverride(ProductLimit.Mailboxes, mailboxes), new LimitOverride(ProductLimit.QuotaPerMailbox, 100 - mailboxes)]);

    private static Task SubmitAsync(DomainNode node, OrderRequest order, List<Guid> orders, Actor? actor = null) => TryAsync(async () =>
    {
        try
        {
            var result = await node.SubmitAsync(order, actor);
            lock (orders)
                orders.Add(result.Order.Id);
        }
        catch (OperationCanceledException)
        {
            // The node died after it had accepted the order.
            var id = await node.QueryAsync(db => db.Orders.Where(o => o.ExternalId == order.ExternalId).Select(o => o.Id).SingleOrDefaultAsync());
            lock (orders)
                orders.Add(id);
        }
    });

    private static async Task TryAsync(Func<Task> move)
    {
        try
        {
            await move();
        }
        catch (Exception e) when (e is DomainException or OperationCanceledException)
        {
            // Refused, or the node died.
        }
    }

    private static async Task EnsureWholeAsync(DomainNode node, World world, string domain, string product, List<Guid> orders)
    {
        var stored = await node.QueryAsync(db => db.Orders.Include(o => o.Items).Where(o => orders.Contains(o.Id)).ToListAsync());
        foreach (var order in stored)
        {
            // Held is whoever waits for an operator's decision, and nothing else.
            (OrderTransitions.IsEnd(order.State) || order is { State: OrderState.Held, DueAt: null }).ShouldBeTrue($"{order.State} {order.DueAt}");
            var states = order.Items.Select(item => item.State).ToList();
            if (order.State == OrderState.Completed)
                states.ShouldAllBe(state => state == OrderState.Completed);
            if (order.State is OrderState.Cancelled or OrderState.Failed or OrderState.Rejected)
                states.ShouldNotContain(OrderState.Completed);
        }

        var mailboxes = await node.QueryAsync(db => db.Mailboxes.Include(m => m.Addresses).Where(m => m.Subscription.ContractNumber == domain).ToListAsync());
        var addresses = await node.QueryAsync(db => db.Addresses.Where(a => a.Value.EndsWith("@" + domain) && a.Kind != AddressKind.Quarantined).ToListAsync());
        var living = mailboxes.Where(m => m.State is not (MailboxState.Terminated or MailboxState.Purged)).ToList();
        var sold = await node.QueryAsync(db => db.Products.SingleAsync(p => p.Code == product));
        living.Count.ShouldBeLessThanOrEqualTo(sold.MaxMailboxes!.Value);
        living.Where(m => !m.HasOwnQuota).ShouldAllBe(m => m.QuotaBytes == sold.MailboxQuotaBytes);
        living.Sum(m => m.QuotaBytes!.Value).ShouldBeLessThanOrEqualTo(sold.TotalQuotaBytes!.Value);
        var rights = await node.QueryAsync(db => db.SendingRights.Include(r => r.Address).Where(r => r.Address.Value.EndsWith("@" + domain)).ToListAsync());
        rights.ShouldAllBe(right => right.Address.MailboxId != right.MailboxId);
        addresses.Count(a => a.Kind != AddressKind.Mailbox).ShouldBeLessThanOrEqualTo(MaxMailboxes);
        addresses.Select(a => a.Value).ShouldBeUnique();
        foreach (var mailbox in living)
            mailbox.Addresses.Where(a => a.Kind == AddressKind.Mailbox).Select(a => a.Value).ShouldBe([mailbox.PrimaryAddress]);
        mailboxes.Except(living).ShouldAllBe(m => m.Addresses.Count == 0);
        addresses.Where(a => a.MailboxId is not null).ShouldAllBe(a => living.Any(m => m.Id == a.MailboxId));

        // What the contract's row says it has is what it has.
        var kept = await node.QueryAsync(db => db.Subscriptions.SingleAsync(s => s.ContractNumber == domain));
        var domains = await node.QueryAsync(db => db.MailDomains.CountAsync(d => d.SubscriptionId == kept.Id));
        kept.Counts.ShouldBe(new SubscriptionCounts(domains, living.Count, addresses.Count(a => a.Kind != AddressKind.Mailbox), living.Sum(m => m.QuotaBytes ?? 0)));

        // A mailbox whose order waits for an operator is not made yet; all others are where the database says.
        var waiting = stored.Where(o => o.State == OrderState.Held).SelectMany(o => o.Items).Select(i => i.MailboxId).ToHashSet();
        var settled = living.Where(m => !waiting.Contains(m.Id)).ToList();
        settled.ShouldAllBe(m => m.State == MailboxState.Active && m.TreeName == m.PrimaryAddress && m.TreeMayBe == null);
        foreach (var mailbox in settled)
            world.Trees.ShouldContain(new KeyValuePair<Guid, string>(mailbox.Id, mailbox.PrimaryAddress));
        world.Trees.Where(tree => tree.Value.EndsWith("@" + domain)).Select(tree => tree.Key).ShouldAllBe(id => living.Any(m => m.Id == id));
    }

    /// <summary>The trees that there are, and how the platform behaves.</summary>
    private sealed class World
    {
        public System.Collections.Concurrent.ConcurrentDictionary<Guid, string> Trees { get; } = new();

        public bool Down { get; set; }

        public bool Refuses { get; set; }

        public bool CrashNext { get; set; }

        public TreePlatform Platform() => new TreePlatform(this);
    }

    private sealed class TreePlatform : FakeMailPlatform
    {
        private readonly World _world;

        public TreePlatform(World world)
        {
            _world = world;
            BeforeCreate = _ =>
            {
                Fail();
                return world.Refuses ? throw new MailPlatformRefusedException("No.") : Task.CompletedTask;
            };
            AfterCreate = mailbox =>
            {
                world.Trees[mailbox.Id] = mailbox.CanonicalName;
                return Crash();
            };
        }

        public override async Task RemoveMailboxAsync(MailboxReference mailbox, CancellationToken cancellationToken)
        {
            Fail();
            _world.Trees.TryRemove(mailbox.Id, out _);
            await Crash();
        }

        public override async Task RenameMailboxAsync(MailboxReference mailbox, string newName, CancellationToken cancellationToken)
        {
            Fail();
            _world.Trees[mailbox.Id] = newName;
            await Crash();
        }

        private void Fail()
        {
            if (_world.Down)
                throw new MailPlatformUnavailableException();
        }

        // The node dies with the step done and nothing noted.
        private Task Crash()
        {
            if (!_world.CrashNext)
                return Task.CompletedTask;

            _world.CrashNext = false;
            throw new OperationCanceledException();
        }
    }
}
