using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders;

/// <summary>Cancels an order that has not come to its end: what was done is undone, in reverse. After the milestone it is denied with the reason.</summary>
public sealed class CancelOrder(IDbContextFactory<OssDbContext> contexts, OrderExecution execution, OrderLease lease, OrdersAtWork atWork, TimeProvider time)
{
    /// <summary>Asks for the cancellation, and waits for its end.</summary>
    /// <param name="id">The order.</param>
    /// <param name="reason">Why, for the record.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Ends the request, not the cancellation.</param>
    /// <returns>The order: cancelled, still assessing while another node has it in work, or partial when not everything could be undone.</returns>
    /// <exception cref="DomainException">There is none that the actor may see, it has ended, or something was done that cannot be undone.</exception>
    public async Task<OrderView> ExecuteAsync(Guid id, string? reason, Actor actor, CancellationToken cancellationToken)
    {
        var order = await FindOrder.OnceMoreAsync(() => AskAsync(id, reason, actor, cancellationToken));
        return await lease.TryTakeAsync(id, cancellationToken)
            ? await atWork.RunAsync(order, () => execution.ContinueAsync(id, CancellationToken.None), TimeSpan.FromSeconds(OrderLimits.WaitSeconds))
            : order;
    }

    private async Task<OrderView> AskAsync(Guid id, string? reason, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var order = await db.FindOrderAsync(id, actor, cancellationToken);
        if (actor.Role == Role.Auditor)
            throw new DomainException(new DomainError.Forbidden("This role may not cancel orders."));
        if (order.State is OrderState.AssessingCancellation or OrderState.PendingCancellation or OrderState.Cancelled)
            return order.ToView();
        if (OrderTransitions.IsEnd(order.State))
            throw new DomainException(new DomainError.Conflict(ErrorCodes.OrderState, $"The order is {order.State} since {order.CompletedAt:u}; there is nothing left to cancel."));
        if (order.PointOfNoReturnAt is { } milestone)
            throw new DomainException(new DomainError.Conflict(ErrorCodes.PointOfNoReturn, $"At {milestone:u} something was done that cannot be undone."));

        var now = time.GetUtcNow().UtcDateTime;
        order.AssessCancellation(now);
        db.AuditEntries.Add(AuditEntry.OfOrder(order, actor, "order.cancel", reason is null ? "Cancellation asked for." : $"Cancellation asked for: {reason}", now));
        await db.SaveChangesAsync(cancellationToken);
        return order.ToView();
    }
}
