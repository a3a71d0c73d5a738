using Microsoft.EntityFrameworkCore;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Persistence;
using Oss.Domain.Trace;
using Xunit;

namespace Oss.Tests.Domain.Trace;

/// <summary>A tenant with the domain and a mailbox, <c>erika</c>, that has the alias <c>info</c>.</summary>
internal sealed record Customer(DomainNode Node, string Domain, Guid Tenant, Guid Mailbox)
{
    public Actor Admin => new(ActorKind.ConsoleUser, "admin of " + Domain, Role.TenantAdmin, Tenant);

    public DateTime Now => Node.Time.GetUtcNow().UtcDateTime;

    public static async Task<Customer> CreateAsync(DomainFixture databases, DatabaseProvider provider, DomainNode? node = null)
    {
        node ??= await databases.NodeOnAsync(provider);
        var domain = An.Key() + ".example";
        await node.SubmitAsync([.. An.Customer(domain), An.Mailbox("erika@" + domain), An.Alias("info@" + domain, "erika@" + domain)]);
        var mailbox = await node.QueryAsync(db => db.Mailboxes.Where(m => m.PrimaryAddress == "erika@" + domain).Select(m => new { m.Id, m.Subscription.TenantId }).SingleAsync());
        return new Customer(node, domain, mailbox.TenantId, mailbox.Id);
    }

    public TracedMessage Told(string sender, string recipient, params TraceEvent[] events) => new(Guid.CreateVersion7(Node.Time.GetUtcNow()), Guid.NewGuid(), sender, recipient, events);

    public Task WriteAsync(params TracedMessage[] told) => Node.Get<RecordTrace>().ExecuteAsync(told, TestContext.Current.CancellationToken);

    public Task<Slice<TraceRow>> FindAsync(TraceSearch search, Actor actor, Cut? cut = null) => Node.Get<SearchTrace>().ExecuteAsync(search, cut ?? new Cut(), actor, TestContext.Current.CancellationToken);

    public Task<IReadOnlyList<TracedRecipient>> OwnAsync(Guid message) => Node.Get<GetTracedMessage>().ExecuteAsync(message, Admin, TestContext.Current.CancellationToken);
}
