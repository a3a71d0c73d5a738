using Microsoft.EntityFrameworkCore;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders.Planning;
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

    public async Task<SubscriptionCounts> CountsAsync(Subscription subscription, CancellationToken cancellationToken) =>
        (await SubscriptionCounts.LoadAsync(db, [subscription.Id], cancellationToken))[subscription.Id];

    /// <summary>What comes back needs room under the product's limits.</summary>
    public async Task EnsureRoomAsync(Subscription subscription, SubscriptionCounts added, CancellationToken cancellationToken)
    {
        if (subscription.TerminatedAt is not null)
            throw new CannotUndoException($"The subscription '{subscription.ContractNumber}' has ended meanwhile.");

        var (product, after) = (subscription.Product, await CountsAsync(subscription, cancellationToken) + added);
        if (after.Domains > product.MaxDomains || after.Mailboxes > product.MaxMailboxes || after.Aliases > product.MaxAliases || after.QuotaBytes > product.TotalQuotaBytes)
            throw new CannotUndoException($"What it freed is used otherwise: the limits of '{product.Code}' leave no room.");
    }

    public async Task EnsureFreeAsync(IReadOnlyCollection<string> addresses, CancellationToken cancellationToken)
    {
        var taken = await db.Addresses.Where(a => addresses.Contains(a.Value)).Select(a => a.Value).FirstOrDefaultAsync(cancellationToken);
        if (taken is not null)
            throw new CannotUndoException($"The address '{taken}' was taken meanwhile.");
    }
}
