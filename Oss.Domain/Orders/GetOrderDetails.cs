using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders;

/// <summary>An order as the console shows it: with the customer it is about, the mailboxes its items lead to, and how it came to stand where it stands.</summary>
/// <param name="Order">The order.</param>
/// <param name="TenantId">The customer, when it is about one.</param>
/// <param name="TenantNumber">The customer, when it is about one.</param>
/// <param name="TenantName">The customer, when it is about one.</param>
/// <param name="Mailboxes">Ids of mailboxes, by the position of the item.</param>
/// <param name="Course">Its states one after the other.</param>
/// <param name="HasContent">Whether its content is still kept, without which it cannot be tried again.</param>
public sealed record OrderDetails(
    OrderView Order, Guid? TenantId, string? TenantNumber, string? TenantName, IReadOnlyDictionary<int, Guid> Mailboxes, IReadOnlyList<OrderStep> Course, bool HasContent)
{
    /// <summary>Whether it can be cancelled now: it has not ended, nobody asked before, and nothing was done that cannot be undone.</summary>
    public bool IsCancellable => !OrderTransitions.IsEnd(Order.State) && Order is { PointOfNoReturnAt: null, State: not (OrderState.AssessingCancellation or OrderState.PendingCancellation) };

    /// <summary>Whether an operator can try it again.</summary>
    public bool IsRetryable => HasContent && Order.State is OrderState.Held or OrderState.Failed or OrderState.Partial or OrderState.Rejected;
}

/// <summary>One change of an order's state.</summary>
/// <param name="At">UTC.</param>
/// <param name="State">The state since then.</param>
/// <param name="ErrorCode">Why, when something was wrong.</param>
public sealed record OrderStep(DateTime At, OrderState State, string? ErrorCode);

/// <summary>Looks up one order with what it leads to.</summary>
public sealed class GetOrderDetails(IDbContextFactory<OssDbContext> contexts, RecordRead read)
{
    /// <summary>Steps shown of an order's course: one that was held for a week has thousands.</summary>
    private const int StepsShown = 50;

    /// <summary>By the platform's id.</summary>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<OrderDetails> ExecuteAsync(Guid id, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var order = await db.Orders.AsNoTracking().Include(o => o.Items)
            .FirstOrDefaultAsync(o => o.Id == id && (actor.TenantId == null || o.TenantId == actor.TenantId), cancellationToken)
            ?? throw new DomainException(new DomainError.NotFound("order", id.ToString()));
        await read.ExecuteAsync("order", $"{order.ExternalSystem}/{order.ExternalId}", order.TenantId, actor, cancellationToken);
        var tenant = order.TenantId is { } of ? await db.Tenants.AsNoTracking().FirstOrDefaultAsync(t => t.Id == of, cancellationToken) : null;
        var course = await db.OrderEvents.AsNoTracking().Where(e => e.OrderId == id).OrderByDescending(e => e.Id).Take(StepsShown)
            .Select(e => new OrderStep(e.At, e.To, e.ErrorCode)).ToListAsync(cancellationToken);
        return new OrderDetails(
            order.ToView(), tenant?.Id, tenant?.Number, tenant?.Name,
            order.Items.Where(i => i.MailboxId is not null).ToDictionary(i => i.Position, i => i.MailboxId!.Value),
            [.. Enumerable.Reverse(course)], order.Content is not null);
    });
}
