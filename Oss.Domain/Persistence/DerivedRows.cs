using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Search;
using Oss.Domain.Subscriptions;
using Oss.Domain.Tenants;

namespace Oss.Domain.Persistence;

/// <summary>What follows from other rows and is stored all the same, because reading it each time would read thousands: the counts of a subscription, and the beginnings by which names are
/// found. It follows in the transaction of the change, whoever makes it; a statement that bypasses the change tracker must not touch what is counted here.</summary>
internal static class DerivedRows
{
    public static async Task FollowAsync(OssDbContext db, CancellationToken cancellationToken)
    {
        await FollowCountsAsync(db, cancellationToken);
        foreach (var entry in Changed<Mailbox>(db).Where(entry => entry.State == EntityState.Added || entry.Property(m => m.SearchName).IsModified))
        {
            var id = entry.Entity.Id;
            await FollowNamesAsync(
                db.MailboxNameStarts, entry, db.MailboxNameStarts.Where(n => n.MailboxId == id), n => n.Start, entry.Entity.SearchName, start => new MailboxNameStart { MailboxId = id, Start = start }, cancellationToken);
        }

        foreach (var entry in Changed<Tenant>(db).Where(entry => entry.State == EntityState.Added || entry.Property(t => t.SearchName).IsModified))
        {
            var id = entry.Entity.Id;
            await FollowNamesAsync(
                db.TenantNameStarts, entry, db.TenantNameStarts.Where(n => n.TenantId == id), n => n.Start, entry.Entity.SearchName, start => new TenantNameStart { TenantId = id, Start = start }, cancellationToken);
        }
    }

    /// <summary>What a mailbox counts.</summary>
    public static SubscriptionCounts Of(MailboxState state, long? quota) =>
        state is MailboxState.Terminated or MailboxState.Purged ? default : new SubscriptionCounts(Mailboxes: 1, QuotaBytes: quota ?? 0);

    /// <summary>What an address counts.</summary>
    public static SubscriptionCounts Of(AddressKind kind) => kind is AddressKind.Mailbox or AddressKind.Quarantined ? default : new SubscriptionCounts(Aliases: 1);

    private static async Task FollowCountsAsync(OssDbContext db, CancellationToken cancellationToken)
    {
        var changes = new Dictionary<Guid, SubscriptionCounts>();
        foreach (var entry in Changed<Mailbox>(db))
            Note(entry, entry.Entity.SubscriptionId, Of(entry.Property(m => m.State).OriginalValue, entry.Property(m => m.QuotaBytes).OriginalValue), Of(entry.Entity.State, entry.Entity.QuotaBytes));
        foreach (var entry in Changed<Address>(db))
            Note(entry, entry.Entity.SubscriptionId, Of(entry.Property(a => a.Kind).OriginalValue), Of(entry.Entity.Kind));
        foreach (var entry in Changed<MailDomain>(db))
            Note(entry, entry.Entity.SubscriptionId, new SubscriptionCounts(Domains: 1), new SubscriptionCounts(Domains: 1));

        foreach (var (id, change) in changes.Where(change => change.Value != default))
        {
            var subscription = await db.Subscriptions.FindAsync([id], cancellationToken) ?? throw new InvalidOperationException($"There is no subscription {id}.");
            // From what is stored, and not from what is there: a save that is tried again counts once.
            subscription.Counts = Stored(db.Entry(subscription)) + change;
        }

        void Note(EntityEntry entry, Guid subscription, SubscriptionCounts before, SubscriptionCounts after) =>
            changes[subscription] = changes.GetValueOrDefault(subscription) + (entry.State == EntityState.Deleted ? default : after) - (entry.State == EntityState.Added ? default : before);
    }

    private static SubscriptionCounts Stored(EntityEntry<Subscription> entry)
    {
        if (entry.State == EntityState.Added)
            return default;

        var counts = entry.ComplexProperty(s => s.Counts);
        return new SubscriptionCounts(
            counts.Property(c => c.Domains).OriginalValue, counts.Property(c => c.Mailboxes).OriginalValue, counts.Property(c => c.Aliases).OriginalValue, counts.Property(c => c.QuotaBytes).OriginalValue);
    }

    private static async Task FollowNamesAsync<T>(
        DbSet<T> set, EntityEntry entry, IQueryable<T> stored, Func<T, string> start, string? name, Func<string, T> make, CancellationToken cancellationToken)
        where T : class
    {
        var wanted = SearchText.StartsOf(name).ToHashSet();
        if (entry.State != EntityState.Added)
        {
            var there = await stored.ToListAsync(cancellationToken);
            set.RemoveRange(there.Where(one => !wanted.Contains(start(one))));
            wanted.ExceptWith(there.Select(start));
        }

        set.AddRange(wanted.Select(make));
    }

    private static List<EntityEntry<T>> Changed<T>(OssDbContext db)
        where T : class => [.. db.ChangeTracker.Entries<T>().Where(entry => entry.State is EntityState.Added or EntityState.Modified or EntityState.Deleted)];
}
