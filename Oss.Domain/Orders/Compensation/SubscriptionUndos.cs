using Microsoft.EntityFrameworkCore;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Packages;

namespace Oss.Domain.Orders.Compensation;

/// <summary>Ends a subscription that was provided.</summary>
internal sealed record EndSubscription(Guid Id) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var subscription = await context.SubscriptionAsync(Id, cancellationToken);
        if (!subscription.Counts.IsEmpty)
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

/// <summary>Gives a subscription its former product, limits and suspension, its tenant the former name, and the mailboxes that follow the quota that is allowed then.</summary>
internal sealed record ResetSubscription(
    Guid Id, Guid ProductId, string TenantName, IReadOnlyDictionary<ProductLimit, long?> Overrides, Suspension Suspension, bool? ForbidsExternalForwarding = null) : ItemUndo
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
                UndoContext.EnsureRoom(subscription, default);
            }
            catch (CannotUndoException)
            {
                (subscription.Product, subscription.ProductId) = (changed, changed.Id);
                throw;
            }
        }

        (subscription.Overrides, subscription.Suspension) = (Overrides, Suspension);
        var quota = subscription.LimitOf(ProductLimit.QuotaPerMailbox);
        await foreach (var mailbox in context.Db.Mailboxes
            .Where(m => m.SubscriptionId == Id && !m.HasOwnQuota && m.State != MailboxState.Terminated && m.State != MailboxState.Purged && m.QuotaBytes != quota).AsAsyncEnumerable().WithCancellation(cancellationToken))
            mailbox.QuotaBytes = quota;

        (subscription.Tenant.Name, subscription.Tenant.SearchName) = (TenantName, SearchText.Fold(TenantName));
        subscription.Tenant.ForbidsExternalForwarding = ForbidsExternalForwarding ?? subscription.Tenant.ForbidsExternalForwarding;
        return new Undone($"The subscription '{subscription.ContractNumber}' is as it was.", subscription.TenantId);
    }
}

/// <summary>Gives a subscription back to its former tenant.</summary>
internal sealed record ReturnSubscription(Guid Id, Guid TenantId, IReadOnlyList<Guid>? Verified = null) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var subscription = await context.SubscriptionAsync(Id, cancellationToken);
        subscription.Tenant = await context.Db.Tenants.SingleAsync(t => t.Id == TenantId, cancellationToken);
        subscription.TenantId = TenantId;
        foreach (var domain in await context.Db.MailDomains.Where(d => (Verified ?? Array.Empty<Guid>()).Contains(d.Id) && d.Ownership == DomainOwnership.Lost).ToListAsync(cancellationToken))
            domain.Ownership = DomainOwnership.Verified;
        return new Undone($"The subscription '{subscription.ContractNumber}' is its former tenant's again.", TenantId);
    }
}
