using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.MailPlatform;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Orders;

public sealed class CancelTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    [Theory, EachDatabase]
    public async Task A_held_order_is_cancelled_and_leaves_nothing(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        node.Platform.BeforeCreate = _ => throw new MailPlatformUnavailableException();
        var domain = An.Key() + ".example";
        var held = await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);

        var order = await CancelAsync(node, held.Order.Id);

        order.State.ShouldBe(OrderState.Cancelled);
        order.Items.ShouldAllBe(item => item.State == OrderState.Cancelled);
        (await node.QueryAsync(db => db.Addresses.CountAsync(a => a.Value == "erika@" + domain))).ShouldBe(0);
        (await node.QueryAsync(db => db.Orders.Where(o => o.Id == order.Id).Select(o => o.Content).SingleAsync())).ShouldBeNull();
        (await CancelAsync(node, held.Order.Id)).State.ShouldBe(OrderState.Cancelled);
    }

    [Theory, EachDatabase]
    public async Task An_order_that_has_ended_is_not_cancelled(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var done = await node.SubmitAsync(An.Customer(An.Key() + ".example"));

        (await Should.ThrowAsync<DomainException>(() => CancelAsync(node, done.Order.Id))).Error.Code.ShouldBe(ErrorCodes.OrderState);
    }

    [Theory, EachDatabase]
    public async Task What_another_node_has_in_work_is_cancelled_by_that_node_and_no_tree_is_left(DatabaseProvider provider)
    {
        var domain = An.Key() + ".example";
        var busy = await databases.NodeOnAsync(provider);
        var other = await databases.NodeOnAsync(provider, time: busy.Time);
        var asked = OrderState.Completed;
        busy.Platform.BeforeCreate = async _ =>
        {
            busy.Platform.BeforeCreate = _ => Task.CompletedTask;
            var id = await other.QueryAsync(db => db.Orders.Where(o => o.Items.Any(i => i.Key == "erika@" + domain)).Select(o => o.Id).SingleAsync());
            asked = (await CancelAsync(other, id)).State;
        };

        var order = (await busy.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)])).Order;

        asked.ShouldBe(OrderState.AssessingCancellation);
        order.State.ShouldBe(OrderState.Cancelled);
        other.Platform.Removals.ShouldBeEmpty();
        busy.Platform.Removals.Single().CanonicalName.ShouldBe("erika@" + domain);
    }

    [Theory, EachDatabase]
    public async Task A_cancellation_that_a_crash_interrupted_is_finished_by_another_node(DatabaseProvider provider)
    {
        var domain = An.Key() + ".example";
        var dead = await databases.NodeOnAsync(provider);
        dead.Platform.AfterCreate = _ => throw new OperationCanceledException();
        var order = An.Order([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);
        await Should.ThrowAsync<OperationCanceledException>(() => dead.SubmitAsync(order));
        var survivor = await databases.NodeOnAsync(provider, time: dead.Time);
        var id = (await survivor.SubmitAsync(order)).Order.Id;

        (await CancelAsync(survivor, id)).State.ShouldBe(OrderState.AssessingCancellation);
        survivor.Time.Advance(OrderLease.Length);
        await survivor.Get<OrderWorker>().ResumeAsync(CancellationToken.None);

        (await survivor.SubmitAsync(order)).Order.State.ShouldBe(OrderState.Cancelled);
        survivor.Platform.Removals.Single().CanonicalName.ShouldBe("erika@" + domain);
        (await survivor.QueryAsync(db => db.Mailboxes.SingleAsync(m => m.PrimaryAddress == "erika@" + domain))).State.ShouldBe(MailboxState.Terminated);
    }

    [Theory, EachDatabase]
    public async Task Nobody_cancels_what_is_not_theirs(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var order = await node.SubmitAsync(An.Order([.. An.Customer(An.Key() + ".example")]) with { RequestedStart = node.Time.GetUtcNow().UtcDateTime.AddDays(1) });
        var stranger = new Actor(ActorKind.ConsoleUser, "stranger", Role.TenantAdmin, Guid.NewGuid());

        (await Should.ThrowAsync<DomainException>(() => node.Get<CancelOrder>().ExecuteAsync(order.Order.Id, null, stranger, CancellationToken.None)))
            .Error.ShouldBeOfType<DomainError.NotFound>();
    }

    private static Task<OrderView> CancelAsync(DomainNode node, Guid id) => node.Get<CancelOrder>().ExecuteAsync(id, "not wanted", DomainNode.Crm, CancellationToken.None);
}
