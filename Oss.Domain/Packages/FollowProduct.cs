using Microsoft.EntityFrameworkCore;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;

namespace Oss.Domain.Packages;

/// <summary>
/// Has whoever has a product follow its change: in one statement each, for half a million mailboxes may. The version of each contract's row is raised first: an order that was
/// planned under the former limits has then lost its race and is planned again; and whoever has more than allowed is counted again behind that barrier.
/// </summary>
/// <param name="ProductId">The product.</param>
/// <param name="Quota">What each mailbox has from now on that has no quota of its own.</param>
/// <param name="QuotaChanges">Whether that is another than before.</param>
/// <param name="Checked">What changes, and nothing else, when nobody may have more than allowed; <see langword="null"/> when that is no matter.</param>
internal sealed record FollowProduct(Guid ProductId, long? Quota, bool QuotaChanges, ProductItemRequest? Checked = null)
{
    /// <exception cref="DbUpdateConcurrencyException">Somebody got more than allowed since the order was planned.</exception>
    public async Task ExecuteAsync(OssDbContext db, CancellationToken ct)
    {
        await BarAsync(db, ProductId, ct);
        if (Checked is not null && await ProductImpact.LoadAsync(db, Checked, ct, isSaved: true) is { IsExceeded: true })
            throw new DbUpdateConcurrencyException("A contract got more meanwhile than its product allows from now on.");
        if (!QuotaChanges)
            return;

        var (quota, owning) = (Quota, ProductImpact.Owning(db, ProductLimit.QuotaPerMailbox));
        await db.Mailboxes
            .Where(m => !m.HasOwnQuota && m.State != MailboxState.Terminated && m.State != MailboxState.Purged
                && db.Subscriptions.Any(s => s.Id == m.SubscriptionId && s.ProductId == ProductId) && !owning.Contains(m.SubscriptionId))
            .ExecuteUpdateAsync(set => set.SetProperty(m => m.QuotaBytes, quota).SetProperty(m => m.Version, m => m.Version + 1), ct);

        // What a contract's mailboxes are allowed together is kept in its row: summed anew, for no tracked save has followed.
        await db.Subscriptions.Where(s => s.ProductId == ProductId).ExecuteUpdateAsync(set => set.SetProperty(
            s => s.Counts.QuotaBytes,
            s => db.Mailboxes.Where(m => m.SubscriptionId == s.Id && m.State != MailboxState.Terminated && m.State != MailboxState.Purged).Sum(m => m.QuotaBytes ?? 0)), ct);
    }

    /// <summary>Has every order lose its race that was planned on the product as it was: what is counted afterwards in the same transaction stays true until it ends.</summary>
    public static Task BarAsync(OssDbContext db, Guid product, CancellationToken ct) =>
        db.Subscriptions.Where(s => s.ProductId == product && s.TerminatedAt == null).ExecuteUpdateAsync(set => set.SetProperty(s => s.Version, s => s.Version + 1), ct);
}
