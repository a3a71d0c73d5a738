using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Persistence;

namespace Oss.Domain.Domains;

/// <summary>Deletes a key with its private half: one that retired, one that is not wanted after all, or, at once, one that somebody else has got.</summary>
public sealed class RemoveDkimKey(IDbContextFactory<OssDbContext> contexts, TimeProvider time)
{
    private const int AtOnce = 200;

    /// <summary>Deletes one.</summary>
    /// <exception cref="DomainException">There is no such domain that the actor may change, or no such key.</exception>
    public Task ExecuteAsync(string domain, string selector, Actor actor, CancellationToken cancellationToken) => Orders.FindOrder.OnceMoreAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.FindDomainAsync(domain, actor, change: true, cancellationToken);
        var key = found.DkimKeys.FirstOrDefault(key => key.Selector == selector) ?? throw new DomainException(new DomainError.NotFound("dkim-key", selector));
        db.DkimKeys.Remove(key);
        db.AuditEntries.Add(AuditEntry.By(actor, time.GetUtcNow().UtcDateTime, "domain.dkim-remove", found.Name, found.Subscription.TenantId, $"Domain {found.Name}: DKIM key {selector} ({key.State}) removed."));
        await db.SaveChangesAsync(cancellationToken);
        return true;
    });

    /// <summary>Deletes those whose overlap is over.</summary>
    /// <returns>How many.</returns>
    public async Task<int> RetireDueAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        var due = await db.DkimKeys.Where(k => k.RetireAt <= now).OrderBy(k => k.RetireAt).Take(AtOnce).ToListAsync(cancellationToken);
        var domains = await db.MailDomains.Where(d => due.Select(k => k.DomainId).Contains(d.Id)).Include(d => d.Subscription).ToDictionaryAsync(d => d.Id, cancellationToken);
        foreach (var key in due)
        {
            var domain = domains[key.DomainId];
            db.DkimKeys.Remove(key);
            db.AuditEntries.Add(AuditEntry.By(Actor.System, now, "domain.dkim-remove", domain.Name, domain.Subscription.TenantId, $"Domain {domain.Name}: DKIM key {key.Selector} retired."));
        }

        await db.SaveChangesAsync(cancellationToken);
        return due.Count;
    }
}
