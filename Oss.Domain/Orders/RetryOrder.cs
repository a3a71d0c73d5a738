using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders;

/// <summary>Goes on at once with an order that is held, or again with what is not done of one that failed: an operator's decision.</summary>
public sealed class RetryOrder(IDbContextFactory<OssDbContext> contexts, OrderExecution execution, OrderLease lease, OrdersAtWork atWork, TimeProvider time)
{
    /// <summary>Tries again, and waits for the end.</summary>
    /// <exception cref="DomainException">There is none that the actor may see, the actor is no operator and no CRM, or the order is in another state.</exception>
    public async Task<OrderView> ExecuteAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        var order = await FindOrder.OnceMoreAsync(() => AskAsync(id, actor, cancellationToken));
        return await lease.TryTakeAsync(id, cancellationToken)
            ? await atWork.RunAsync(order, () => execution.ContinueAsync(id, CancellationToken.None), TimeSpan.FromSeconds(OrderLimits.WaitSeconds))
            : order;
    }

    private async Task<OrderView> AskAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var order = await db.FindOrderAsync(id, actor, cancellationToken);
        if (actor.Role is not (Role.Operator or Role.Crm))
            throw new DomainException(new DomainError.Forbidden("Only operators and CRM systems try orders again."));
        if (order.State is not (OrderState.Held or OrderState.Failed or OrderState.Partial or OrderState.Rejected) || order.Content is null)
            throw new DomainException(new DomainError.Conflict(ErrorCodes.OrderState, $"An order that is {order.State} cannot be tried again."));

        var now = time.GetUtcNow().UtcDateTime;
        order.Retry(now);
        db.AuditEntries.Add(AuditEntry.OfOrder(order, actor, "order.retry", "Tried again.", now));
        await db.SaveChangesAsync(cancellationToken);
        return order.ToView();
    }
}
