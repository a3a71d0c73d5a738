using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Mailboxes;
using Oss.Domain.Mailboxes.Archives;
using Oss.Domain.MailPlatform;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Mailboxes;

/// <summary>All mail of a mailbox as a file: ordered like everything else, for those who may have it, for a time.</summary>
public sealed class ExportOrderTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task An_export_is_fetched_by_who_runs_the_contract_and_by_its_owner_and_each_fetching_is_noted_first(DatabaseProvider provider)
    {
        var (node, domain, mailbox, tenant) = await CustomerAsync(provider);
        var (_, _, other, stranger) = await CustomerAsync(provider, node);
        var (admin, owner) = (new Actor(ActorKind.ConsoleUser, "admin", Role.TenantAdmin, tenant), new Actor(ActorKind.MailUser, "erika@" + domain, Role.MailUser, tenant) { MailboxId = mailbox });

        (await node.SubmitAsync(Export(domain), admin)).Order.State.ShouldBe(OrderState.Completed);

        var archive = (await node.Get<GetArchives>().ListAsync(mailbox, admin, Ct)).ShouldHaveSingleItem();
        (archive.RequestedBy, archive.ReadyAt, archive.ExpiresAt).ShouldBe(("ConsoleUser admin", node.Time.GetUtcNow().UtcDateTime, node.Time.GetUtcNow().UtcDateTime.AddDays(new LifeCycleOptions().ExportDays)));
        foreach (var actor in new[] { admin, owner, DomainNode.Crm })
        {
            var (name, content) = await node.Get<GetArchives>().OpenAsync(archive.Id, actor, Ct);
            await using (content)
                (name, new StreamReader(content).ReadToEnd()).ShouldBe(($"erika@{domain}.tar", $"the mail of erika@{domain}"));
        }

        (await node.QueryAsync(db => db.AuditEntries.CountAsync(e => e.Action == "mailbox.fetch-export" && e.Subject == "erika@" + domain && e.TenantId == tenant))).ShouldBe(3);
        var support = new Actor(ActorKind.ConsoleUser, "agent", Role.Support, null);
        (await Should.ThrowAsync<DomainException>(() => node.Get<GetArchives>().OpenAsync(archive.Id, support, Ct))).Error.ShouldBeOfType<DomainError.Forbidden>();
        (await node.RefusalOfAsync(Export(domain), support)).ShouldBeOfType<DomainError.Forbidden>();
        foreach (var actor in new[] { new Actor(ActorKind.ConsoleUser, "other", Role.TenantAdmin, stranger), owner with { MailboxId = other } })
            (await Should.ThrowAsync<DomainException>(() => node.Get<GetArchives>().OpenAsync(archive.Id, actor, Ct))).Error.ShouldBeOfType<DomainError.NotFound>();
        (await node.RefusalOfAsync(Export(domain))).Code.ShouldBe(ErrorCodes.AlreadyExists, "one at a time fills no volume");

        node.Time.Advance(TimeSpan.FromDays(new LifeCycleOptions().ExportDays));
        (await Should.ThrowAsync<DomainException>(() => node.Get<GetArchives>().OpenAsync(archive.Id, admin, Ct))).Error.ShouldBeOfType<DomainError.NotFound>();
        await node.Get<ExpireArchives>().ExecuteAsync(Ct);
        node.Platform.Archives.ShouldBeEmpty();
        (await node.SubmitAsync(Export(domain))).Order.State.ShouldBe(OrderState.Completed);
    }

    [Theory, EachDatabase]
    public async Task Progress_is_seen_while_it_is_written_and_keeps_the_order_from_other_nodes(DatabaseProvider provider)
    {
        var (node, domain, mailbox, _) = await CustomerAsync(provider);
        var other = await databases.NodeOnAsync(provider, time: node.Time);
        var seen = new List<long>();
        node.Platform.WhileArchiving = async (_, progress) =>
        {
            for (var octets = 1000; octets <= 3000; octets += 1000)
            {
                node.Time.Advance(OrderLease.Length * 0.9);
                await progress(octets);
                await other.Get<OrderWorker>().ResumeAsync(Ct);
                seen.Add((await other.Get<GetArchives>().ListAsync(mailbox, DomainNode.Crm, Ct)).ShouldHaveSingleItem().Bytes);
            }
        };

        // Nobody waits for it: by the clock that moves here, a caller would have given up long ago.
        var order = (await node.SubmitAsync(Export(domain) with { WaitSeconds = 0 })).Order;
        await node.Get<OrderWorker>().ResumeAsync(Ct);
        (await node.Get<GetOrder>().ByIdAsync(order.Id, DomainNode.Crm, Ct)).State.ShouldBe(OrderState.Completed);

        seen.ShouldBe([1000, 2000, 3000]);
        other.Platform.Archives.ShouldBeEmpty("the node at work has it");
    }

    [Theory, EachDatabase]
    public async Task An_export_that_is_cancelled_or_whose_mailbox_is_purged_leaves_no_file(DatabaseProvider provider)
    {
        var (node, domain, mailbox, _) = await CustomerAsync(provider);
        node.Platform.WhileArchiving = (_, _) => throw new MailPlatformUnavailableException();
        var held = await node.SubmitAsync(Export(domain));
        held.Order.State.ShouldBe(OrderState.Held);
        (await node.Get<CancelOrder>().ExecuteAsync(held.Order.Id, null, DomainNode.Crm, Ct)).State.ShouldBe(OrderState.Cancelled);
        await node.Get<ExpireArchives>().ExecuteAsync(Ct);
        (await node.Get<GetArchives>().ListAsync(mailbox, DomainNode.Crm, Ct)).ShouldBeEmpty();

        node.Platform.WhileArchiving = (_, _) => Task.CompletedTask;
        await node.SubmitAsync(Export(domain));
        node.Platform.Archives.Count.ShouldBe(1);
        await node.SubmitAsync(An.TerminateMailbox("erika@" + domain));
        (await node.Get<GetArchives>().ListAsync(mailbox, DomainNode.Crm, Ct)).ShouldHaveSingleItem("it is not deleted with the mailbox that ends");
        await node.SubmitAsync(new MailboxItemRequest(OrderAction.Purge, "erika@" + domain));
        (await node.Get<GetArchives>().ListAsync(mailbox, DomainNode.Crm, Ct)).ShouldBeEmpty();
        await node.Get<ExpireArchives>().ExecuteAsync(Ct);
        node.Platform.Archives.ShouldBeEmpty();
    }

    [Theory, EachDatabase]
    public async Task A_node_that_dies_while_it_writes_is_followed_by_another_that_writes_it_whole(DatabaseProvider provider)
    {
        var (dead, domain, mailbox, _) = await CustomerAsync(provider);
        dead.Platform.WhileArchiving = async (_, progress) =>
        {
            await progress(1000);
            throw new OperationCanceledException();
        };
        await Should.ThrowAsync<OperationCanceledException>(() => dead.SubmitAsync(Export(domain)));
        var survivor = await databases.NodeOnAsync(provider, time: dead.Time);
        survivor.Time.Advance(OrderLease.Length);

        await survivor.Get<OrderWorker>().ResumeAsync(Ct);

        (await survivor.Get<GetArchives>().ListAsync(mailbox, DomainNode.Crm, Ct)).ShouldHaveSingleItem().ReadyAt.ShouldNotBeNull();
        survivor.Platform.Archives.Count.ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task Few_are_written_at_once_and_the_others_wait_their_turn(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        string[] names = ["a", "b", "c"];
        await node.SubmitAsync([.. An.Customer(domain), .. names.Select(name => An.Mailbox($"{name}@{domain}"))]);
        var (begun, go) = (new SemaphoreSlim(0), new TaskCompletionSource());
        node.Platform.WhileArchiving = async (_, _) =>
        {
            begun.Release();
            await go.Task;
        };
        var first = names[..WriteArchive.AtOnce].Select(name => Task.Run(() => node.SubmitAsync(new MailboxItemRequest(OrderAction.Export, $"{name}@{domain}")))).ToList();
        for (var i = 0; i < WriteArchive.AtOnce; i++)
            await begun.WaitAsync(Ct);

        var late = await node.SubmitAsync(new MailboxItemRequest(OrderAction.Export, "c@" + domain));
        late.Order.State.ShouldBe(OrderState.Held);
        go.SetResult();
        (await Task.WhenAll(first)).ShouldAllBe(result => result.Order.State == OrderState.Completed);
        node.Time.Advance(TimeSpan.FromMinutes(1));
        await node.Get<OrderWorker>().ResumeAsync(Ct);
        (await node.Get<GetOrder>().ByIdAsync(late.Order.Id, DomainNode.Crm, Ct)).State.ShouldBe(OrderState.Completed);
    }

    private static OrderRequest Export(string domain) => An.Order(new MailboxItemRequest(OrderAction.Export, "erika@" + domain));

    private async Task<(DomainNode Node, string Domain, Guid Mailbox, Guid Tenant)> CustomerAsync(DatabaseProvider provider, DomainNode? on = null)
    {
        var node = on ?? await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);
        var found = await node.QueryAsync(db => db.Mailboxes.Where(m => m.PrimaryAddress == "erika@" + domain).Select(m => new { m.Id, m.Subscription.TenantId }).SingleAsync());
        return (node, domain, found.Id, found.TenantId);
    }
}
