using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Domain.Quotas;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Orders;

/// <summary>A product's limits hold exactly, however many order at once.</summary>
public sealed class LimitTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    [Theory, EachDatabase]
    public async Task The_mailbox_too_many_is_refused_with_the_numbers(DatabaseProvider provider)
    {
        var (node, domain) = await SmallCustomerAsync(provider, maxMailboxes: 2);
        await node.SubmitAsync(An.Mailbox("one@" + domain));

        var refusal = await node.RefusalOfAsync(An.Order(An.Mailbox("two@" + domain), An.Mailbox("three@" + domain)));

        refusal.ShouldBe(new DomainError.LimitExceeded("mailboxes", 2, 1, 3));
        node.Platform.Creations.Count.ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task What_one_item_frees_another_of_the_same_order_may_use(DatabaseProvider provider)
    {
        var (node, domain) = await SmallCustomerAsync(provider, maxMailboxes: 1);
        await node.SubmitAsync(An.Mailbox("one@" + domain));

        var result = await node.SubmitAsync(An.TerminateMailbox("one@" + domain), An.Mailbox("two@" + domain));

        result.Order.State.ShouldBe(OrderState.Completed);
    }

    [Theory, EachDatabase]
    public async Task Orders_at_once_never_overrun_a_limit_together(DatabaseProvider provider)
    {
        const int maximum = 3;
        var (node, domain) = await SmallCustomerAsync(provider, maximum);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(number => Task.Run(async () =>
        {
            try
            {
                await node.SubmitAsync(An.Mailbox($"m{number}@{domain}"));
                return null;
            }
            catch (DomainException refused)
            {
                return refused.Error;
            }
        })));

        outcomes.Count(error => error is null).ShouldBe(maximum);
        outcomes.OfType<DomainError>().ShouldAllBe(error => error is DomainError.LimitExceeded);
        (await node.QueryAsync(db => db.Mailboxes.CountAsync(mailbox => mailbox.Subscription.ContractNumber == domain))).ShouldBe(maximum);
    }

    [Theory, EachDatabase]
    public async Task The_total_quota_is_counted_over_all_mailboxes(DatabaseProvider provider)
    {
        var (node, domain) = await SmallCustomerAsync(provider, maxMailboxes: 10, totalQuotaBytes: 300);
        await node.SubmitAsync(An.Mailbox("one@" + domain), An.Mailbox("two@" + domain));

        (await node.RefusalOfAsync(An.Order(An.Mailbox("three@" + domain), An.Mailbox("four@" + domain))))
            .ShouldBe(new DomainError.LimitExceeded("quota-total", 300, 200, 400));
        await node.SubmitAsync(An.Mailbox("three@" + domain) with { Quota = Quota.OfBytes(60) }, An.Mailbox("four@" + domain) with { Quota = Quota.OfBytes(40) });
        (await node.RefusalOfAsync(An.Order(new MailboxItemRequest(OrderAction.Modify, "four@" + domain, Quota: Quota.OfBytes(41)))))
            .ShouldBe(new DomainError.LimitExceeded("quota-total", 300, 300, 301));
    }

    [Theory, EachDatabase]
    public async Task Unlimited_storage_is_not_part_of_a_limited_product(DatabaseProvider provider)
    {
        var (node, domain) = await SmallCustomerAsync(provider, maxMailboxes: 10);

        (await node.CheckAsync(An.Order(An.Mailbox("one@" + domain) with { Quota = Quota.Unlimited }))).Acceptable.ShouldBeFalse();
    }

    [Theory, EachDatabase]
    public async Task A_mailbox_without_a_quota_of_its_own_cannot_be_counted_against_a_total(DatabaseProvider provider)
    {
        var (node, domain) = await SmallCustomerAsync(provider, maxMailboxes: 10, totalQuotaBytes: 300, mailboxQuotaBytes: null);

        (await node.CheckAsync(An.Order(An.Mailbox("one@" + domain)))).Acceptable.ShouldBeFalse();
        (await node.CheckAsync(An.Order(An.Mailbox("one@" + domain) with { Quota = Quota.OfBytes(300) }))).Acceptable.ShouldBeTrue();
    }

    [Theory, EachDatabase]
    public async Task Aliases_forwards_and_catch_alls_count_together(DatabaseProvider provider)
    {
        var (node, domain) = await SmallCustomerAsync(provider, maxMailboxes: 1, maxAliases: 2);
        await node.SubmitAsync(An.Mailbox("one@" + domain), An.Alias("two@" + domain, "one@" + domain), An.Forward("three@" + domain, "one@" + domain));

        (await node.RefusalOfAsync(An.Order(An.CatchAll(domain, "one@" + domain)))).ShouldBe(new DomainError.LimitExceeded("aliases", 2, 2, 3));
    }

    [Theory, EachDatabase]
    public async Task A_smaller_product_is_refused_while_more_is_used_than_it_has(DatabaseProvider provider)
    {
        var (node, domain) = await SmallCustomerAsync(provider, maxMailboxes: 3);
        await node.SubmitAsync(An.Mailbox("one@" + domain), An.Mailbox("two@" + domain));
        var small = await ProductAsync(node, 1, null, null, 100);

        (await node.RefusalOfAsync(An.Order(new SubscriptionItemRequest(OrderAction.Modify, domain, Product: small))))
            .ShouldBeOfType<DomainError.LimitExceeded>().Limit.ShouldBe("mailboxes");
    }

    private async Task<(DomainNode Node, string Domain)> SmallCustomerAsync(
        DatabaseProvider provider, int maxMailboxes, int? maxAliases = null, long? totalQuotaBytes = null, long? mailboxQuotaBytes = 100)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync(An.Customer(domain, await ProductAsync(node, maxMailboxes, maxAliases, totalQuotaBytes, mailboxQuotaBytes)));
        return (node, domain);
    }

    private static Task<string> ProductAsync(DomainNode node, int maxMailboxes, int? maxAliases, long? totalQuotaBytes, long? mailboxQuotaBytes) => node.QueryAsync(async db =>
    {
        var code = An.Key("product-");
        db.Products.Add(new Product
        {
            Code = code, Name = code, MaxMailboxes = maxMailboxes, MaxAliases = maxAliases, MailboxQuotaBytes = mailboxQuotaBytes, TotalQuotaBytes = totalQuotaBytes, Features = ProductFeatures.Imap,
        });
        await db.SaveChangesAsync();
        return code;
    });
}
