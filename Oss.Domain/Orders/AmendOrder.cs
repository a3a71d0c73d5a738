using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders;

/// <summary>Replaces the content of an order of which nothing is done yet: one that waits for its start or its turn, or is held because its checks failed.</summary>
public sealed class AmendOrder(IDbContextFactory<OssDbContext> contexts, TimeProvider time)
{
    private static readonly OrderValidator Validator = new();

    /// <summary>Amends the order; its number stays, and the original content under it is still answered as a replay.</summary>
    /// <param name="id">The order.</param>
    /// <param name="expectedVersion">The version that the amendment is based on.</param>
    /// <param name="request">The new content; system and external id must be the order's.</param>
    /// <param name="actor">Who amends.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="DomainException">There is none that the actor may see, another version is stored, or something is done already.</exception>
    public async Task<OrderView> ExecuteAsync(Guid id, long expectedVersion, OrderRequest request, Actor actor, CancellationToken cancellationToken)
    {
        if (Validator.Findings(request) is { Count: > 0 } findings)
            throw new DomainException(new DomainError.Validation(findings));

        NewOrder.EnsureAllowed(request.Items, actor);
        request = request with { Items = OrderContent.Hashed(request.Items) };
        return await FindOrder.OnceMoreAsync(() => AmendAsync(id, expectedVersion, request, actor, cancellationToken));
    }

    private async Task<OrderView> AmendAsync(Guid id, long expectedVersion, OrderRequest request, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var order = await db.FindOrderAsync(id, actor, cancellationToken);
        if ((order.ExternalSystem, order.ExternalId) != (request.ExternalSystem, request.ExternalId))
            throw new DomainException(new DomainError.Conflict(ErrorCodes.OrderMismatch, "An amendment keeps the order's number."));
        if (order.Version != expectedVersion)
            throw new DomainException(new DomainError.Conflict(ErrorCodes.ChangedMeanwhile, $"The order is of version {order.Version}, not {expectedVersion}; look at it again."));
        if (order.State is not (OrderState.Acknowledged or OrderState.Pending or OrderState.Held) || order.LeaseOwner is not null
            || order.Items.Any(item => item.IsOpen || item.State == OrderState.Completed))
            throw new DomainException(new DomainError.Conflict(ErrorCodes.OrderState, $"The order is {order.State}{(OrderTransitions.IsEnd(order.State) ? "" : ", and begun")}; it cannot be amended any more."));

        var now = time.GetUtcNow().UtcDateTime;
        db.RemoveRange(order.Items.ToList());
        // An order carried out later may do what both could do: no more than its last author.
        order.Submitter = actor;
        NewOrder.Fill(order, request);
        order.WaitForTurn(now);
        order.Blame(null, null);
        db.AddRange(order.Items);
        db.AuditEntries.Add(AuditEntry.OfOrder(order, actor, "order.amend", "Amended.", now));
        await db.SaveChangesAsync(cancellationToken);
        return order.ToView();
    }
}
