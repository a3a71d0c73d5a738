using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailPlatform;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Domain.Quotas;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Mailboxes;

public sealed class LifeCycleTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private static readonly Actor Operator = new(ActorKind.ConsoleUser, "operator", Role.Operator, null);

    [Theory, EachDatabase]
    public async Task Login_sending_and_receiving_are_suspended_each_by_itself_and_the_stricter_of_two_holds(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        var erika = "erika@" + domain;

        await node.SubmitAsync(Suspend(erika, new SuspensionChange(Send: true)));
        (await LogInAsync(node, erika, ProductFeatures.SmtpAuth)).ShouldBeOfType<MailboxLogin.Denied>();
        (await LogInAsync(node, erika, ProductFeatures.Imap)).ShouldBeOfType<MailboxLogin.Accepted>();
        (await ReceiveAsync(node, erika)).ShouldBe(ReceivePolicy.Accept);

        await node.SubmitAsync(Suspend(erika, new SuspensionChange(Receive: ReceivePolicy.Defer)));
        await node.SubmitAsync(new SubscriptionItemRequest(OrderAction.Suspend, domain, Suspension: new SuspensionChange(Login: true, Receive: ReceivePolicy.Refuse)));
        (await ReceiveAsync(node, erika)).ShouldBe(ReceivePolicy.Refuse);
        (await LogInAsync(node, erika, ProductFeatures.Pop3)).ShouldBeOfType<MailboxLogin.Denied>();

        await node.SubmitAsync(new SubscriptionItemRequest(OrderAction.Resume, domain));
        (await ReceiveAsync(node, erika)).ShouldBe(ReceivePolicy.Defer);
        await node.SubmitAsync(new MailboxItemRequest(OrderAction.Resume, erika, Suspension: new SuspensionChange(Receive: ReceivePolicy.Accept)));
        (await ReceiveAsync(node, erika)).ShouldBe(ReceivePolicy.Accept);
        (await LogInAsync(node, erika, ProductFeatures.SmtpAuth)).ShouldBeOfType<MailboxLogin.Denied>();
        await node.SubmitAsync(new MailboxItemRequest(OrderAction.Resume, erika));
        (await LogInAsync(node, erika, ProductFeatures.SmtpAuth)).ShouldBeOfType<MailboxLogin.Accepted>();
    }

    [Theory, EachDatabase]
    public async Task An_ended_mailbox_comes_back_with_its_id_its_mail_and_its_addresses(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        var erika = "erika@" + domain;
        await node.SubmitAsync(An.Alias("info@" + domain, erika));
        var id = await IdAsync(node, erika);
        await node.SubmitAsync(An.TerminateMailbox(erika));

        (await node.SubmitAsync(new MailboxItemRequest(OrderAction.Restore, erika))).Order.State.ShouldBe(OrderState.Completed);

        (await node.Get<ResolveAddress>().ExecuteAsync("info@" + domain, CancellationToken.None)).ShouldBeOfType<AddressResolution.ToMailbox>().Id.ShouldBe(id);
        node.Platform.Creations.Select(mailbox => mailbox.Id).ShouldBe([id, id], "the second brings the tree back");
        (await node.RefusalOfAsync(An.Order(new MailboxItemRequest(OrderAction.Restore, erika)))).ShouldBeOfType<DomainError.NotFound>();
    }

    [Theory, EachDatabase]
    public async Task A_restore_is_checked_first_for_the_address_and_the_limits(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        var erika = "erika@" + domain;
        await node.SubmitAsync(An.TerminateMailbox(erika), An.Mailbox("max@" + domain), An.Alias(erika, "max@" + domain));
        var restore = An.Order(new MailboxItemRequest(OrderAction.Restore, erika));

        (await node.CheckAsync(restore)).Errors.Single().Code.ShouldBe(ErrorCodes.AddressTaken);
        await node.SubmitAsync(new AliasItemRequest(OrderAction.Terminate, erika));
        await node.SubmitAsync(new SubscriptionItemRequest(OrderAction.Modify, domain, Limits: [new LimitOverride(ProductLimit.Mailboxes, 1)]));

        (await node.CheckAsync(restore)).Errors.Single().ShouldBe(new DomainError.LimitExceeded("mailboxes", 1, 1, 2));
    }

    [Theory, EachDatabase]
    public async Task What_comes_back_has_the_quota_that_its_contract_allows_by_now(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        var (erika, max) = ("erika@" + domain, "max@" + domain);
        await node.SubmitAsync(An.Mailbox(max) with { Quota = Quota.OfBytes(5000) });
        await node.SubmitAsync(An.TerminateMailbox(erika), An.TerminateMailbox(max));
        await node.SubmitAsync(new SubscriptionItemRequest(OrderAction.Modify, domain, Limits: [new LimitOverride(ProductLimit.QuotaPerMailbox, 4000)]));

        await node.SubmitAsync(new MailboxItemRequest(OrderAction.Restore, erika));
        var refused = await node.RefusalOfAsync(An.Order(new MailboxItemRequest(OrderAction.Restore, max)));
        await node.SubmitAsync(new MailboxItemRequest(OrderAction.Restore, max, Quota: Quota.OfBytes(3000)));

        refused.ShouldBe(new DomainError.LimitExceeded(ProductLimit.QuotaPerMailbox.Code(), 4000, 0, 5000));
        (await node.QueryAsync(db => db.Mailboxes.Where(m => m.Subscription.ContractNumber == domain).OrderBy(m => m.PrimaryAddress).Select(m => m.QuotaBytes).ToListAsync())).ShouldBe([4000, 3000]);
    }

    [Theory, EachDatabase]
    public async Task A_freed_address_is_kept_from_strangers_for_a_time_and_never_from_its_own_tenant(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var isp = An.Key() + ".example";
        var (one, two) = (An.Key("one"), An.Key("two"));
        await node.SubmitAsync(An.Order(
            new SubscriptionItemRequest(OrderAction.Provide, isp, isp, "ISP", "premium"), new DomainItemRequest(OrderAction.Provide, isp, isp, Shared: true),
            new SubscriptionItemRequest(OrderAction.Provide, one, one, one, "residential"), new SubscriptionItemRequest(OrderAction.Provide, two, two, two, "residential"),
            An.Mailbox("crohmann@" + isp, one)));
        await node.SubmitAsync(An.TerminateMailbox("crohmann@" + isp));

        (await node.Get<ResolveAddress>().ExecuteAsync("crohmann@" + isp, CancellationToken.None)).ShouldBeOfType<AddressResolution.UnknownUser>();
        (await node.RefusalOfAsync(An.Order(An.Mailbox("crohmann@" + isp, two)))).Code.ShouldBe(ErrorCodes.AddressQuarantined);
        (await node.CheckAsync(An.Order(An.Mailbox("crohmann@" + isp, one)))).Acceptable.ShouldBeTrue();
        (await node.Get<CheckAddress>().ExecuteAsync("Crohmann@" + isp, "Christian Rohmann", DomainNode.Crm, CancellationToken.None)).ShouldSatisfyAllConditions(
            found => found.Code.ShouldBe(ErrorCodes.AddressQuarantined), found => found.Suggestions[0].ShouldBe("christian.rohmann@" + isp));

        node.Time.Advance(TimeSpan.FromDays(new LifeCycleOptions().QuarantineDays));
        var (purged, freed, _) = await node.Get<LifeCycleWorker>().RunOnceAsync(CancellationToken.None);
        (purged, freed).ShouldSatisfyAllConditions(() => purged.ShouldBeGreaterThanOrEqualTo(1), () => freed.ShouldBeGreaterThanOrEqualTo(1));
        (await node.SubmitAsync(An.Mailbox("crohmann@" + isp, two))).Order.State.ShouldBe(OrderState.Completed);
        node.Platform.Purges.ShouldContain(mailbox => mailbox.CanonicalName == "crohmann@" + isp);
        (await node.RefusalOfAsync(An.Order(new MailboxItemRequest(OrderAction.Restore, "crohmann@" + isp)))).ShouldBeOfType<DomainError.NotFound>();
    }

    [Theory, EachDatabase]
    public async Task Deleting_for_good_is_the_point_of_no_return(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        await node.SubmitAsync(An.TerminateMailbox("erika@" + domain));
        await node.SubmitAsync(An.Mailbox("max@" + domain));
        node.Platform.BeforeCreate = _ => throw new MailPlatformUnavailableException();

        var order = await node.SubmitAsync(new MailboxItemRequest(OrderAction.Purge, "erika@" + domain), An.Mailbox("neu@" + domain));

        order.Order.State.ShouldBe(OrderState.Held);
        order.Order.PointOfNoReturnAt.ShouldNotBeNull();
        (await Should.ThrowAsync<DomainException>(() => node.Get<CancelOrder>().ExecuteAsync(order.Order.Id, null, DomainNode.Crm, CancellationToken.None)))
            .Error.Code.ShouldBe(ErrorCodes.PointOfNoReturn);
        var support = new Actor(ActorKind.ConsoleUser, "support", Role.Support, null);
        (await node.RefusalOfAsync(An.Order(new MailboxItemRequest(OrderAction.Purge, "erika@" + domain)), support)).ShouldBeOfType<DomainError.Forbidden>();
    }

    [Theory, EachDatabase]
    public async Task Another_primary_address_keeps_the_mailbox_and_its_mail_and_the_former_one_as_an_alias(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        var (erika, gabler) = ("erika@" + domain, "gabler@" + domain);
        var id = await IdAsync(node, erika);

        (await node.SubmitAsync(new MailboxItemRequest(OrderAction.Modify, erika, NewAddress: gabler))).Order.State.ShouldBe(OrderState.Completed);

        (await IdAsync(node, gabler)).ShouldBe(id);
        foreach (var address in new[] { erika, gabler })
            (await node.Get<ResolveAddress>().ExecuteAsync(address, CancellationToken.None)).ShouldBeOfType<AddressResolution.ToMailbox>().CanonicalName.ShouldBe(gabler);
        node.Platform.Renames.Single().ShouldSatisfyAllConditions(rename => rename.Mailbox.CanonicalName.ShouldBe(erika), rename => rename.NewName.ShouldBe(gabler));

        await node.SubmitAsync(new MailboxItemRequest(OrderAction.Modify, gabler, NewAddress: erika));
        (await IdAsync(node, erika)).ShouldBe(id);
        (await node.QueryAsync(db => db.Addresses.Where(a => a.MailboxId == id).OrderBy(a => a.Value).Select(a => a.Kind).ToListAsync())).ShouldBe([AddressKind.Mailbox, AddressKind.Alias]);
    }

    [Theory, EachDatabase]
    public async Task Nobody_but_an_operator_has_the_provider_s_names_in_its_domain(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var (isp, own) = (An.Key() + ".example", An.Key() + ".example");
        await node.SubmitAsync([
            .. An.Customer(own), new SubscriptionItemRequest(OrderAction.Provide, isp, isp, "ISP", "premium"),
            new DomainItemRequest(OrderAction.Provide, isp, isp, Shared: true, MinNameLength: 3)]);

        foreach (var name in new[] { "Postmaster", "abuse", "admin", "hostmaster" })
            (await node.RefusalOfAsync(An.Order(An.Mailbox($"{name}@{isp}", own)))).ShouldBeOfType<DomainError.Validation>().Findings[0].Code.ShouldBe(ErrorCodes.ReservedName);
        (await node.RefusalOfAsync(An.Order(An.Mailbox("ab@" + isp, own)))).ShouldBeOfType<DomainError.Validation>().Findings[0].Code.ShouldBe(ErrorCodes.NamePolicy);
        (await node.SubmitAsync(An.Order(An.Mailbox("postmaster@" + isp, isp)), Operator)).Order.State.ShouldBe(OrderState.Completed);
        (await node.SubmitAsync(An.Mailbox("postmaster@" + own))).Order.State.ShouldBe(OrderState.Completed);
    }

    [Theory, EachDatabase]
    public async Task A_domain_that_is_another_name_of_one_receives_and_logs_in_as_that_one(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        var other = An.Key() + ".example";
        await node.SubmitAsync(new DomainItemRequest(OrderAction.Provide, other, domain, AliasOf: domain));

        (await node.Get<ResolveAddress>().ExecuteAsync("Erika+x@" + other, CancellationToken.None)).ShouldBeOfType<AddressResolution.ToMailbox>().CanonicalName.ShouldBe("erika@" + domain);
        (await node.Get<ResolveAddress>().ExecuteAsync("nobody@" + other, CancellationToken.None)).ShouldBeOfType<AddressResolution.UnknownUser>();
        (await LogInAsync(node, "erika@" + other, ProductFeatures.Imap)).ShouldBeOfType<MailboxLogin.Accepted>();
        (await node.RefusalOfAsync(An.Order(An.Mailbox("x@" + other, domain)))).ShouldBeOfType<DomainError.Validation>();
        (await node.RefusalOfAsync(An.Order(new DomainItemRequest(OrderAction.Provide, An.Key() + ".example", domain, AliasOf: other)))).ShouldBeOfType<DomainError.Validation>();
    }

    [Theory, EachDatabase]
    public async Task A_list_changes_by_what_is_added_and_removed_and_never_leads_back(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        var list = "team@" + domain;
        await node.SubmitAsync(An.Mailbox("max@" + domain), An.Forward(list, "erika@" + domain), An.Forward("all@" + domain, list));

        await node.SubmitAsync(new AliasItemRequest(OrderAction.Modify, list, AddTargets: ["max@" + domain], RemoveTargets: ["erika@" + domain]));

        (await node.Get<ResolveAddress>().ExecuteAsync(list, CancellationToken.None)).ShouldBeOfType<AddressResolution.ToAddresses>().Targets.ShouldBe(["max@" + domain]);
        (await node.RefusalOfAsync(An.Order(new AliasItemRequest(OrderAction.Modify, list, AddTargets: ["all@" + domain])))).ShouldBeOfType<DomainError.Validation>()
            .Findings[0].Code.ShouldBe(ErrorCodes.ForwardLoop);
        (await node.RefusalOfAsync(An.Order(new AliasItemRequest(OrderAction.Modify, list, RemoveTargets: ["max@" + domain])))).ShouldBeOfType<DomainError.Validation>();
    }

    [Theory, EachDatabase]
    public async Task A_company_taken_over_moves_with_all_it_has_unless_something_ties_it(DatabaseProvider provider)
    {
        var (node, domain) = await CustomerAsync(provider);
        var (second, buyer) = (An.Key() + ".example", An.Key("T-"));
        await node.SubmitAsync(
            new SubscriptionItemRequest(OrderAction.Provide, second, "T-" + domain, null, "customer-domain"), new DomainItemRequest(OrderAction.Provide, second, second),
            An.Alias("info@" + second, "erika@" + domain));
        OrderRequest Transfer() => An.Order(new SubscriptionItemRequest(OrderAction.Transfer, domain, buyer, "Buyer"));

        (await node.RefusalOfAsync(Transfer())).Code.ShouldBe(ErrorCodes.Entangled);
        await node.SubmitAsync(new AliasItemRequest(OrderAction.Terminate, "info@" + second));
        await node.SubmitAsync(Transfer());

        var tenant = await node.QueryAsync(db => db.Tenants.SingleAsync(t => t.Number == buyer));
        var admin = new Actor(ActorKind.ConsoleUser, "admin", Role.TenantAdmin, tenant.Id);
        (await node.SubmitAsync(An.Order(new MailboxItemRequest(OrderAction.Modify, "erika@" + domain, DisplayName: "Erika")), admin)).Order.State.ShouldBe(OrderState.Completed);
    }

    private static MailboxItemRequest Suspend(string address, SuspensionChange? what) => new(OrderAction.Suspend, address, Suspension: what);

    private static Task<MailboxLogin> LogInAsync(DomainNode node, string user, ProductFeatures service) =>
        node.Get<AuthenticateMailbox>().ExecuteAsync(user, An.Password, service, CancellationToken.None);

    private static async Task<ReceivePolicy> ReceiveAsync(DomainNode node, string address) =>
        (await node.Get<ResolveAddress>().ExecuteAsync(address, CancellationToken.None)).ShouldBeOfType<AddressResolution.ToMailbox>().Receive;

    private static Task<Guid> IdAsync(DomainNode node, string address) =>
        node.QueryAsync(db => db.Mailboxes.Where(m => m.PrimaryAddress == address && m.State == MailboxState.Active).Select(m => m.Id).SingleAsync());

    private async Task<(DomainNode Node, string Domain)> CustomerAsync(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);
        return (node, domain);
    }
}
