using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.MailPlatform;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Orders;

/// <summary>An item that cannot be done takes with it what the order says, and each item tells what became of it.</summary>
public sealed class CompensationTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    [Theory, EachDatabase]
    public async Task All_or_nothing_undoes_what_was_done_in_reverse_and_says_so_item_by_item(DatabaseProvider provider)
    {
        var (node, domain) = await RefusingAsync(provider);

        var order = (await node.SubmitAsync(Family(domain))).Order;

        order.State.ShouldBe(OrderState.Failed);
        order.ErrorCode.ShouldBe(ErrorCodes.PlatformRefused);
        order.Items.Select(item => (item.Key, item.State, item.ErrorCode)).ShouldBe(
        [
            (domain, OrderState.Cancelled, ErrorCodes.Undone), (domain, OrderState.Cancelled, ErrorCodes.Undone),
            ("good@" + domain, OrderState.Cancelled, ErrorCodes.Undone), ("bad@" + domain, OrderState.Failed, ErrorCodes.PlatformRefused),
            ("info@" + domain, OrderState.Cancelled, ErrorCodes.Undone), ("sales@" + domain, OrderState.Cancelled, ErrorCodes.Undone),
        ]);
        (await node.QueryAsync(db => db.Addresses.CountAsync(a => a.Value.EndsWith("@" + domain)))).ShouldBe(0);
        (await node.QueryAsync(db => db.MailDomains.CountAsync(d => d.Name == domain))).ShouldBe(0);
        node.Platform.Removals.ShouldContain(mailbox => mailbox.CanonicalName == "good@" + domain);
    }

    [Theory, EachDatabase]
    public async Task What_failed_as_a_whole_is_done_from_the_start_when_an_operator_tries_again(DatabaseProvider provider)
    {
        var (node, domain) = await RefusingAsync(provider);
        var failed = await node.SubmitAsync(Family(domain));

        node.Platform.BeforeCreate = _ => Task.CompletedTask;
        var order = await node.Get<RetryOrder>().ExecuteAsync(failed.Order.Id, DomainNode.Crm, CancellationToken.None);

        order.State.ShouldBe(OrderState.Completed);
        order.Items.ShouldAllBe(item => item.State == OrderState.Completed);
        (await node.QueryAsync(db => db.Mailboxes.CountAsync(m => m.State == MailboxState.Active && m.Subscription.ContractNumber == domain))).ShouldBe(2);
    }

    [Theory, EachDatabase]
    public async Task Keeping_does_what_can_be_done_and_fails_only_what_builds_on_the_failure(DatabaseProvider provider)
    {
        var (node, domain) = await RefusingAsync(provider);

        var order = (await node.SubmitAsync(Family(domain) with { OnFailure = OnFailure.Keep })).Order;

        order.State.ShouldBe(OrderState.Partial);
        order.Items.Select(item => item.State).ShouldBe(
            [OrderState.Completed, OrderState.Completed, OrderState.Completed, OrderState.Failed, OrderState.Completed, OrderState.Cancelled]);
        (await node.QueryAsync(db => db.Addresses.Where(a => a.Value.EndsWith("@" + domain)).Select(a => a.Value).OrderBy(v => v).ToListAsync()))
            .ShouldBe(["good@" + domain, "info@" + domain]);

        node.Platform.BeforeCreate = _ => Task.CompletedTask;
        (await node.Get<RetryOrder>().ExecuteAsync(order.Id, DomainNode.Crm, CancellationToken.None)).State.ShouldBe(OrderState.Completed);
    }

    [Theory, EachDatabase]
    public async Task Holding_waits_for_an_operator_and_never_goes_on_by_itself(DatabaseProvider provider)
    {
        var (node, domain) = await RefusingAsync(provider);

        var order = (await node.SubmitAsync(Family(domain) with { OnFailure = OnFailure.Hold })).Order;
        order.State.ShouldBe(OrderState.Held);
        order.NextAttemptAt.ShouldBeNull();

        node.Platform.BeforeCreate = _ => Task.CompletedTask;
        node.Time.Advance(TimeSpan.FromDays(1));
        await node.Get<OrderWorker>().ResumeAsync(CancellationToken.None);
        (await node.Get<GetOrder>().ByIdAsync(order.Id, DomainNode.Crm, CancellationToken.None)).State.ShouldBe(OrderState.Held);
        (await node.Get<RetryOrder>().ExecuteAsync(order.Id, DomainNode.Crm, CancellationToken.None)).State.ShouldBe(OrderState.Completed);
    }

    [Theory, EachDatabase]
    public async Task What_others_built_on_meanwhile_stays_and_says_why(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        node.Platform.BeforeCreate = _ => throw new MailPlatformUnavailableException();
        var held = await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);
        await node.SubmitAsync(An.Alias("info@" + domain, "erika@" + domain));

        node.Platform.BeforeCreate = _ => Task.CompletedTask;
        var order = await node.Get<CancelOrder>().ExecuteAsync(held.Order.Id, "mistake", DomainNode.Crm, CancellationToken.None);

        order.State.ShouldBe(OrderState.Partial);
        order.Items.ShouldAllBe(item => item.State == OrderState.Completed && item.ErrorCode == null || item.ErrorCode == ErrorCodes.NotUndone);
        (await node.QueryAsync(db => db.Mailboxes.SingleAsync(m => m.PrimaryAddress == "erika@" + domain))).State.ShouldBe(MailboxState.Active);
    }

    [Theory, EachDatabase]
    public async Task Changes_and_endings_are_undone_to_what_was_before(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync(
            [.. An.Customer(domain), An.Mailbox("erika@" + domain) with { DisplayName = "Erika" }, An.Mailbox("max@" + domain), An.Alias("info@" + domain, "max@" + domain)]);
        var before = await node.QueryAsync(db => db.Addresses.Where(a => a.Value.EndsWith("@" + domain)).OrderBy(a => a.Value).Select(a => a.Value + a.MailboxId).ToListAsync());

        node.Platform.BeforeCreate = _ => throw new MailPlatformRefusedException("No.");
        var order = await node.SubmitAsync(
            new SubscriptionItemRequest(OrderAction.Modify, domain, Product: "premium"),
            new MailboxItemRequest(OrderAction.Modify, "erika@" + domain, DisplayName: "Gabler", Quota: Oss.Domain.Quotas.Quota.OfBytes(7), Password: new PasswordChange("neu", IsHash: false)),
            new AliasItemRequest(OrderAction.Modify, "info@" + domain, ["erika@" + domain]), An.TerminateMailbox("max@" + domain), An.Mailbox("neu@" + domain));

        order.Order.State.ShouldBe(OrderState.Held, "the mailbox that comes back is refused too, and waits");
        node.Platform.BeforeCreate = _ => Task.CompletedTask;
        node.Time.Advance(TimeSpan.FromHours(1));
        await node.Get<OrderWorker>().ResumeAsync(CancellationToken.None);

        (await node.Get<GetOrder>().ByIdAsync(order.Order.Id, DomainNode.Crm, CancellationToken.None)).State.ShouldBe(OrderState.Failed);
        (await node.QueryAsync(db => db.Addresses.Where(a => a.Value.EndsWith("@" + domain)).OrderBy(a => a.Value).Select(a => a.Value + a.MailboxId).ToListAsync())).ShouldBe(before);
        var erika = await node.QueryAsync(db => db.Mailboxes.Include(m => m.Subscription.Product).SingleAsync(m => m.PrimaryAddress == "erika@" + domain));
        (erika.DisplayName, erika.PasswordHash, erika.QuotaBytes, erika.Subscription.Product.Code).ShouldBe(("Erika", An.Hash, 2L * 1024 * 1024 * 1024, "customer-domain"));
        (await node.QueryAsync(db => db.Mailboxes.SingleAsync(m => m.PrimaryAddress == "max@" + domain))).State.ShouldBe(MailboxState.Active);
    }

    private static OrderRequest Family(string domain) => An.Order(
    [
        .. An.Customer(domain), An.Mailbox("good@" + domain), An.Mailbox("bad@" + domain),
        An.Alias("info@" + domain, "good@" + domain), An.Alias("sales@" + domain, "bad@" + domain),
    ]);

    private async Task<(DomainNode Node, string Domain)> RefusingAsync(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        node.Platform.BeforeCreate = mailbox =>
            mailbox.CanonicalName.StartsWith("bad@") ? throw new MailPlatformRefusedException("The platform cannot hold this name.") : Task.CompletedTask;
        return (node, An.Key() + ".example");
    }
}
