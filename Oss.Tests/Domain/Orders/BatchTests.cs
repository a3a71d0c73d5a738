using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Orders;
using Oss.Domain.Orders.Batches;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Orders;

public sealed class BatchTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    [Theory, EachDatabase]
    public async Task Each_order_of_a_batch_stands_by_itself(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync(An.Customer(domain));
        var request = Batch([.. Enumerable.Range(1, 25).Select(number => An.Order(An.Mailbox($"m{number}@{domain}"))), An.Order(An.Mailbox("m1@" + domain)), An.Order(An.Alias("info@" + domain, "m2@" + domain))]);

        var accepted = await SubmitAsync(node, request);
        (accepted.Replayed, accepted.Batch.Orders, accepted.Batch.Ended).ShouldBe((false, 27, 0));
        node.Platform.Creations.ShouldBeEmpty();
        await node.Get<OrderWorker>().ResumeAsync(CancellationToken.None);

        var done = await node.Get<GetBatch>().ExecuteAsync(accepted.Batch.Id, DomainNode.Crm, CancellationToken.None);
        done.States.ShouldBe(new Dictionary<OrderState, int> { [OrderState.Completed] = 26, [OrderState.Rejected] = 1 }, ignoreOrder: true);
        done.Ended.ShouldBe(27);
        var rejected = (await node.Get<GetBatch>().OrdersAsync(accepted.Batch.Id, OrderState.Rejected, new Cut(), DomainNode.Crm, CancellationToken.None)).Items.Single();
        rejected.ErrorCode.ShouldBe(ErrorCodes.AddressTaken);
        (await SubmitAsync(node, request)).Replayed.ShouldBeTrue();
        (await node.SubmitAsync(request.Orders[0])).Replayed.ShouldBeTrue();
    }

    [Theory, EachDatabase]
    public async Task An_agent_s_order_does_not_wait_behind_a_batch(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);
        await SubmitAsync(node, Batch([.. Enumerable.Range(1, 20).Select(number => An.Order(An.Mailbox($"m{number}@{domain}")))]));

        (await node.SubmitAsync(An.Alias("info@" + domain, "erika@" + domain))).Order.State.ShouldBe(OrderState.Completed);
        var later = await node.SubmitAsync(An.Order(An.Alias("sales@" + domain, "erika@" + domain)) with { RequestedStart = node.Time.GetUtcNow().UtcDateTime.AddMinutes(1) });
        node.Time.Advance(TimeSpan.FromMinutes(1));
        await node.Get<OrderWorker>().ResumeAsync(OrderLane.Interactive, CancellationToken.None);

        (await node.Get<GetOrder>().ByIdAsync(later.Order.Id, DomainNode.Crm, CancellationToken.None)).State.ShouldBe(OrderState.Completed);
        (await node.QueryAsync(db => db.Orders.CountAsync(o => o.Lane == OrderLane.Batch && o.State == OrderState.Acknowledged))).ShouldBe(20);
        await node.Get<OrderWorker>().ResumeAsync(CancellationToken.None);
    }

    [Theory, EachDatabase]
    public async Task A_large_batch_ends_and_while_it_stands_in_the_middle_an_agent_s_order_is_done(DatabaseProvider provider)
    {
        const int Orders = 300;
        var node = await databases.NodeOnAsync(provider);
        var (domain, other) = (An.Key() + ".example", An.Key() + ".example");
        await node.SubmitAsync(An.Customer(domain, "premium"));
        await node.SubmitAsync([.. An.Customer(other), An.Mailbox("erika@" + other)]);
        var (reached, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        node.Platform.BeforeCreate = mailbox =>
        {
            if (mailbox.CanonicalName != "m150@" + domain)
                return Task.CompletedTask;
            reached.TrySetResult();
            return gate.Task;
        };
        var batch = (await SubmitAsync(node, Batch([.. Enumerable.Range(1, Orders).Select(number => An.Order(An.Mailbox($"m{number}@{domain}", domain)))]))).Batch;

        var run = node.Get<OrderWorker>().ResumeAsync(OrderLane.Batch, CancellationToken.None);
        await reached.Task;
        (await node.SubmitAsync(An.Alias("info@" + other, "erika@" + other))).Order.State.ShouldBe(OrderState.Completed);
        (await node.SubmitAsync(An.Mailbox("agent@" + domain, domain))).Order.State.ShouldBe(OrderState.Completed);
        (await node.Get<GetBatch>().ExecuteAsync(batch.Id, DomainNode.Crm, CancellationToken.None)).Ended.ShouldBeLessThan(Orders);
        gate.SetResult();
        await run;

        (await node.Get<GetBatch>().ExecuteAsync(batch.Id, DomainNode.Crm, CancellationToken.None)).States.ShouldBe(new Dictionary<OrderState, int> { [OrderState.Completed] = Orders });
        node.Platform.Creations.Select(mailbox => mailbox.CanonicalName).Where(name => name.EndsWith("@" + domain, StringComparison.Ordinal)).Distinct().Count().ShouldBe(Orders + 1);
    }

    [Theory, EachDatabase]
    public async Task A_batch_is_taken_whole_or_not_at_all(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var known = An.Order(An.Customer(An.Key() + ".example"));
        await node.SubmitAsync(known);
        var twice = An.Order(An.Customer(An.Key() + ".example"));
        var clear = Enumerable.Range(0, 501).Select(i => An.Order(An.Mailbox($"m{i}@x.example") with { Password = new PasswordChange("geheim", IsHash: false) }));

        (await RefusalAsync(node, Batch([.. An.Two(), known]))).Code.ShouldBe(ErrorCodes.OrderMismatch);
        (await RefusalAsync(node, Batch([twice, twice]))).ShouldBeOfType<DomainError.Validation>().Findings[0].Path.ShouldBe("orders[1].externalId");
        (await RefusalAsync(node, Batch([.. clear]))).ShouldBeOfType<DomainError.Validation>();
        (await RefusalAsync(node, Batch([]))).ShouldBeOfType<DomainError.Validation>();
        (await node.QueryAsync(db => db.OrderBatches.CountAsync())).ShouldBe(await node.QueryAsync(db => db.Orders.Where(o => o.BatchId != null).Select(o => o.BatchId).Distinct().CountAsync()));
    }

    private static OrderBatchRequest Batch(params OrderRequest[] orders) => new("crm-koeln", An.Key("batch-"), orders);

    private static Task<SubmitBatchResult> SubmitAsync(DomainNode node, OrderBatchRequest batch) => node.Get<SubmitBatch>().ExecuteAsync(batch, DomainNode.Crm, CancellationToken.None);

    private static async Task<DomainError> RefusalAsync(DomainNode node, OrderBatchRequest batch) =>
        (await Should.ThrowAsync<DomainException>(() => SubmitAsync(node, batch))).Error;
}
