using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Orders;

public sealed class OrderLifeTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    [Theory, EachDatabase]
    public async Task One_order_makes_a_customer_with_all_it_has(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";

        var result = await node.SubmitAsync(
        [
            .. An.Customer(domain), An.Mailbox("Erika@" + domain), An.Alias("info@" + domain, "erika@" + domain),
            An.Forward("alle@" + domain, "erika@" + domain, "info@" + domain), An.CatchAll(domain, "erika@" + domain),
        ]);

        result.Order.Items.Select(item => (item.Position, item.Subject, item.Key, item.State)).ShouldBe(
        [
            (1, "subscription", domain, OrderState.Completed), (2, "domain", domain, OrderState.Completed),
            (3, "mailbox", "erika@" + domain, OrderState.Completed), (4, "alias", "info@" + domain, OrderState.Completed),
            (5, "alias", "alle@" + domain, OrderState.Completed), (6, "alias", "@" + domain, OrderState.Completed),
        ]);
        var mailbox = await MailboxAsync(node, "erika@" + domain);
        mailbox.State.ShouldBe(MailboxState.Active);
        mailbox.Volume.ShouldBe(FakeMailPlatform.Volume);
    }

    [Theory, EachDatabase]
    public async Task A_customer_leaves_in_the_reverse_order_and_may_come_back(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        OrderItemRequest[] arrival = [.. An.Customer(domain), An.Mailbox("erika@" + domain), An.Alias("info@" + domain, "erika@" + domain)];
        OrderItemRequest[] leaving =
        [
            An.TerminateMailbox("erika@" + domain), new DomainItemRequest(OrderAction.Terminate, domain), new SubscriptionItemRequest(OrderAction.Terminate, domain),
        ];
        await node.SubmitAsync(arrival);

        (await node.SubmitAsync(leaving)).Order.State.ShouldBe(OrderState.Completed);
        node.Platform.Removals.Single().CanonicalName.ShouldBe("erika@" + domain);
        (await node.SubmitAsync(arrival)).Order.State.ShouldBe(OrderState.Completed);
        (await node.SubmitAsync(leaving)).Order.State.ShouldBe(OrderState.Completed);
    }

    [Theory, EachDatabase]
    public async Task What_is_not_empty_cannot_be_ended(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);

        (await node.RefusalOfAsync(An.Order(new DomainItemRequest(OrderAction.Terminate, domain)))).Code.ShouldBe(ErrorCodes.NotEmpty);
        (await node.RefusalOfAsync(An.Order(new SubscriptionItemRequest(OrderAction.Terminate, domain)))).Code.ShouldBe(ErrorCodes.NotEmpty);
    }

    [Theory, EachDatabase]
    public async Task A_mailbox_made_again_under_its_old_name_is_another_mailbox(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);
        await node.SubmitAsync(An.TerminateMailbox("erika@" + domain));
        await node.SubmitAsync(An.Mailbox("erika@" + domain));

        node.Platform.Creations.Count.ShouldBe(2);
        node.Platform.Creations.Select(mailbox => mailbox.Id).ShouldBeUnique();
        node.Platform.Removals.Single().Id.ShouldBe(node.Platform.Creations.First().Id);
    }

    [Theory, EachDatabase]
    public async Task No_two_things_own_one_address_whatever_they_are(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync(
        [
            .. An.Customer(domain), An.Mailbox("erika@" + domain), An.Alias("alias@" + domain, "erika@" + domain), An.Forward("forward@" + domain, "erika@" + domain),
        ]);

        foreach (var name in new[] { "erika", "ALIAS", "Forward" })
        {
            OrderItemRequest[] rivals = [An.Mailbox($"{name}@{domain}"), An.Alias($"{name}@{domain}", "erika@" + domain), An.Forward($"{name}@{domain}", "erika@" + domain)];
            foreach (var rival in rivals)
                (await node.RefusalOfAsync(An.Order(rival))).ShouldBeOfType<DomainError.Conflict>().Code.ShouldBe(ErrorCodes.AddressTaken);
        }
    }

    [Theory, EachDatabase]
    public async Task Two_orders_at_once_for_one_address_are_one_success_and_one_conflict(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("one@" + domain), An.Mailbox("two@" + domain)]);

        var outcomes = await Task.WhenAll(new[] { "one", "two", "one", "two" }.Select(target => Task.Run(async () =>
        {
            try
            {
                await node.SubmitAsync(An.Alias("info@" + domain, $"{target}@{domain}"));
                return null;
            }
            catch (DomainException refused)
            {
                return refused.Error.Code;
            }
        })));

        outcomes.Order().ShouldBe([null, ErrorCodes.AddressTaken, ErrorCodes.AddressTaken, ErrorCodes.AddressTaken]);
    }

    [Theory, EachDatabase]
    public async Task Absent_fields_stay_untouched_when_modifying(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain) with { DisplayName = "Erika Mustermann" }]);
        var before = await MailboxAsync(node, "erika@" + domain);

        await node.SubmitAsync(new MailboxItemRequest(OrderAction.Modify, "erika@" + domain, DisplayName: "Erika Gabler"));

        var after = await MailboxAsync(node, "erika@" + domain);
        (after.Id, after.PasswordHash, after.QuotaBytes, after.State).ShouldBe((before.Id, before.PasswordHash, before.QuotaBytes, before.State));
        after.DisplayName.ShouldBe("Erika Gabler");
    }

    [Theory, EachDatabase]
    public async Task Umlauts_sharp_s_and_international_domains_keep_apart_and_come_together_as_they_should(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key("köln") + ".example";
        var ascii = DomainName.TryParse(domain)!.Value;
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("jörg@" + domain, domain), An.Mailbox("jorg@" + domain, domain), An.Mailbox("weiß@" + domain, domain)]);

        (await node.RefusalOfAsync(An.Order(An.Mailbox("Jo\u0308rg@" + ascii, domain)))).Code.ShouldBe(ErrorCodes.AddressTaken);
        (await node.SubmitAsync(An.Mailbox("weiss@" + ascii, domain))).Order.Items[0].Key.ShouldBe("weiss@" + ascii);
    }

    [Theory, EachDatabase]
    public async Task A_forward_that_leads_back_to_itself_is_refused_over_any_distance(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain), An.Forward("f0@" + domain, "erika@" + domain)]);
        for (var i = 1; i <= 4; i++)
            await node.SubmitAsync(An.Forward($"f{i}@{domain}", $"f{i - 1}@{domain}"));

        var refusal = await node.RefusalOfAsync(An.Order(new AliasItemRequest(OrderAction.Modify, "f0@" + domain, ["f4@" + domain])));

        refusal.ShouldBeOfType<DomainError.Validation>().Findings.Single().Code.ShouldBe(ErrorCodes.ForwardLoop);
    }

    [Theory, EachDatabase]
    public async Task Every_item_leaves_one_audit_entry_in_the_order_s_own_transaction(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        var order = await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);
        var change = await node.SubmitAsync(new MailboxItemRequest(OrderAction.Modify, "erika@" + domain, Password: new PasswordChange("geheim-42", IsHash: false)));

        var entries = await node.QueryAsync(db => db.AuditEntries.Where(entry => entry.OrderId == order.Order.Id || entry.OrderId == change.Order.Id).ToListAsync());
        entries.Select(entry => (entry.Action, entry.Subject)).ShouldBe(
            [("subscription.provide", domain), ("domain.provide", domain), ("mailbox.provide", "erika@" + domain), ("mailbox.modify", "erika@" + domain)], ignoreOrder: true);
        entries.ShouldAllBe(entry => entry.Actor.Contains("crm") && entry.TenantId != null && !entry.Detail.Contains("geheim-42"));
    }

    [Theory, EachDatabase]
    public async Task Checking_says_what_would_be_done_and_does_nothing(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        var order = An.Order([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);

        var check = await node.CheckAsync(order);

        check.Acceptable.ShouldBeTrue();
        check.Plan.Count.ShouldBe(3);
        (await node.QueryAsync(db => db.Tenants.CountAsync(tenant => tenant.Number == "T-" + domain))).ShouldBe(0);
        node.Platform.Creations.ShouldBeEmpty();
        (await node.SubmitAsync(order)).Replayed.ShouldBeFalse();
    }

    private static Task<Mailbox> MailboxAsync(DomainNode node, string address) =>
        node.QueryAsync(db => db.Mailboxes.SingleAsync(mailbox => mailbox.PrimaryAddress == address && mailbox.State != MailboxState.Terminated));
}
