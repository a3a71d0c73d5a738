using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Audit;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Domain.Search;
using Oss.Domain.Subscriptions;
using Oss.Domain.Tenants;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;

namespace Oss.Tests.Domain.Audit;

/// <summary>Whoever looks at somebody's mailbox is on record, and not for every reload.</summary>
public sealed class RecordReadTests(DomainFixture databases) : IClassFixture<DomainFixture>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, EachDatabase]
    public async Task Each_of_many_readers_at_once_is_on_record_when_the_answer_is_there(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var key = An.Key();
        var subjects = Enumerable.Range(0, 60).Select(number => $"{key}-{number}").ToList();

        await Task.WhenAll(subjects.Select(subject => Task.Run(async () =>
        {
            await node.Get<RecordRead>().ListAsync("mailboxes", new Actor(ActorKind.ConsoleUser, $"agent-{subject}", Role.Support, null), Ct, subject);
            (await node.QueryAsync(db => db.AuditEntries.CountAsync(e => e.Subject == subject && e.Actor == $"ConsoleUser agent-{subject}"))).ShouldBe(1);
        }, Ct)));
    }

    [Theory, EachDatabase]
    public async Task A_look_is_noted_once_for_each_reader_ticket_and_quarter_of_an_hour(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);
        var mailbox = await node.QueryAsync(db => db.Mailboxes.SingleAsync(m => m.PrimaryAddress == "erika@" + domain));
        var tenant = await node.QueryAsync(db => db.Tenants.Where(t => t.Number == "T-" + domain).Select(t => t.Id).SingleAsync());
        var agent = new Actor(ActorKind.ConsoleUser, "agent", Role.Support, null) { OnBehalfOf = "Erika", Reason = "ticket 1", Source = "192.0.2.7" };
        var get = node.Get<GetMailbox>();

        await get.ExecuteAsync(mailbox.Id, agent, Ct);
        await get.ExecuteAsync(mailbox.Id, agent, Ct);
        var entry = (await EntriesAsync()).ShouldHaveSingleItem();
        (entry.Actor, entry.OnBehalfOf, entry.Reason, entry.Source, entry.TenantId).ShouldBe(("ConsoleUser agent", "Erika", "ticket 1", "192.0.2.7", tenant));
        await get.ExecuteAsync(mailbox.Id, agent with { Reason = "ticket 2" }, Ct);
        await get.ExecuteAsync(mailbox.Id, new Actor(ActorKind.ConsoleUser, "other", Role.Auditor, null), Ct);
        (await EntriesAsync()).Count.ShouldBe(3);
        node.Time.Advance(RecordRead.Quiet);
        await get.ExecuteAsync(mailbox.Id, agent, Ct);
        (await EntriesAsync()).Count.ShouldBe(4);
        await get.ExecuteAsync(mailbox.Id, new Actor(ActorKind.ConsoleUser, "admin", Role.TenantAdmin, tenant), Ct);
        (await EntriesAsync()).Count.ShouldBe(4, "one's own");

        await node.Get<GetTenant>().ExecuteAsync("T-" + domain, agent, Ct);
        (await node.QueryAsync(db => db.AuditEntries.CountAsync(e => e.Action == "read.tenant" && e.Subject == "T-" + domain))).ShouldBe(1);

        await node.Get<GetSubscription>().ExecuteAsync(domain, agent, Ct);
        (await node.QueryAsync(db => db.AuditEntries.SingleAsync(e => e.Action == "read.contract" && e.Subject == domain))).TenantId.ShouldBe(tenant);

        Task<List<AuditEntry>> EntriesAsync() => node.QueryAsync(db => db.AuditEntries.Where(e => e.Action == "read.mailbox" && e.Subject == "erika@" + domain).ToListAsync());
    }

    [Theory, EachDatabase]
    public async Task Who_looks_through_a_list_is_noted_with_what_was_looked_for_and_a_CRM_that_compares_is_not(DatabaseProvider provider)
    {
        var node = await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain)]);
        var agent = new Actor(ActorKind.ConsoleUser, An.Key("agent"), Role.Support, null) { Reason = "ticket 3" };

        await node.Get<SearchMailboxes>().ExecuteAsync(new MailboxFilter("erika@" + domain), new Cut(), agent, Ct);
        await node.Get<SearchMailboxes>().ExecuteAsync(new MailboxFilter("erika@" + domain), new Cut(Last: true), agent, Ct);
        await node.Get<SearchAnything>().ExecuteAsync(domain, agent, Ct);
        await node.Get<SearchTenants>().ExecuteAsync("T-" + domain, new Cut(), agent, Ct);
        await node.Get<GetSubscription>().ListAsync("T-" + domain, new Cut(), agent, Ct);
        await node.Get<GetAddress>().ListAsync(new AddressFilter(Domain: domain), new Cut(), agent, Ct);
        await node.Get<SearchOrders>().ExecuteAsync(new OrderSearch(TenantNumber: "T-" + domain), new Cut(), agent, Ct);
        await node.Get<GetDomain>().ListAsync("", null, new Cut(), agent, Ct);

        var noted = await node.QueryAsync(db => db.AuditEntries.Where(e => e.Actor == "ConsoleUser " + agent.Name).ToListAsync());
        noted.ShouldAllBe(e => e.Reason == "ticket 3");
        noted.Select(e => (e.Action, e.Subject)).ShouldBe(
            [
                ("read.mailboxes", "erika@" + domain), ("read.search", domain), ("read.tenants", "T-" + domain), ("read.contracts", "T-" + domain), ("read.addresses", domain), ("read.orders", "T-" + domain),
                ("read.domains", "*"),
            ], ignoreOrder: true);

        var crm = new Actor(ActorKind.ApiClient, An.Key("crm"), Role.Crm, null);
        await node.Get<SearchMailboxes>().ExecuteAsync(new MailboxFilter("erika@" + domain), new Cut(), crm, Ct);
        (await node.QueryAsync(db => db.AuditEntries.AnyAsync(e => e.Actor == "ApiClient " + crm.Name))).ShouldBeFalse();
        await node.Get<SearchMailboxes>().ExecuteAsync(new MailboxFilter("erika@" + domain), new Cut(), crm with { OnBehalfOf = "agent 7" }, Ct);
        (await node.QueryAsync(db => db.AuditEntries.SingleAsync(e => e.Actor == "ApiClient " + crm.Name))).OnBehalfOf.ShouldBe("agent 7");
    }
}
