using Microsoft.EntityFrameworkCore;

namespace Oss.Domain.Orders.Compensation;

/// <summary>Ends a subscription that was provided.</summary>
internal sealed record EndSubscription(Guid Id) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var subscription = await context.SubscriptionAsync(Id, cancellationToken);
        if (!(await context.CountsAsync(subscription, cancellationToken)).IsEmpty)
            throw new CannotUndoException($"The subscription '{subscription.ContractNumber}' has domains, mailboxes or aliases by now.");

        subscription.TerminatedAt = context.Now;
        return new Undone($"The subscription '{subscription.ContractNumber}' is ended again.", subscription.TenantId);
    }
}

/// <summary>Revives a subscription that was ended.</summary>
internal sealed record ReviveSubscription(Guid Id) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var subscription = await context.SubscriptionAsync(Id, cancellationToken);
        subscription.TerminatedAt = null;
        return new Undone($"The subscription '{subscription.ContractNumber}' lives again.", subscription.TenantId);
    }
}

/// <summary>Gives a subscription its former product, and its tenant the former name.</summary>
internal sealed record ResetSubscription(Guid Id, Guid ProductId, string TenantName) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var subscription = await context.SubscriptionAsync(Id, cancellationToken);
        if (subscription.ProductId != ProductId)
        {
            var (changed, product) = (subscription.Product, await context.Db.Products.SingleAsync(p => p.Id == ProductId, cancellationToken));
            (subscription.Product, subscription.ProductId) = (product, product.Id);
            try
            {
                await context.EnsureRoomAsync(subscription, default, cancellationToken);
            }
            catch (CannotUndoException)
            {
                (subscription.Product, subscription.ProductId) = (changed, changed.Id);
                throw;
            }
        }

        (subscription.Tenant.Name, subscription.Tenant.SearchName) = (TenantName, SearchText.Fold(TenantName));
        return new Undone($"The subscription '{subscription.ContractNumber}' is as it was.", subscription.TenantId);
    }
}
