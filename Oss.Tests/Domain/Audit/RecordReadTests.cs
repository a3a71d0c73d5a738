using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Mailboxes;
using Oss.Domain.Persistence;
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

        Task<List<AuditEntry>> EntriesAsync() => node.QueryAsync(db => db.AuditEntries.Where(e => e.Action == "read.mailbox" && e.Subject == "erika@" + domain).ToListAsync());
    }
}
