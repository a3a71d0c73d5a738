using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Persistence;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Tenants;

/// <summary>A customer with all that it has, but for the mailboxes, which may be many.</summary>
/// <param name="Number">The CRM's customer number.</param>
/// <param name="Name">The customer's name.</param>
/// <param name="Subscriptions">Its contracts, ended ones too.</param>
/// <param name="Domains">The first <see cref="Page.MaxLimit"/> of its domains.</param>
public sealed record TenantOverview(string Number, string Name, IReadOnlyList<SubscriptionView> Subscriptions, IReadOnlyList<string> Domains)
{
    /// <summary>Whether none of its mail is passed on to addresses outside the platform.</summary>
    public bool ForbidsExternalForwarding { get; init; }
}

/// <summary>Looks up one tenant.</summary>
public sealed class GetTenant(IDbContextFactory<OssDbContext> contexts, RecordRead read)
{
    /// <summary>By customer number.</summary>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<TenantOverview> ExecuteAsync(string number, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenant = await db.Tenants.AsNoTracking().FirstOrDefaultAsync(t => t.Number == number && (actor.TenantId == null || t.Id == actor.TenantId), cancellationToken)
            ?? throw new DomainException(new DomainError.NotFound("tenant", number));
        await read.ExecuteAsync("tenant", tenant.Number, tenant.Id, actor, cancellationToken);
        return new TenantOverview(
            tenant.Number, tenant.Name,
            await GetSubscription.LoadAsync(db.Subscriptions.Where(s => s.TenantId == tenant.Id), cancellationToken),
            await db.MailDomains.AsNoTracking().Where(d => d.Subscription.TenantId == tenant.Id).OrderBy(d => d.Name).Take(Page.MaxLimit).Select(d => d.Name).ToListAsync(cancellationToken)) { ForbidsExternalForwarding = tenant.ForbidsExternalForwarding };
    });
}
