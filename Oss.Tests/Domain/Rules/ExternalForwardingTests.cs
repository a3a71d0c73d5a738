using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.MailPlatform;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Domain.Rules;
using Oss.Domain.Tenants;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Rules;

/// <summary>A tenant that lets no mail out of the platform: first it is seen who would notice, then nothing goes out, by whatever way.</summary>
public sealed class ExternalForwardingTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private const string Outside = "boss@elsewhere.example";

    [Theory, EachDatabase]
    public async Task Nothing_that_leads_elsewhere_can_be_ordered_and_what_stays_here_can(DatabaseProvider provider)
    {
        var (node, domain, id) = await MailboxAsync(provider);
        var (_, other, _) = await MailboxAsync(provider);
        (await node.SubmitAsync(Forbid(domain))).Order.State.ShouldBe(OrderState.Completed);

        OrderItemRequest[] refused =
        [
            Modify(domain) with { Forwarding = new Forwarding([Outside], KeepCopy: true) },
            Modify(domain) with { Rules = [new MailRule { Name = "a", Actions = [new RuleAction(RuleActionKind.Forward, Outside)] }] },
            An.Forward("team@" + domain, "erika@" + domain, Outside),
        ];
        foreach (var item in refused)
            (await node.RefusalOfAsync(An.Order(item))).ShouldBeOfType<DomainError.Validation>().Findings.ShouldHaveSingleItem().ShouldSatisfyAllConditions(f => f.Code.ShouldBe(ErrorCodes.ExternalTarget), f => f.Text.ShouldContain("T-" + domain));

        (await node.SubmitAsync(Modify(domain) with { Forwarding = new Forwarding(["erika@" + other], KeepCopy: true) }, An.Forward("team@" + domain, "erika@" + other))).Order.State.ShouldBe(OrderState.Completed);
        (await node.SubmitAsync(Modify(other) with { Forwarding = new Forwarding([Outside], KeepCopy: true) })).Order.State.ShouldBe(OrderState.Completed);

        // A second contract of the tenant is the tenant's too, and so is the mailbox's page.
        var second = An.Key() + ".example";
        await node.SubmitAsync(new SubscriptionItemRequest(OrderAction.Provide, second, "T-" + domain, Product: "customer-domain"), new DomainItemRequest(OrderAction.Provide, second, second), An.Mailbox("erika@" + second));
        (await node.RefusalOfAsync(An.Order(Modify(second) with { Forwarding = new Forwarding([Outside], true) }))).ShouldBeOfType<DomainError.Validation>();
        (await node.Get<GetRules>().ExecuteAsync(id, DomainNode.Crm, CancellationToken.None)).Features.HasFlag(ProductFeatures.ExternalForwarding).ShouldBeFalse();
        (await node.Get<GetTenant>().ExecuteAsync("T-" + domain, DomainNode.Crm, CancellationToken.None)).ForbidsExternalForwarding.ShouldBeTrue();

        (await node.SubmitAsync(Forbid(domain, forbid: false))).Order.State.ShouldBe(OrderState.Completed);
        (await node.SubmitAsync(Modify(domain) with { Forwarding = new Forwarding([Outside], true) })).Order.State.ShouldBe(OrderState.Completed);
    }

    [Theory, EachDatabase]
    public async Task Who_forwards_elsewhere_is_told_before_it_is_forbidden_and_stands_against_it_unless_that_is_meant(DatabaseProvider provider)
    {
        var (node, domain, id) = await MailboxAsync(provider);
        await node.SubmitAsync(An.Mailbox("max@" + domain), An.Mailbox("nora@" + domain), An.Mailbox("otto@" + domain), An.Forward("all@" + domain, "erika@" + domain, Outside), An.Forward("team@" + domain, "erika@" + domain));
        await node.SubmitAsync(Modify(domain) with { Forwarding = new Forwarding(["a@elsewhere.example", "nora@" + domain], true), Rules = [new MailRule { Name = "a", Actions = [new RuleAction(RuleActionKind.Forward, "b@elsewhere.example")] }] });
        await node.SubmitAsync(Modify(domain, "nora") with { Forwarding = new Forwarding(["max@" + domain], true) });
        var max = await IdAsync(node, "max@" + domain);
        node.Platform.PutByHand(max, "redirect \"c@elsewhere.example\";");
        node.Platform.Sheets[max] = ((RuleSheet.ByHand)node.Platform.Sheets[max]) with { Redirects = ["c@elsewhere.example", "boss@${where}", "nora@" + domain] };

        var expected = new[]
        {
            $"The forward 'all@{domain}' passes mail on to {Outside}", $"The rules of 'erika@{domain}' pass mail on to a@elsewhere.example, b@elsewhere.example",
            $"The script of 'max@{domain}' passes mail on to c@elsewhere.example, boss@${{where}}",
        };
        var listed = await node.Get<ListExternalForwards>().ExecuteAsync("T-" + domain, null, DomainNode.Crm, CancellationToken.None);
        listed.Found.Select(forward => forward.ToString()).ShouldBe(expected);
        listed.Next.ShouldBeNull();

        var refusal = (await node.RefusalOfAsync(An.Order(Forbid(domain)))).ShouldBeOfType<DomainError.Validation>();
        refusal.Findings.ShouldAllBe(finding => finding.Code == ErrorCodes.StillForwarding && finding.Path == "items[0].subscription.forbidExternalForwarding");
        refusal.Findings.Select(finding => finding.Text.Split(", which")[0]).ShouldBe(expected);
        (await node.SubmitAsync(Forbid(domain) with { EvenIfForwarding = true })).Order.State.ShouldBe(OrderState.Completed);
        (await node.QueryAsync(db => db.AuditEntries.Where(e => e.Subject == domain && e.Action == "subscription.modify").Select(e => e.Detail).SingleAsync())).ShouldContain($"no mail of tenant T-{domain} is forwarded elsewhere");

        // What was ordered before does not lead out any more: a forward's other targets stay, and the platform asks for each redirect.
        (await node.Get<ResolveAddress>().ExecuteAsync("all@" + domain, CancellationToken.None)).ShouldBeOfType<AddressResolution.ToAddresses>().OnlyHere.ShouldBeTrue();
        (await node.Get<MayForwardElsewhere>().ExecuteAsync(id, CancellationToken.None)).ShouldBeFalse();
        (await node.Get<MayForwardElsewhere>().ExecuteAsync(Guid.NewGuid(), CancellationToken.None)).ShouldBeTrue();
    }

    [Theory, EachDatabase]
    public async Task A_long_list_goes_on_where_it_ended_and_an_order_does_not_guess_what_it_has_not_seen(DatabaseProvider provider)
    {
        var (node, domain, _) = await MailboxAsync(provider, "premium");
        for (var part = 0; part < 2; part++)
            await node.SubmitAsync([.. Enumerable.Range(part * 100, 100).Select(i => An.Mailbox($"a{i:D3}@{domain}"))]);
        await node.SubmitAsync(Modify(domain) with { Forwarding = new Forwarding([Outside], true) });

        var first = await node.Get<ListExternalForwards>().ExecuteAsync("T-" + domain, null, DomainNode.Crm, CancellationToken.None);
        (first.Found.Count, first.Next).ShouldBe((0, "a199@" + domain));
        var second = await node.Get<ListExternalForwards>().ExecuteAsync("T-" + domain, first.Next, DomainNode.Crm, CancellationToken.None);
        second.Found.ShouldHaveSingleItem().Address.ShouldBe("erika@" + domain);
        second.Next.ShouldBeNull();
        (await node.RefusalOfAsync(An.Order(Forbid(domain)))).ShouldBeOfType<DomainError.Validation>().Findings.ShouldHaveSingleItem().Text.ShouldContain($"after 'a199@{domain}' were not looked at");
    }

    [Theory, EachDatabase]
    public async Task A_contract_does_not_come_to_such_a_tenant_unseen_and_an_order_that_fails_changes_nothing(DatabaseProvider provider)
    {
        var (node, domain, _) = await MailboxAsync(provider);
        var (_, strict, _) = await MailboxAsync(provider);
        await node.SubmitAsync(Forbid(strict));
        await node.SubmitAsync(Modify(domain) with { Forwarding = new Forwarding([Outside], true) });
        var transfer = new SubscriptionItemRequest(OrderAction.Transfer, domain, "T-" + strict);
        (await node.RefusalOfAsync(An.Order(transfer))).ShouldBeOfType<DomainError.Validation>().Findings.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.StillForwarding);
        (await node.SubmitAsync(transfer with { EvenIfForwarding = true })).Order.State.ShouldBe(OrderState.Completed);

        var (_, open, id) = await MailboxAsync(provider);
        node.Platform.BeforeWriteRules = _ => throw new MailPlatformRefusedException("No.");
        var order = (await node.SubmitAsync(Forbid(open), Modify(open) with { Spam = new SpamHandling(SpamAction.Junk) })).Order;
        order.State.ShouldBe(OrderState.Failed);
        (await node.Get<MayForwardElsewhere>().ExecuteAsync(id, CancellationToken.None)).ShouldBeTrue();
    }

    [Theory, EachDatabase]
    public async Task It_is_for_those_who_decide_about_contracts_and_nobody_sees_another_tenants(DatabaseProvider provider)
    {
        var (node, domain, _) = await MailboxAsync(provider);
        var (_, other, _) = await MailboxAsync(provider);
        var tenant = await node.QueryAsync(db => db.Tenants.Where(t => t.Number == "T-" + domain).Select(t => t.Id).SingleAsync());
        var admin = new Actor(ActorKind.ConsoleUser, "admin", Role.TenantAdmin, tenant);
        (await node.RefusalOfAsync(An.Order(Forbid(domain)), admin)).ShouldBeOfType<DomainError.Forbidden>();
        (await node.Get<ListExternalForwards>().ExecuteAsync("T-" + domain, null, admin, CancellationToken.None)).Found.ShouldBeEmpty();
        (await Should.ThrowAsync<DomainException>(() => node.Get<ListExternalForwards>().ExecuteAsync("T-" + other, null, admin, CancellationToken.None))).Error.ShouldBeOfType<DomainError.NotFound>();
        (await node.RefusalOfAsync(An.Order(new SubscriptionItemRequest(OrderAction.Suspend, domain, ForbidExternalForwarding: true)))).ShouldBeOfType<DomainError.Validation>().Findings.ShouldHaveSingleItem().Code.ShouldBe(ErrorCodes.NotApplicable);
    }

    private static SubscriptionItemRequest Forbid(string domain, bool forbid = true) => new(OrderAction.Modify, domain, ForbidExternalForwarding: forbid);

    private static RulesItemRequest Modify(string domain, string name = "erika") => RuleOrderTests.Modify(domain, name);

    private async Task<(DomainNode Node, string Domain, Guid Mailbox)> MailboxAsync(DatabaseProvider provider, string product = "customer-domain")
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain, product), An.Mailbox("erika@" + domain)]);
        return (node, domain, await IdAsync(node, "erika@" + domain));
    }

    private static Task<Guid> IdAsync(DomainNode node, string address) => node.QueryAsync(db => db.Mailboxes.Where(m => m.PrimaryAddress == address).Select(m => m.Id).SingleAsync());
}
