using Oss.Domain.Mailboxes;
using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Oss.Tests.MailEngine.Queue;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Domains;

/// <summary>Who owns a domain is proven by its DNS; a name server on loopback says what each test wants.</summary>
public sealed class OwnershipTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task A_domain_takes_neither_addresses_nor_mail_before_its_token_is_seen(DatabaseProvider provider)
    {
        await using var dns = new DnsServer();
        var node = await databases.AskingAsync(provider, dns);
        var domain = An.Key() + ".example";
        await node.SubmitAsync(An.Customer(domain, DomainDns.Proving));

        var refusal = await node.RefusalOfAsync(An.Order(An.Mailbox("anna@" + domain)));
        refusal.ShouldBeOfType<DomainError.Validation>().Findings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(
            f => f.Code.ShouldBe(ErrorCodes.DomainUnverified), f => f.Path.ShouldBe("items[0].mailbox.address"));
        (await node.Get<CheckAddress>().ExecuteAsync("anna@" + domain, null, DomainNode.Crm, Ct)).Code.ShouldBe(ErrorCodes.DomainUnverified);
        (await node.Get<ResolveAddress>().ExecuteAsync("anna@" + domain, Ct)).ShouldBeOfType<AddressResolution.UnknownDomain>();

        var token = (await RecordsAsync(node, domain)).Records.Single(r => r.Record.Kind == RecordKind.Ownership).Record;
        dns.Publish(token);
        var found = await CheckAsync(node, domain);

        found.Domain.Ownership.ShouldBe(DomainOwnership.Verified);
        found.Domain.VerifiedAt.ShouldBe(node.Time.GetUtcNow().UtcDateTime);
        await node.SubmitAsync(An.Mailbox("anna@" + domain));
        (await node.Get<ResolveAddress>().ExecuteAsync("anna@" + domain, Ct)).ShouldBeOfType<AddressResolution.ToMailbox>();
        (await node.QueryAsync(db => db.AuditEntries.SingleAsync(e => e.Action == "domain.ownership" && e.Subject == domain))).Detail.ShouldContain("Pending became Verified");
    }

    [Theory, EachDatabase]
    public async Task A_claim_that_nobody_proves_is_ended_in_time_and_its_owner_can_have_the_domain(DatabaseProvider provider)
    {
        await using var dns = new DnsServer();
        var node = await databases.AskingAsync(provider, dns);
        var (claimed, proven, free) = (An.Key() + ".example", An.Key() + ".example", An.Key() + ".example");
        await node.SubmitAsync(An.Customer(claimed, DomainDns.Proving));
        await node.SubmitAsync(An.Customer(proven, DomainDns.Proving));
        await node.SubmitAsync(An.Customer(free));
        dns.Publish((await RecordsAsync(node, proven)).Records.Single(r => r.Record.Kind == RecordKind.Ownership).Record);
        var days = TimeSpan.FromDays(new LifeCycleOptions().ClaimDays);
        (await node.Get<GetDomain>().ExecuteAsync(claimed, DomainNode.Crm, Ct)).ClaimedUntil.ShouldBe(node.Time.GetUtcNow().UtcDateTime + days);
        (await CheckAsync(node, proven)).Domain.ClaimedUntil.ShouldBeNull();
        (await node.Get<GetDomain>().ExecuteAsync(free, DomainNode.Crm, Ct)).ClaimedUntil.ShouldBeNull("there is nothing to prove");

        node.Time.Advance(days - TimeSpan.FromSeconds(1));
        await node.Get<LifeCycleWorker>().RunOnceAsync(Ct);
        (await node.RefusalOfAsync(An.Order(new DomainItemRequest(OrderAction.Provide, claimed, free)))).Code.ShouldBe(ErrorCodes.AlreadyExists);
        node.Time.Advance(TimeSpan.FromSeconds(1));
        await node.Get<LifeCycleWorker>().RunOnceAsync(Ct);

        await node.SubmitAsync(new DomainItemRequest(OrderAction.Provide, claimed, free));
        (await node.Get<GetDomain>().ExecuteAsync(claimed, DomainNode.Crm, Ct)).ContractNumber.ShouldBe(free);
        (await node.Get<GetDomain>().ExecuteAsync(proven, DomainNode.Crm, Ct)).ContractNumber.ShouldBe(proven);
        (await node.QueryAsync(db => db.AuditEntries.SingleAsync(e => e.Action == "domain.terminate" && e.Subject == claimed))).Actor.ShouldBe("System system");
    }

    [Theory, EachDatabase]
    public async Task Each_kind_of_failure_is_shown_apart_with_what_was_expected_observed_by_whom_and_when(DatabaseProvider provider)
    {
        await using var dns = new DnsServer();
        var node = await databases.AskingAsync(provider, dns);
        var domain = An.Key() + ".example";
        await node.SubmitAsync(An.Customer(domain, DomainDns.Proving));
        var token = (await RecordsAsync(node, domain)).Records.Single(r => r.Record.Kind == RecordKind.Ownership);
        (token.Outcome, token.Resolver).ShouldBe((null, null), "nobody has looked yet");
        var name = token.Record.Name;
        name.ShouldBe($"_oss-challenge.{domain}");

        await ShouldBeAsync(RecordOutcome.NoName);
        dns.AddAddress(name, "192.0.2.1");
        await ShouldBeAsync(RecordOutcome.NoRecord);
        dns.AddText(name, "oss-domain-verification=of-somebody-else");
        await ShouldBeAsync(RecordOutcome.Different, "oss-domain-verification=of-somebody-else");
        dns.Failing[name] = true;
        await ShouldBeAsync(RecordOutcome.ServerFailure);
        dns.Failing.Clear();
        dns.Refusing[name] = true;
        await ShouldBeAsync(RecordOutcome.Refused);
        dns.Refusing.Clear();
        dns.Silent[name] = true;
        await ShouldBeAsync(RecordOutcome.Timeout);

        async Task ShouldBeAsync(RecordOutcome outcome, params string[] observed)
        {
            node.Time.Advance(TimeSpan.FromMinutes(1));
            var found = await CheckAsync(node, domain);
            var check = found.Records.Single(r => r.Record.Kind == RecordKind.Ownership);
            (check.Outcome, found.CheckedAt, found.Domain.Ownership).ShouldBe((outcome, node.Time.GetUtcNow().UtcDateTime, DomainOwnership.Pending));
            check.Observed.ShouldBe(observed);
            check.Resolver.ShouldBe(dns.EndPoint.ToString());
        }
    }

    [Theory, EachDatabase]
    public async Task A_token_that_is_gone_loses_the_domain_and_a_server_that_fails_does_not(DatabaseProvider provider)
    {
        await using var dns = new DnsServer();
        var node = await databases.AskingAsync(provider, dns);
        var domain = await VerifiedAsync(node, dns);
        await node.SubmitAsync(An.Mailbox("anna@" + domain));
        var name = $"_oss-challenge.{domain}";

        dns.Failing[name] = true;
        await LaterAsync();
        (await RecordsAsync(node, domain)).Domain.Ownership.ShouldBe(DomainOwnership.Verified);
        dns.Failing.Clear();
        dns.Remove(name);
        await LaterAsync();

        (await RecordsAsync(node, domain)).Domain.Ownership.ShouldBe(DomainOwnership.Lost);
        (await node.Get<ResolveAddress>().ExecuteAsync("anna@" + domain, Ct)).ShouldBeOfType<AddressResolution.ToMailbox>("mail goes on");
        (await node.RefusalOfAsync(An.Order(An.Alias("info@" + domain, "anna@" + domain)))).Code.ShouldBe(ErrorCodes.Validation);

        async Task LaterAsync()
        {
            node.Time.Advance(TimeSpan.FromDays(2));
            await node.Get<DomainWorker>().RunOnceAsync(Ct);
        }
    }

    [Theory, EachDatabase]
    public async Task A_domain_held_by_another_is_refused_without_saying_by_whom_and_its_token_proves_nothing_for_a_stranger(DatabaseProvider provider)
    {
        await using var dns = new DnsServer();
        var node = await databases.AskingAsync(provider, dns);
        var domain = await VerifiedAsync(node, dns);
        var stranger = An.Key() + ".example";
        await node.SubmitAsync(An.Customer(stranger, DomainDns.Proving));
        var tenant = await node.QueryAsync(db => db.Tenants.Where(t => t.Number == "T-" + stranger).Select(t => t.Id).SingleAsync());
        var actor = new Actor(ActorKind.ApiClient, "their-crm", Role.Crm, tenant);

        var refusal = await node.RefusalOfAsync(An.Order(new DomainItemRequest(OrderAction.Provide, domain, stranger)), actor);

        refusal.Code.ShouldBe(ErrorCodes.AlreadyExists);
        refusal.Text.ShouldNotContain("T-" + domain);
        (await Should.ThrowAsync<DomainException>(() => node.Get<CheckDomain>().ExecuteAsync(domain, actor, Ct))).Error.Code.ShouldBe(ErrorCodes.NotFound);
        await node.SubmitAsync(new DomainItemRequest(OrderAction.Terminate, domain));
        await node.SubmitAsync(new DomainItemRequest(OrderAction.Provide, domain, stranger));
        (await CheckAsync(node, domain)).ShouldSatisfyAllConditions(
            found => found.Domain.Ownership.ShouldBe(DomainOwnership.Pending), found => found.Records[0].Outcome.ShouldBe(RecordOutcome.Different));
    }

    [Theory, EachDatabase]
    public async Task A_product_that_demands_proof_is_not_given_to_who_has_none_and_a_transfer_asks_the_new_owner(DatabaseProvider provider)
    {
        await using var dns = new DnsServer();
        var node = await databases.AskingAsync(provider, dns);
        var (unproven, taker) = (An.Key() + ".example", An.Key());
        await node.SubmitAsync(An.Customer(unproven, "premium"));

        (await node.RefusalOfAsync(An.Order(new SubscriptionItemRequest(OrderAction.Modify, unproven, Product: DomainDns.Proving))))
            .ShouldBeOfType<DomainError.Validation>().Findings.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.DomainUnverified);

        var domain = await VerifiedAsync(node, dns);
        await node.SubmitAsync(new SubscriptionItemRequest(OrderAction.Transfer, domain, taker, "Taker"));
        (await RecordsAsync(node, domain)).Domain.Ownership.ShouldBe(DomainOwnership.Lost);
        dns.Publish((await RecordsAsync(node, domain)).Records[0].Record);
        (await CheckAsync(node, domain)).Domain.Ownership.ShouldBe(DomainOwnership.Verified);
    }

    private static async Task<string> VerifiedAsync(DomainNode node, DnsServer dns)
    {
        var domain = An.Key() + ".example";
        await node.SubmitAsync(An.Customer(domain, DomainDns.Proving));
        dns.Publish((await RecordsAsync(node, domain)).Records[0].Record);
        (await CheckAsync(node, domain)).Domain.Ownership.ShouldBe(DomainOwnership.Verified);
        return domain;
    }

    private static Task<DomainRecords> RecordsAsync(DomainNode node, string domain) => node.Get<GetDomainRecords>().ExecuteAsync(domain, DomainNode.Crm, Ct);

    private static Task<DomainRecords> CheckAsync(DomainNode node, string domain) => node.Get<CheckDomain>().ExecuteAsync(domain, DomainNode.Crm, Ct);
}
