using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Audit;
using Oss.Domain.Demo.Sample;
using Oss.Domain.Domains;
using Oss.Domain.Events;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Domain.Search;
using Oss.Domain.Subscriptions;
using Oss.Domain.Tenants;

namespace Oss.Domain.Demo;

/// <summary>Fills an empty platform with customers that do not exist, as many as a real one has: to see how large a machine must be before there is a customer on it. Only the
/// database is filled; no mailbox has a tree on a volume.</summary>
public sealed class SeedSample(IDbContextFactory<OssDbContext> contexts)
{
    // Rows of one transaction: as many as a server takes in its stride.
    private const int AtOnce = 20_000;

    /// <summary>Fills it.</summary>
    /// <param name="size">How large.</param>
    /// <param name="progress">Told of the mailboxes stored.</param>
    /// <param name="cancellationToken">Ends it between two transactions; what was stored stays.</param>
    /// <exception cref="DomainException">The platform has customers.</exception>
    public Task ExecuteAsync(SampleSize size, IProgress<int>? progress, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await db.Tenants.AnyAsync(cancellationToken))
            throw new DomainException(new DomainError.Conflict(ErrorCodes.AlreadyExists, "The platform has customers; a sample is made on an empty one only."));

        var random = new SampleRandom(size.Seed);
        var (history, rows, stored, ordered) = (new SampleHistory(random), new Rows(), 0, 0);
        foreach (var customer in new SampleCustomers(size, random).All())
        {
            rows.Add(customer);
            foreach (var mailbox in customer.Mailboxes.Where(_ => (long)++stored * size.Orders / size.Mailboxes > ordered))
            {
                rows.Add(history.Of(mailbox, customer.Tenant.Id));
                ordered++;
            }

            if (rows.Count < AtOnce)
                continue;

            await StoreAsync(db, rows, history, cancellationToken);
            progress?.Report(stored);
            rows = new Rows();
        }

        await StoreAsync(db, rows, history, cancellationToken);
        progress?.Report(stored);
        await AnalyseAsync(db, cancellationToken);
    });

    private static async Task StoreAsync(OssDbContext db, Rows rows, SampleHistory history, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var insert = new BulkCopy(db);
        await insert.ExecuteAsync(rows.Tenants, cancellationToken);
        await insert.ExecuteAsync([.. rows.Tenants.SelectMany(t => SearchText.StartsOf(t.SearchName).Distinct().Select(start => new TenantNameStart { TenantId = t.Id, Start = start }))], cancellationToken);
        await insert.ExecuteAsync(rows.Subscriptions, cancellationToken);
        await insert.ExecuteAsync(rows.Domains, cancellationToken);
        await insert.ExecuteAsync(rows.Mailboxes, cancellationToken);
        await insert.ExecuteAsync([.. rows.Mailboxes.SelectMany(m => SearchText.StartsOf(m.SearchName).Distinct().Select(start => new MailboxNameStart { MailboxId = m.Id, Start = start }))], cancellationToken);
        await insert.ExecuteAsync(rows.Addresses, cancellationToken);
        await insert.ExecuteAsync(rows.Orders, cancellationToken);
        await insert.ExecuteAsync([.. rows.Orders.SelectMany(order => order.Items)], cancellationToken);
        await insert.ExecuteAsync(rows.Events, cancellationToken);
        await insert.ExecuteAsync(rows.Entries, cancellationToken);
        await db.EventCounters.ExecuteUpdateAsync(c => c.SetProperty(x => x.Last, history.LastEvent), cancellationToken);
        await db.AuditHeads.ExecuteUpdateAsync(h => h.SetProperty(x => x.Last, history.LastEntry).SetProperty(x => x.Hash, history.Hash), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    // What was an empty table a minute ago is one with two million rows: the optimiser shall know.
    private static async Task AnalyseAsync(OssDbContext db, CancellationToken cancellationToken)
    {
        var tables = db is SqliteOssDbContext ? null : string.Join(", ", db.Model.GetEntityTypes().Select(type => $"`{type.GetTableName()}`").Distinct());
#pragma warning disable EF1002 // Names of the model's own tables.
        await db.Database.ExecuteSqlRawAsync(tables is null ? "ANALYZE" : $"ANALYZE TABLE {tables}", cancellationToken);
#pragma warning restore EF1002
    }

    private sealed class Rows
    {
        public List<Tenant> Tenants { get; } = [];

        public List<Subscription> Subscriptions { get; } = [];

        public List<MailDomain> Domains { get; } = [];

        public List<Mailbox> Mailboxes { get; } = [];

        public List<Address> Addresses { get; } = [];

        public List<Order> Orders { get; } = [];

        public List<OrderEvent> Events { get; } = [];

        public List<AuditEntry> Entries { get; } = [];

        public int Count => Addresses.Count + Orders.Count;

        public void Add(SampleCustomer customer)
        {
            Tenants.Add(customer.Tenant);
            foreach (var subscription in customer.Subscriptions)
            {
                subscription.Counts = customer.Mailboxes.Where(m => m.SubscriptionId == subscription.Id).Select(m => DerivedRows.Of(m.State, m.QuotaBytes))
                    .Concat(customer.Addresses.Where(a => a.SubscriptionId == subscription.Id).Select(a => DerivedRows.Of(a.Kind)))
                    .Aggregate(new SubscriptionCounts(Domains: customer.Domains.Count), (all, one) => all + one);
                Subscriptions.Add(subscription);
            }

            Domains.AddRange(customer.Domains);
            Mailboxes.AddRange(customer.Mailboxes);
            Addresses.AddRange(customer.Addresses);
        }

        public void Add((Order Order, IReadOnlyList<OrderEvent> Events, AuditEntry Entry) done)
        {
            Orders.Add(done.Order);
            Events.AddRange(done.Events);
            Entries.Add(done.Entry);
        }
    }
}
