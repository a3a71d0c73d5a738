using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.MailPlatform;
using Oss.Domain.Persistence;

namespace Oss.Domain.Tenants;

/// <summary>Who of a customer passes mail on to addresses outside the platform: to be looked at before that is forbidden.</summary>
public sealed class ListExternalForwards(IDbContextFactory<OssDbContext> contexts, IMailPlatform platform, RecordRead read)
{
    /// <summary>Lists them, so many mailboxes at one time.</summary>
    /// <param name="number">The customer number.</param>
    /// <param name="after">What <see cref="OutwardForwards.Next"/> said; <see langword="null"/> to begin.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <exception cref="DomainException">There is no such customer that the actor may see, or a volume is out of reach.</exception>
    public Task<OutwardForwards> ExecuteAsync(string number, string? after, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenant = await db.Tenants.AsNoTracking().FirstOrDefaultAsync(t => t.Number == number && (actor.TenantId == null || t.Id == actor.TenantId), cancellationToken)
            ?? throw new DomainException(new DomainError.NotFound("tenant", number));
        await read.ExecuteAsync("tenant", tenant.Number, tenant.Id, actor, cancellationToken);
        return await OutwardForwards.FindAsync(db, platform, s => s.TenantId == tenant.Id, after, OutwardForwards.AskedAtOnce, cancellationToken);
    });
}
