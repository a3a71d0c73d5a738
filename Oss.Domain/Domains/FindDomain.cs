using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Persistence;

namespace Oss.Domain.Domains;

/// <summary>Loads a domain for a use case.</summary>
internal static class FindDomain
{
    /// <summary>With its subscription, product and keys.</summary>
    /// <exception cref="DomainException">There is none that the actor may see, or the actor changes nothing.</exception>
    public static async Task<MailDomain> FindDomainAsync(this OssDbContext db, string name, Actor actor, bool change, CancellationToken cancellationToken)
    {
        if (change && actor.Role == Role.Auditor)
            throw new DomainException(new DomainError.Forbidden($"The role {actor.Role} changes nothing."));

        var value = DomainName.TryParse(name)?.Value ?? name;
        return await db.MailDomains.Include(d => d.Subscription.Tenant).Include(d => d.Subscription.Product).Include(d => d.AliasOf).Include(d => d.DkimKeys)
            .FirstOrDefaultAsync(d => d.Name == value && (actor.TenantId == null || d.Subscription.TenantId == actor.TenantId), cancellationToken)
            ?? throw new DomainException(new DomainError.NotFound("domain", name));
    }
}
