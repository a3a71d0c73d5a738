using Microsoft.EntityFrameworkCore;
using Oss.Domain.Persistence;

namespace Oss.Domain.Mailboxes;

/// <summary>A mailbox of a subscription whose mailboxes share storage.</summary>
/// <param name="Id">The mailbox.</param>
/// <param name="CanonicalName">The name that its directory has on disk.</param>
/// <param name="Volume">The volume that holds it.</param>
/// <param name="QuotaBytes">What it may use alone; <see langword="null"/> for no limit.</param>
/// <param name="Allowance">What else it may.</param>
public sealed record PoolMailbox(Guid Id, string CanonicalName, string Volume, long? QuotaBytes, MailboxAllowance Allowance);

/// <summary>Lists the mailboxes of one subscription that have mail on a volume: what they hold counts against its pool.</summary>
public sealed class ListPoolMailboxes(IDbContextFactory<OssDbContext> contexts)
{
    /// <summary>All of them, suspended ones too.</summary>
    public Task<IReadOnlyList<PoolMailbox>> ExecuteAsync(Guid subscriptionId, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync<IReadOnlyList<PoolMailbox>>(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var contract = await db.Subscriptions.AsNoTracking().Include(s => s.Product).FirstOrDefaultAsync(s => s.Id == subscriptionId, cancellationToken);
        if (contract is null)
            return [];

        var allowance = MailboxAllowance.Of(contract);
        var mailboxes = await db.Mailboxes.AsNoTracking()
            .Where(m => m.SubscriptionId == subscriptionId && m.Volume != null && m.State != MailboxState.Terminated && m.State != MailboxState.Purged)
            .Select(m => new { m.Id, Name = m.TreeName ?? m.PrimaryAddress, Volume = m.Volume!, m.QuotaBytes }).ToListAsync(cancellationToken);
        return [.. mailboxes.Select(m => new PoolMailbox(m.Id, m.Name, m.Volume, m.QuotaBytes, allowance))];
    });
}
