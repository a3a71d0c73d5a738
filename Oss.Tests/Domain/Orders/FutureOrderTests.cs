using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Orders;

/// <summary>An order dated ahead waits, and is judged by what holds when its time has come.</summary>
public sealed class FutureOrderTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    [Theory, EachDatabase]
    public async Task It_is_carried_out_when_its_time_has_come_and_not_before(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";

        var order = await node.SubmitAsync(Tomorrow(node, [.. An.Customer(domain), An.Mailbox("erika@" + domain) with { Password = new PasswordChange("geheim-42", IsHash: false) }]));
        order.Order.State.ShouldBe(OrderState.Pending);
        order.Order.Items.ShouldAllBe(item => item.State == OrderState.Acknowledged);
        (await node.QueryAsync(db => db.Orders.Where(o => o.Id == order.Order.Id).Select(o => o.Content).SingleAsync()))!.ShouldNotContain("geheim-42");

        await ResumeAsync(node);
        (await GetAsync(node, order)).State.ShouldBe(OrderState.Pending);
        node.Time.Advance(TimeSpan.FromDays(1));
        await ResumeAsync(node);

        (await GetAsync(node, order)).State.ShouldBe(OrderState.Completed);
        (await node.Get<AuthenticateMailbox>().ExecuteAsync("erika@" + domain, "geheim-42", Oss.Domain.Packages.ProductFeatures.Imap, CancellationToken.None))
            .ShouldBeOfType<MailboxLogin.Accepted>();
    }

    [Theory, EachDatabase]
    public async Task What_stands_against_it_then_goes_by_what_the_order_says(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        OrderItemRequest[] items = [An.Mailbox("free@" + domain), An.Mailbox("taken@" + domain), An.Alias("info@" + domain, "taken@" + domain)];
        var orders = new Dictionary<OnFailure, SubmitResult>();
        foreach (var onFailure in Enum.GetValues<OnFailure>())
            orders[onFailure] = await node.SubmitAsync(Tomorrow(node, items) with { OnFailure = onFailure });
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("somebody@" + domain), An.Alias("taken@" + domain, "somebody@" + domain)]);

        node.Time.Advance(TimeSpan.FromDays(1));
        await ResumeAsync(node);

        var failed = await GetAsync(node, orders[OnFailure.Compensate]);
        (failed.State, failed.ErrorCode).ShouldBe((OrderState.Failed, ErrorCodes.AddressTaken));
        failed.Items.Select(item => item.State).ShouldBe([OrderState.Cancelled, OrderState.Failed, OrderState.Failed]);
        var held = await GetAsync(node, orders[OnFailure.Hold]);
        (held.State, held.NextAttemptAt).ShouldBe((OrderState.Held, null));
        var partial = await GetAsync(node, orders[OnFailure.Keep]);
        partial.State.ShouldBe(OrderState.Partial);
        partial.Items.Select(item => (item.State, item.ErrorCode)).ShouldBe(
            [(OrderState.Completed, null), (OrderState.Failed, ErrorCodes.AddressTaken), (OrderState.Failed, ErrorCodes.DependencyFailed)]);

        // The held one is amended by whoever looks after it.
        var amended = await node.Get<AmendOrder>().ExecuteAsync(
            held.Id, held.Version, Sent(held) with { Items = [An.Mailbox("other@" + domain)] }, DomainNode.Crm, CancellationToken.None);
        amended.State.ShouldBe(OrderState.Acknowledged);
        await ResumeAsync(node);
        (await GetAsync(node, orders[OnFailure.Hold])).State.ShouldBe(OrderState.Completed);
    }

    [Theory, EachDatabase]
    public async Task It_is_amended_by_whoever_knows_its_version(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        var request = Tomorrow(node, An.Customer(domain));
        var order = (await node.SubmitAsync(request)).Order;
        var amend = node.Get<AmendOrder>();

        var amended = await amend.ExecuteAsync(order.Id, order.Version, request with { Items = An.Customer(domain, "premium"), RequestedStart = null }, DomainNode.Crm, CancellationToken.None);
        (await Should.ThrowAsync<DomainException>(() => amend.ExecuteAsync(order.Id, order.Version, request, DomainNode.Crm, CancellationToken.None)))
            .Error.Code.ShouldBe(ErrorCodes.ChangedMeanwhile);
        await ResumeAsync(node);

        amended.Version.ShouldBeGreaterThan(order.Version);
        (await node.QueryAsync(db => db.Subscriptions.Where(s => s.ContractNumber == domain).Select(s => s.Product.Code).SingleAsync())).ShouldBe("premium");
        (await node.SubmitAsync(request)).Replayed.ShouldBeTrue();
        (await Should.ThrowAsync<DomainException>(() => amend.ExecuteAsync(order.Id, (long)1e9, request, DomainNode.Crm, CancellationToken.None)))
            .Error.ShouldBeOfType<DomainError.Conflict>();
    }

    [Theory, EachDatabase]
    public async Task It_is_cancelled_without_having_done_anything(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        var order = await node.SubmitAsync(Tomorrow(node, An.Customer(domain)));

        (await node.Get<CancelOrder>().ExecuteAsync(order.Order.Id, null, DomainNode.Crm, CancellationToken.None)).State.ShouldBe(OrderState.Cancelled);
        node.Time.Advance(TimeSpan.FromDays(2));
        await ResumeAsync(node);

        (await node.QueryAsync(db => db.MailDomains.CountAsync(d => d.Name == domain))).ShouldBe(0);
    }

    [Theory, EachDatabase]
    public async Task It_may_do_no_more_than_its_submitter(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var (mine, theirs) = (An.Key() + ".example", An.Key() + ".example");
        await node.SubmitAsync(An.Customer(mine));
        await node.SubmitAsync([.. An.Customer(theirs), An.Mailbox("erika@" + theirs)]);
        var tenant = await node.QueryAsync(db => db.Tenants.Where(t => t.Number == "T-" + mine).Select(t => t.Id).SingleAsync());
        var admin = new Actor(ActorKind.ConsoleUser, "admin", Role.TenantAdmin, tenant);

        (await node.RefusalOfAsync(Tomorrow(node, An.Customer(An.Key() + ".example")), admin)).ShouldBeOfType<DomainError.Forbidden>();
        var order = await node.SubmitAsync(Tomorrow(node, An.TerminateMailbox("erika@" + theirs)), admin);
        node.Time.Advance(TimeSpan.FromDays(1));
        await ResumeAsync(node);

        (await node.Get<GetOrder>().ByIdAsync(order.Order.Id, admin, CancellationToken.None)).Items[0].ErrorCode.ShouldBe(ErrorCodes.NotFound);
        node.Platform.Removals.ShouldBeEmpty();
    }

    [Theory, EachDatabase]
    public async Task Who_does_not_wait_gets_the_accepted_order_and_the_worker_does_the_rest(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";

        var order = await node.SubmitAsync(An.Order([.. An.Customer(domain), An.Mailbox("erika@" + domain)]) with { WaitSeconds = 0 });
        (order.Order.State, node.Platform.Creations.Count).ShouldBe((OrderState.InProgress, 0));
        await ResumeAsync(node);

        (await GetAsync(node, order)).State.ShouldBe(OrderState.Completed);
        (await node.RefusalOfAsync(An.Order(An.Customer(domain)) with { WaitSeconds = 26 })).ShouldBeOfType<DomainError.Validation>();
    }

    [Theory, EachDatabase]
    public async Task Who_waits_in_vain_gets_the_order_as_it_stands(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var (arrived, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        node.Platform.BeforeCreate = async _ =>
        {
            arrived.SetResult();
            await go.Task;
        };
        var domain = An.Key() + ".example";
        var waiting = Task.Run(() => node.SubmitAsync(An.Order([.. An.Customer(domain), An.Mailbox("erika@" + domain)]) with { WaitSeconds = 5 }));
        await arrived.Task;

        // The wait begins a moment after the platform is asked.
        while (!waiting.IsCompleted)
        {
            node.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        (await waiting).Order.State.ShouldBe(OrderState.InProgress);
        go.SetResult();
        await node.Get<OrdersAtWork>().DrainAsync(CancellationToken.None);
        (await GetAsync(node, await waiting)).State.ShouldBe(OrderState.Completed);
    }

    private static OrderRequest Tomorrow(DomainNode node, params OrderItemRequest[] items) =>
        An.Order(items) with { RequestedStart = node.Time.GetUtcNow().UtcDateTime.AddDays(1) };

    private static OrderRequest Sent(OrderView order) => new(order.ExternalSystem, order.ExternalId, []);

    private static Task<int> ResumeAsync(DomainNode node) => node.Get<OrderWorker>().ResumeAsync(CancellationToken.None);

    private static Task<OrderView> GetAsync(DomainNode node, SubmitResult order) => node.Get<GetOrder>().ByIdAsync(order.Order.Id, DomainNode.Crm, CancellationToken.None);
}
