using Microsoft.EntityFrameworkCore;
using Oss.Domain.Persistence;

namespace Oss.Domain.Events;

/// <summary>Gives numbers to events that are committed: one node at a time, in one transaction with the counter, so that what a reader sees has no gap and never
/// grows in the middle. No order waits for it.</summary>
public sealed class EventSequencer(IDbContextFactory<OssDbContext> contexts)
{
    private const int AtOnce = 1000;

    /// <summary>Numbers all that is committed by now.</summary>
    /// <returns>The last number given.</returns>
    public async Task<long> AdvanceAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (!await db.OrderEvents.AnyAsync(e => e.Sequence == null, cancellationToken))
                return await db.EventCounters.Select(c => c.Last).SingleAsync(cancellationToken);

            await NumberAsync(db, cancellationToken);
        }
    }

    private static async Task NumberAsync(OssDbContext db, CancellationToken cancellationToken)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, cancellationToken);
        // The write comes first: it is the lock.
        await db.EventCounters.ExecuteUpdateAsync(c => c.SetProperty(x => x.Last, x => x.Last + 0), cancellationToken);
        var counter = await db.EventCounters.SingleAsync(cancellationToken);
        foreach (var waiting in await db.OrderEvents.Where(e => e.Sequence == null).OrderBy(e => e.Id).Take(AtOnce).ToListAsync(cancellationToken))
            waiting.Sequence = ++counter.Last;

        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
