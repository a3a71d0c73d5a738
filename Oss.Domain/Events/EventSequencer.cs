using System.Text.Json;
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
        var last = await db.EventCounters.Select(c => c.Last).SingleAsync(cancellationToken);
        var waiting = await db.OrderEvents.Where(e => e.Sequence == null).OrderBy(e => e.Id).Take(AtOnce).Select(e => e.Id).ToListAsync(cancellationToken);
        if (waiting.Count == 0)
            return;

        await NumberAsync(db, waiting, last, cancellationToken);
        await db.EventCounters.ExecuteUpdateAsync(c => c.SetProperty(x => x.Last, last + waiting.Count), cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    // One statement for all, and by the ids that were read: a statement that looked for them itself would wait for orders that are not committed.
    private static async Task NumberAsync(OssDbContext db, List<long> ids, long last, CancellationToken cancellationToken)
    {
        var list = JsonSerializer.Serialize(ids);
        var numbered = db is MySqlOssDbContext
            ? await db.Database.ExecuteSqlAsync(
                $"UPDATE OrderEvents e JOIN JSON_TABLE({list}, '$[*]' COLUMNS (Position FOR ORDINALITY, Id BIGINT PATH '$')) j ON j.Id = e.Id SET e.Sequence = {last} + j.Position", cancellationToken)
            : await db.Database.ExecuteSqlAsync($"UPDATE OrderEvents SET Sequence = {last} + 1 + j.key FROM json_each({list}) j WHERE OrderEvents.Id = j.value", cancellationToken);
        if (numbered != ids.Count)
            throw new InvalidOperationException($"{numbered} events were given numbers of {ids.Count}.");
    }
}
