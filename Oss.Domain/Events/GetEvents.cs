using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;

namespace Oss.Domain.Events;

/// <summary>An event as any caller sees it.</summary>
/// <param name="Sequence">Its number; the next call asks for what comes after the last one.</param>
/// <param name="At">UTC.</param>
/// <param name="OrderId">The order.</param>
/// <param name="ExternalSystem">The CRM's name.</param>
/// <param name="ExternalId">The CRM's order number.</param>
/// <param name="BatchId">The batch it came in.</param>
/// <param name="From">The state before; absent when the order came to be.</param>
/// <param name="To">The state after.</param>
/// <param name="ErrorCode">Why it is held, failed or was not cancelled.</param>
public sealed record OrderEventView(
    long Sequence, DateTime At, Guid OrderId, string ExternalSystem, string ExternalId, Guid? BatchId, OrderState? From, OrderState To, string? ErrorCode);

/// <summary>Some events, and from where to go on.</summary>
/// <param name="Events">In the order of their numbers.</param>
/// <param name="Next">What to give as <c>after</c> next time: it may be beyond the last event shown, when others are not the caller's.</param>
/// <param name="More">True when there is more now.</param>
public sealed record EventPage(IReadOnlyList<OrderEventView> Events, long Next, bool More);

/// <summary>Lets a CRM pull what happened: everything after the number it knows, without gaps and in order. Reading again from the same number gives the same
/// events.</summary>
public sealed class GetEvents(IDbContextFactory<OssDbContext> contexts, EventSequencer sequencer)
{
    /// <summary>Events looked at in one call.</summary>
    internal const int Window = 5000;

    /// <summary>Events after a number.</summary>
    /// <param name="after">The last number known; 0 for all.</param>
    /// <param name="limit">How many at most, up to <see cref="Page.MaxLimit"/>.</param>
    /// <param name="externalSystem">Only of orders of this system.</param>
    /// <param name="actor">Who reads; sees its own tenant's only.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<EventPage> ExecuteAsync(long after, int limit, string? externalSystem, Actor actor, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(async () =>
        {
            // Whoever is shown few of many events reads on from where this looked: no call reads all there are.
            var newest = await sequencer.AdvanceAsync(cancellationToken);
            var last = Math.Min(newest, Math.Max(after, 0) + Window);
            var wanted = Page.Bound(limit);
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            var events = await db.OrderEvents.AsNoTracking()
                .Where(e => e.Sequence > after && e.Sequence <= last && (actor.TenantId == null || e.TenantId == actor.TenantId)
                    && (externalSystem == null || e.ExternalSystem == externalSystem))
                .OrderBy(e => e.Sequence).Take(wanted + 1).ToListAsync(cancellationToken);
            var full = events.Count > wanted;
            var shown = events.Take(wanted).Select(e => new OrderEventView(
                e.Sequence!.Value, e.At, e.OrderId, e.ExternalSystem, e.ExternalId, e.BatchId, e.From, e.To, e.ErrorCode)).ToList();
            return new EventPage(shown, full ? shown[^1].Sequence : Math.Max(after, last), full || last < newest);
        });
}
