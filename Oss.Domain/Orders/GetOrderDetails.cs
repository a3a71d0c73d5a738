using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders;

/// <summary>An order as the console shows it: with the customer it is about and the mailboxes its items lead to.</summary>
/// <param name="Order">The order.</param>
/// <param name="TenantId">The customer, when it is about one.</param>
/// <param name="TenantNumber">The customer, when it is about one.</param>
/// <param name="TenantName">The customer, when it is about one.</param>
/// <param name="Mailboxes">Ids of mailboxes, by the position of the item.</param>
/// <param name="RetryAt">When a held order is tried again, UTC.</param>
/// <param name="Attempts">How often the mail platform could not be reached.</param>
public sealed record OrderDetails(
    OrderView Order, Guid? TenantId, string? TenantNumber, string? TenantName, IReadOnlyDictionary<int, Guid> Mailboxes, DateTime? RetryAt, int Attempts);

/// <summary>Looks up one order with what it leads to.</summary>
public sealed class GetOrderDetails(IDbContextFactory<OssDbContext> contexts)
{
    /// <summary>By the platform's id.</summary>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<OrderDetails> ExecuteAsync(Guid id, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var order = await db.Orders.AsNoTracking().Include(o => o.Items)
            .FirstOrDefaultAsync(o => o.Id == id && (actor.TenantId == null || o.TenantId == actor.TenantId), cancellationToken)
            ?? throw new DomainException(new DomainError.NotFound("order", id.ToString()));
        var tenant = order.TenantId is { } of ? await db.Tenants.AsNoTracking().FirstOrDefaultAsync(t => t.Id == of, cancellationToken) : null;
        return new OrderDetails(
            order.ToView(), tenant?.Id, tenant?.Number, tenant?.Name,
            order.Items.Where(i => i.MailboxId is not null).ToDictionary(i => i.Position, i => i.MailboxId!.Value),
            order.State == OrderState.Held ? order.LeasedUntil : null, order.Attempts);
    });
}
