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

    /// <summary>Some of those that the actor may see, the newest first.</summary>
    /// <param name="olderThan">The last one of the part before.</param>
    /// <param name="limit">Rows wanted, at most <see cref="Page.MaxLimit"/>.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Part<OrderBatchView>> PartAsync(Guid? olderThan, int limit, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = db.OrderBatches.AsNoTracking().Where(b => actor.TenantId == null || b.TenantId == actor.TenantId);
        if (olderThan is { } id && await found.Where(b => b.Id == id).Select(b => (DateTime?)b.SubmittedAt).FirstOrDefaultAsync(cancellationToken) is { } before)
            found = found.Where(b => b.SubmittedAt < before || (b.SubmittedAt == before && b.Id.CompareTo(id) < 0));
        var views = new List<OrderBatchView>();
        foreach (var batch in await found.OrderByDescending(b => b.SubmittedAt).ThenByDescending(b => b.Id).Take(Page.Bound(limit) + 1).ToListAsync(cancellationToken))
            views.Add(await ViewAsync(db, batch, cancellationToken));
        return Part<OrderBatchView>.Of(views, limit, view => view.Id.ToString());
    });

    /// <summary>Some of a batch's orders, as they were given.</summary>
    /// <param name="id">The batch.</param>
    /// <param name="state">Only those in this state.</param>
    /// <param name="after">The last place of the part before; 0 for the first.</param>
    /// <param name="limit">Rows wanted, at most <see cref="Page.MaxLimit"/>.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<Part<OrderView>> OrdersPartAsync(Guid id, OrderState? state, int after, int limit, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.OrderBatches.AnyAsync(b => b.Id == id && (actor.TenantId == null || b.TenantId == actor.TenantId), cancellationToken))
            throw new DomainException(new DomainError.NotFound("batch", id.ToString()));

        var rows = await db.Orders.AsNoTracking().Where(o => o.BatchId == id && (state == null || o.State == state) && o.BatchPosition > after)
            .OrderBy(o => o.BatchPosition).Take(Page.Bound(limit) + 1).Include(o => o.Items).AsSplitQuery().ToListAsync(cancellationToken);
        var part = Part<Order>.Of(rows, limit, o => o.BatchPosition.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return new Part<OrderView>([.. part.Items.Select(o => o.ToView())], part.Next);
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
