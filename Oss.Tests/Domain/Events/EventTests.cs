using Oss.Domain.Access;
using Oss.Domain.Events;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Events;

public sealed class EventTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    [Theory, EachDatabase]
    public async Task Every_change_of_state_is_told_once_and_in_order(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var start = (await ReadAsync(node, 0)).Next;
        var domain = An.Key() + ".example";
        var order = await node.SubmitAsync(An.Order([.. An.Customer(domain), An.Mailbox("erika@" + domain)]) with { RequestedStart = node.Time.GetUtcNow().UtcDateTime.AddDays(1) });
        node.Time.Advance(TimeSpan.FromDays(1));
        await node.Get<OrderWorker>().ResumeAsync(CancellationToken.None);

        var page = await ReadAsync(node, start);

        page.Events.Where(e => e.OrderId == order.Order.Id).Select(e => (e.From, e.To)).ShouldBe(
        [
            (null, OrderState.Acknowledged), (OrderState.Acknowledged, OrderState.Pending), (OrderState.Pending, OrderState.InProgress),
            (OrderState.InProgress, OrderState.Completed),
        ]);
        (await ReadAsync(node, page.Next)).Events.ShouldBeEmpty();
        (await ReadAsync(node, start)).Events.ShouldBe(page.Events);
    }

    [Theory, EachDatabase]
    public async Task A_reader_beside_many_writers_never_misses_one_and_never_sees_a_gap(DatabaseProvider provider)
    {
        const int Writers = 6, Orders = 8;
        var node = await databases.NodeOnAsync(provider);
        var start = (await ReadAsync(node, 0)).Next;
        var (seen, after, writing) = (new List<OrderEventView>(), start, true);
        var reader = Task.Run(async () =>
        {
            for (var last = false; !last;)
            {
                last = !Volatile.Read(ref writing);
                EventPage page;
                do
                {
                    page = await node.Get<GetEvents>().ExecuteAsync(after, 7, null, DomainNode.Crm, CancellationToken.None);
                    seen.AddRange(page.Events);
                    after = page.Next;
                }
                while (page.More);
            }
        });

        await Task.WhenAll(Enumerable.Range(0, Writers).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < Orders; i++)
                await node.SubmitAsync(An.Order(An.Customer(An.Key() + ".example")));
        })));
        Volatile.Write(ref writing, false);
        await reader;

        seen.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, seen.Count).Select(i => start + i));
        seen.GroupBy(e => e.OrderId).ShouldAllBe(order => order.Select(e => e.To).SequenceEqual(new[] { OrderState.Acknowledged, OrderState.InProgress, OrderState.Completed }));
        seen.Select(e => e.OrderId).Distinct().Count().ShouldBe(Writers * Orders);
    }

    [Theory, EachDatabase]
    public async Task A_tenant_reads_of_its_own_orders_only(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        await node.SubmitAsync(An.Order(An.Customer(An.Key() + ".example")));
        var stranger = new Actor(ActorKind.ApiClient, "stranger", Role.TenantAdmin, Guid.NewGuid());

        var page = await node.Get<GetEvents>().ExecuteAsync(0, 200, null, stranger, CancellationToken.None);

        page.Events.ShouldBeEmpty();
        page.Next.ShouldBeGreaterThan(0);
    }

    private static Task<EventPage> ReadAsync(DomainNode node, long after) => node.Get<GetEvents>().ExecuteAsync(after, 200, null, DomainNode.Crm, CancellationToken.None);
}
