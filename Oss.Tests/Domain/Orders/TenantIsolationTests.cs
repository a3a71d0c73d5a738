using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Orders;

/// <summary>Nobody sees or touches across the border of a tenant, in no use case.</summary>
public sealed class TenantIsolationTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    [Theory, EachDatabase]
    public async Task Another_tenant_s_things_do_not_exist_for_a_tenant_admin(DatabaseProvider provider)
    {
        var (node, mine, theirs, admin) = await TwoTenantsAsync(provider);

        OrderItemRequest[] attempts =
        [
            An.Mailbox("eve@" + theirs, mine),
            An.Mailbox("eve@" + mine, theirs),
            new MailboxItemRequest(OrderAction.Modify, "erika@" + theirs, DisplayName: "Eve"),
            An.TerminateMailbox("erika@" + theirs),
            An.Alias("eve@" + mine, "erika@" + theirs),
            An.Alias("eve@" + theirs, "erika@" + mine),
            An.Forward("eve@" + theirs, "erika@" + mine),
            An.CatchAll(theirs, "erika@" + mine),
            new AliasItemRequest(OrderAction.Modify, "info@" + theirs, ["erika@" + mine]),
            new AliasItemRequest(OrderAction.Terminate, "info@" + theirs),
        ];
        foreach (var attempt in attempts)
            (await node.RefusalOfAsync(An.Order(attempt), admin)).ShouldBeOfType<DomainError.NotFound>(attempt.ToString());
    }

    [Theory, EachDatabase]
    public async Task A_tenant_admin_looks_after_its_own(DatabaseProvider provider)
    {
        var (node, mine, _, admin) = await TwoTenantsAsync(provider);

        var result = await node.SubmitAsync(An.Order(
            An.Mailbox("max@" + mine), An.Alias("sales@" + mine, "max@" + mine), new AliasItemRequest(OrderAction.Terminate, "info@" + mine)), admin);

        result.Order.State.ShouldBe(OrderState.Completed);
        (await node.Get<GetOrder>().ByIdAsync(result.Order.Id, admin, TestContext.Current.CancellationToken)).SubmittedBy.ShouldBe(admin.Name);
    }

    [Theory, EachDatabase]
    public async Task Searching_and_looking_up_end_at_the_border(DatabaseProvider provider)
    {
        var (node, mine, theirs, admin) = await TwoTenantsAsync(provider);
        var search = node.Get<SearchMailboxes>();
        var ct = TestContext.Current.CancellationToken;

        foreach (var text in new[] { "", "erika", "info", "erika@" + theirs, "@" + theirs, theirs, "T-" + theirs, "Tenant of " + theirs })
            (await search.ExecuteAsync(new MailboxFilter(text), new Cut(), admin, ct)).Items.ShouldAllBe(row => row.ContractNumber == mine, text);
        (await search.ExecuteAsync(new MailboxFilter(), new Cut(), admin, ct)).Items.Count.ShouldBe(1);

        var foreign = await node.QueryAsync(db => db.Mailboxes.SingleAsync(mailbox => mailbox.PrimaryAddress == "erika@" + theirs));
        await Should.ThrowAsync<DomainException>(() => node.Get<GetMailbox>().ExecuteAsync(foreign.Id, admin, ct));
        await Should.ThrowAsync<DomainException>(() => node.Get<GetMailbox>().MeasureUsageAsync(foreign.Id, admin, ct));
    }

    [Theory, EachDatabase]
    public async Task Another_tenant_s_orders_do_not_exist(DatabaseProvider provider)
    {
        var (node, _, theirs, admin) = await TwoTenantsAsync(provider);
        var order = await node.SubmitAsync(An.Mailbox("max@" + theirs));
        var get = node.Get<GetOrder>();
        var ct = TestContext.Current.CancellationToken;

        await Should.ThrowAsync<DomainException>(() => get.ByIdAsync(order.Order.Id, admin, ct));
        await Should.ThrowAsync<DomainException>(() => get.ByExternalIdAsync(order.Order.ExternalSystem, order.Order.ExternalId, admin, ct));
        (await node.Get<SearchOrders>().ExecuteAsync(new OrderSearch(), new Cut(Limit: 200), admin, ct)).Items.ShouldNotContain(row => row.Id == order.Order.Id);
    }

    [Theory, EachDatabase]
    public async Task An_order_that_speaks_of_two_tenants_shows_its_items_to_neither(DatabaseProvider provider)
    {
        var (node, mine, theirs, admin) = await TwoTenantsAsync(provider);
        var both = await node.SubmitAsync(
            new MailboxItemRequest(OrderAction.Modify, "erika@" + mine, DisplayName: "Erika"), new MailboxItemRequest(OrderAction.Modify, "erika@" + theirs, DisplayName: "Erika"));
        var id = await node.QueryAsync(db => db.Mailboxes.Where(mailbox => mailbox.PrimaryAddress == "erika@" + mine).Select(mailbox => mailbox.Id).SingleAsync());

        var details = await node.Get<GetMailbox>().ExecuteAsync(id, admin, TestContext.Current.CancellationToken);

        (details.LastOrder?.Items ?? []).ShouldNotContain(item => item.Key.Contains(theirs));
        await Should.ThrowAsync<DomainException>(() => node.Get<GetOrder>().ByIdAsync(both.Order.Id, admin, TestContext.Current.CancellationToken));
    }

    [Theory, EachDatabase]
    public async Task In_a_shared_domain_everyone_has_addresses_and_nobody_else_s_catch_all(DatabaseProvider provider)
    {
        var (node, mine, _, admin) = await TwoTenantsAsync(provider);
        var isp = An.Key() + ".example";
        await node.SubmitAsync(
            new SubscriptionItemRequest(OrderAction.Provide, isp, "T-" + isp, "ISP", "premium"), new DomainItemRequest(OrderAction.Provide, isp, isp, Shared: true));

        (await node.SubmitAsync(An.Order(An.Mailbox("erika@" + isp, mine), An.Alias("e@" + isp, "erika@" + isp)), admin)).Order.State.ShouldBe(OrderState.Completed);
        (await node.SubmitAsync(An.Order(An.Forward("family@" + isp, "erika@" + isp, "erika@" + mine)), admin)).Order.State.ShouldBe(OrderState.Completed);

        // It is the admin's own: it can be taken away again.
        (await node.SubmitAsync(An.Order(new AliasItemRequest(OrderAction.Terminate, "family@" + isp)), admin)).Order.State.ShouldBe(OrderState.Completed);

        // All mail of everybody who has left the ISP would arrive there.
        await node.RefusalOfAsync(An.Order(An.CatchAll(isp, "erika@" + isp)), admin);
        await node.RefusalOfAsync(An.Order(An.CatchAll(isp, "erika@" + isp)));
        (await node.QueryAsync(db => db.Addresses.CountAsync(address => address.Value == "@" + isp && address.Kind == AddressKind.CatchAll))).ShouldBe(0);
    }

    [Theory, EachDatabase]
    public async Task An_alias_cannot_be_led_to_another_tenant_s_mailbox_by_changing_it(DatabaseProvider provider)
    {
        var (node, mine, theirs, _) = await TwoTenantsAsync(provider);

        await node.RefusalOfAsync(An.Order(new AliasItemRequest(OrderAction.Modify, "info@" + mine, ["erika@" + theirs])));

        (await node.Get<ResolveAddress>().ExecuteAsync("info@" + mine, TestContext.Current.CancellationToken))
            .ShouldBeOfType<AddressResolution.ToMailbox>().CanonicalName.ShouldBe("erika@" + mine);
    }

    [Theory, EachDatabase]
    public async Task Roles_order_what_they_may_and_no_more(DatabaseProvider provider)
    {
        var (node, mine, _, admin) = await TwoTenantsAsync(provider);
        var support = new Actor(ActorKind.ConsoleUser, "support", Role.Support, null);
        var auditor = new Actor(ActorKind.ConsoleUser, "auditor", Role.Auditor, null);
        var alias = An.Alias("neu@" + mine, "erika@" + mine);

        (await node.RefusalOfAsync(An.Order(alias), auditor)).ShouldBeOfType<DomainError.Forbidden>();
        (await node.CheckAsync(An.Order(alias), support)).Acceptable.ShouldBeTrue();
        foreach (var actor in new[] { support, admin, auditor })
        {
            (await node.RefusalOfAsync(An.Order(An.Customer(An.Key() + ".example")), actor)).ShouldBeOfType<DomainError.Forbidden>();
            (await node.RefusalOfAsync(An.Order(new SubscriptionItemRequest(OrderAction.Modify, mine, Product: "premium")), actor)).ShouldBeOfType<DomainError.Forbidden>();
        }
    }

    [Fact]
    public void There_is_no_tenant_admin_of_all_tenants() =>
        Should.Throw<ArgumentException>(() => new Actor(ActorKind.ConsoleUser, "admin", Role.TenantAdmin, null));

    private async Task<(DomainNode Node, string Mine, string Theirs, Actor Admin)> TwoTenantsAsync(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var (mine, theirs) = (An.Key("mine") + ".example", An.Key("theirs") + ".example");
        foreach (var domain in new[] { mine, theirs })
            await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain), An.Alias("info@" + domain, "erika@" + domain)]);

        var tenant = await node.QueryAsync(db => db.Tenants.Where(row => row.Number == "T-" + mine).Select(row => row.Id).SingleAsync());
        return (node, mine, theirs, new Actor(ActorKind.ConsoleUser, "admin of " + mine, Role.TenantAdmin, tenant));
    }
}
