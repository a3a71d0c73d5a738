using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Domains.Dns;
using Oss.Domain.Persistence;

namespace Oss.Domain.Domains;

/// <summary>Lets a domain's new keys sign, once their records are seen in DNS; the former ones retire after <see cref="DomainOptions.DkimOverlap"/>.</summary>
public sealed class SwitchDkimKeys(IDbContextFactory<OssDbContext> contexts, DomainResolver resolver, IOptions<DomainOptions> options, TimeProvider time)
{
    /// <summary>Looks, and switches.</summary>
    /// <exception cref="DomainException">There is no such domain that the actor may change, it has no new keys, or a record is not there: mail signed by it would be taken for forged.</exception>
    public Task ExecuteAsync(string domain, Actor actor, CancellationToken cancellationToken) => Orders.FindOrder.OnceMoreAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.FindDomainAsync(domain, actor, change: true, cancellationToken);
        var announced = found.DkimKeys.Where(key => key.State == DkimKeyState.Announced).ToList();
        if (announced.Count == 0)
            throw new DomainException(new DomainError.Conflict(ErrorCodes.NotApplicable, $"The domain '{found.Name}' has no new keys to switch to."));

        foreach (var key in announced)
            await EnsurePublishedAsync(RecommendedRecords.Of(found.Name, key), cancellationToken);

        var now = time.GetUtcNow().UtcDateTime;
        foreach (var former in found.DkimKeys.Where(key => key.State == DkimKeyState.Signing))
            (former.State, former.RetireAt) = (DkimKeyState.Retiring, now + options.Value.DkimOverlap);
        foreach (var key in announced)
            key.State = DkimKeyState.Signing;
        db.AuditEntries.Add(AuditEntry.By(
            actor, now, "domain.dkim-switch", found.Name, found.Subscription.TenantId, $"Domain {found.Name}: signed by {string.Join(", ", announced.Select(key => key.Selector))} from now on."));
        await db.SaveChangesAsync(cancellationToken);
        return true;
    });

    private async Task EnsurePublishedAsync(DomainRecord record, CancellationToken cancellationToken)
    {
        var check = await CheckDomain.LookAsync(resolver, record, cancellationToken);
        if (check.Outcome != RecordOutcome.Match)
        {
            throw new DomainException(new DomainError.Conflict(
                ErrorCodes.RecordMissing, $"The record {record.Name} is not there yet ({check.Outcome} from {check.Resolver}); publish it, then switch."));
        }
    }
}
