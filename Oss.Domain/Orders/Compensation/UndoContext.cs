using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Orders.Compensation;

/// <summary>What an inverse works on.</summary>
internal sealed class UndoContext(OssDbContext db, DateTime now)
{
    public OssDbContext Db => db;

    public DateTime Now => now;

    public async Task<Subscription> SubscriptionAsync(Guid id, CancellationToken cancellationToken)
    {
        var subscription = await db.Subscriptions.Include(s => s.Tenant).Include(s => s.Product).SingleAsync(s => s.Id == id, cancellationToken);
        // Counting and changing are one only while nobody else counts: the version says so.
        if (db.Entry(subscription).State == EntityState.Unchanged)
            db.Entry(subscription).State = EntityState.Modified;
        return subscription;
    }

    public async Task<MailDomain> DomainAsync(Guid id, CancellationToken cancellationToken) =>
        await db.MailDomains.FirstOrDefaultAsync(d => d.Id == id, cancellationToken) ?? throw new CannotUndoException("The domain is no longer there.");

    public async Task<Mailbox> MailboxAsync(Guid id, CancellationToken cancellationToken) =>
        await db.Mailboxes.Include(m => m.Addresses).SingleAsync(m => m.Id == id, cancellationToken);

    /// <summary>What comes back needs room under the product's limits.</summary>
    public static void EnsureRoom(Subscription subscription, SubscriptionCounts added)
    {
        if (subscription.TerminatedAt is not null)
            throw new CannotUndoException($"The subscription '{subscription.ContractNumber}' has ended meanwhile.");

        var after = subscription.Counts + added;
        if (after.Domains > subscription.LimitOf(ProductLimit.Domains) || after.Mailboxes > subscription.LimitOf(ProductLimit.Mailboxes)
            || after.Aliases > subscription.LimitOf(ProductLimit.Aliases) || after.QuotaBytes > subscription.LimitOf(ProductLimit.QuotaTotal))
            throw new CannotUndoException($"What it freed is used otherwise: the limits of '{subscription.ContractNumber}' leave no room.");
    }

    /// <summary>Addresses that come back are nobody's, or freed by the same subscription.</summary>
    public async Task TakeBackAsync(IReadOnlyCollection<string> addresses, Guid subscriptionId, CancellationToken cancellationToken)
    {
        var there = await db.Addresses.Where(a => addresses.Contains(a.Value)).ToListAsync(cancellationToken);
        if (there.FirstOrDefault(a => a.Kind != AddressKind.Quarantined || a.SubscriptionId != subscriptionId) is { } taken)
            throw new CannotUndoException($"The address '{taken.Value}' was taken meanwhile.");

        db.Addresses.RemoveRange(there);
        await db.SaveChangesAsync(cancellationToken);
    }
}
