using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders.Batches;

/// <summary>Looks up batches.</summary>
public sealed class GetBatch(IDbContextFactory<OssDbContext> contexts)
{
    /// <summary>How far a batch is.</summary>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<OrderBatchView> ExecuteAsync(Guid id, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var batch = await db.OrderBatches.AsNoTracking().FirstOrDefaultAsync(b => b.Id == id && (actor.TenantId == null || b.TenantId == actor.TenantId), cancellationToken)
            ?? throw new DomainException(new DomainError.NotFound("batch", id.ToString()));
        return await ViewAsync(db, batch, cancellationToken);
    });

    /// <summary>A page of batches, the newest first.</summary>
    public Task<Page<OrderBatchView>> ListAsync(int offset, int limit, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var visible = db.OrderBatches.AsNoTracking().Where(b => actor.TenantId == null || b.TenantId == actor.TenantId);
        var (views, total) = (new List<OrderBatchView>(), await visible.CountAsync(cancellationToken));
        foreach (var batch in await visible.OrderByDescending(b => b.SubmittedAt).ThenByDescending(b => b.Id).Skip(Math.Max(0, offset)).Take(Page.Bound(limit)).ToListAsync(cancellationToken))
            views.Add(await ViewAsync(db, batch, cancellationToken));
        return new Page<OrderBatchView>(views, total);
    });

    /// <summary>A page of a batch's orders, as they were given.</summary>
    public Task<Page<OrderView>> OrdersAsync(Guid id, OrderState? state, int offset, int limit, Actor actor, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(async () =>
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (!await db.OrderBatches.AnyAsync(b => b.Id == id && (actor.TenantId == null || b.TenantId == actor.TenantId), cancellationToken))
                throw new DomainException(new DomainError.NotFound("batch", id.ToString()));

            var orders = db.Orders.AsNoTracking().Where(o => o.BatchId == id && (state == null || o.State == state));
            var rows = await orders.OrderBy(o => o.BatchPosition).Skip(Math.Max(0, offset)).Take(Page.Bound(limit)).Include(o => o.Items).AsSplitQuery().ToListAsync(cancellationToken);
            return new Page<OrderView>([.. rows.Select(o => o.ToView())], await orders.CountAsync(cancellationToken));
        });

    internal static async Task<OrderBatchView> ViewAsync(OssDbContext db, OrderBatch batch, CancellationToken cancellationToken)
    {
        var states = await db.Orders.Where(o => o.BatchId == batch.Id).GroupBy(o => o.State).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return new OrderBatchView(
            batch.Id, batch.ExternalSystem, batch.ExternalId, batch.SubmittedBy, batch.SubmittedAt, batch.Orders, states,
            states.Where(state => OrderTransitions.IsEnd(state.Key)).Sum(state => state.Value));
    }
}
