using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders;

/// <summary>Looks up stored orders.</summary>
public sealed class GetOrder(IDbContextFactory<OssDbContext> contexts)
{
    /// <summary>By the platform's id.</summary>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<OrderView> ByIdAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(() => FindAsync(o => o.Id == id, id.ToString(), actor, cancellationToken));

    /// <summary>By the CRM's name and number.</summary>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<OrderView> ByExternalIdAsync(string externalSystem, string externalId, Actor actor, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(() =>
            FindAsync(o => o.ExternalSystem == externalSystem && o.ExternalId == externalId, $"{externalSystem}/{externalId}", actor, cancellationToken));

    /// <summary>The content of an order that has not come to its end, to be amended in parts; its passwords are hashed.</summary>
    /// <exception cref="DomainException">There is none that the actor may see, or nothing of it is left to amend.</exception>
    public Task<OrderRequest> ContentAsync(Guid id, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var order = await db.Orders.AsNoTracking().FirstOrDefaultAsync(o => o.Id == id && (actor.TenantId == null || o.TenantId == actor.TenantId), cancellationToken)
            ?? throw new DomainException(new DomainError.NotFound("order", id.ToString()));
        return order.Content is null
            ? throw new DomainException(new DomainError.Conflict(ErrorCodes.OrderState, $"An order that is {order.State} cannot be amended."))
            : new OrderRequest(order.ExternalSystem, order.ExternalId, OrderContent.Read(order), order.OnFailure, order.RequestedStart);
    });

    private async Task<OrderView> FindAsync(Expression<Func<Order, bool>> key, string shown, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var order = await db.Orders.AsNoTracking().Include(o => o.Items).Where(key)
            .FirstOrDefaultAsync(o => actor.TenantId == null || o.TenantId == actor.TenantId, cancellationToken);
        return order?.ToView() ?? throw new DomainException(new DomainError.NotFound("order", shown));
    }
}
