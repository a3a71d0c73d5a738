using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Oss.Domain.Persistence;

namespace Oss.Domain.Audit;

/// <summary>Seals entries that are committed: one node at a time, in one transaction with the head of the chain. No order waits for it.</summary>
public sealed class AuditSealer(IDbContextFactory<OssDbContext> contexts, AuditSigningKey key, IOptions<AuditOptions> options, TimeProvider time)
{
    private const int AtOnce = 500;

    /// <summary>Seals all that is committed by now, and signs a checkpoint when one is due.</summary>
    /// <returns>How many entries were sealed.</returns>
    public async Task<int> AdvanceAsync(CancellationToken cancellationToken)
    {
        for (var total = 0; ;)
        {
            var (taken, checkpoint) = await SealAsync(cancellationToken);
            if (checkpoint is not null && options.Value.AnchorPath is { Length: > 0 } anchor)
                await File.AppendAllTextAsync(anchor, $"{checkpoint}\n", cancellationToken);
            total += taken;
            if (taken < AtOnce)
                return total;
        }
    }

    private async Task<(int Taken, AuditCheckpoint? Checkpoint)> SealAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.AuditEntries.AnyAsync(e => e.Sequence == null, cancellationToken) && !await IsDueAsync(db, cancellationToken))
            return (0, null);

        await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, cancellationToken);
        // The write comes first: it is the lock.
        await db.AuditHeads.ExecuteUpdateAsync(h => h.SetProperty(x => x.Last, x => x.Last + 0), cancellationToken);
        var head = await db.AuditHeads.SingleAsync(cancellationToken);
        var entries = await db.AuditEntries.Where(e => e.Sequence == null).OrderBy(e => e.At).ThenBy(e => e.Id).Take(AtOnce).ToListAsync(cancellationToken);
        foreach (var entry in entries)
        {
            (entry.Sequence, entry.Salt) = (++head.Last, AuditChain.NewSalt());
            entry.Digest = AuditChain.DigestOf(entry);
            entry.Hash = head.Hash = AuditChain.HashOf(head.Hash, entry);
        }

        AuditCheckpoint? checkpoint = null;
        if (await IsDueAsync(db, head, cancellationToken))
            db.AuditCheckpoints.Add(checkpoint = key.Sign(head.Last, head.Hash, Whole(time.GetUtcNow().UtcDateTime)));
        await db.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return (entries.Count, checkpoint);
    }

    private async Task<bool> IsDueAsync(OssDbContext db, CancellationToken cancellationToken) =>
        await IsDueAsync(db, await db.AuditHeads.AsNoTracking().SingleAsync(cancellationToken), cancellationToken);

    private async Task<bool> IsDueAsync(OssDbContext db, AuditHead head, CancellationToken cancellationToken)
    {
        var last = await db.AuditCheckpoints.AsNoTracking().OrderByDescending(c => c.Sequence).Select(c => new { c.Sequence, c.At }).FirstOrDefaultAsync(cancellationToken);
        var since = head.Last - (last?.Sequence ?? 0);
        return since >= options.Value.CheckpointEntries || (since > 0 && (last is null || time.GetUtcNow().UtcDateTime - last.At >= options.Value.CheckpointInterval));
    }

    private static DateTime Whole(DateTime at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc);
}
