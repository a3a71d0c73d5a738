using System.Globalization;
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

    /// <summary>A part of a batch's orders, as they were given.</summary>
    /// <param name="id">The batch.</param>
    /// <param name="state">Only those in this state.</param>
    /// <param name="cut">Which part.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<Slice<OrderView>> OrdersAsync(Guid id, OrderState? state, Cut cut, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.OrderBatches.AnyAsync(b => b.Id == id && (actor.TenantId == null || b.TenantId == actor.TenantId), cancellationToken))
            throw new DomainException(new DomainError.NotFound("batch", id.ToString()));

        var found = db.Orders.AsNoTracking().Where(o => o.BatchId == id && (state == null || o.State == state));
        if (int.TryParse(cut.From, NumberStyles.None, CultureInfo.InvariantCulture, out var place))
            found = cut.Backwards ? found.Where(o => o.BatchPosition < place) : found.Where(o => o.BatchPosition > place);
        found = cut.Backwards ? found.OrderByDescending(o => o.BatchPosition) : found.OrderBy(o => o.BatchPosition);
        return cut.Slice(await found.Take(cut.ToRead).Include(o => o.Items).AsSplitQuery().ToListAsync(cancellationToken), o => o.BatchPosition.ToString(CultureInfo.InvariantCulture))
            .Of(o => o.ToView());
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
