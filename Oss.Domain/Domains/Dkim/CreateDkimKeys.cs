using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Persistence;

namespace Oss.Domain.Domains;

/// <summary>Makes the next pair of keys of a domain, RSA and Ed25519. They sign once their records are seen and <see cref="SwitchDkimKeys"/> was asked for.</summary>
public sealed class CreateDkimKeys(IDbContextFactory<OssDbContext> contexts, DkimKeyMaker maker, TimeProvider time)
{
    /// <summary>Makes them.</summary>
    /// <exception cref="DomainException">There is no such domain that the actor may change, or keys that do not sign yet are there already.</exception>
    public Task ExecuteAsync(string domain, Actor actor, CancellationToken cancellationToken) => Orders.FindOrder.OnceMoreAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.FindDomainAsync(domain, actor, change: true, cancellationToken);
        if (found.DkimKeys.Any(key => key.State == DkimKeyState.Announced))
            throw new DomainException(new DomainError.Conflict(ErrorCodes.AlreadyExists, $"The domain '{found.Name}' has new keys already; publish their records and switch to them, or remove them."));

        var now = time.GetUtcNow().UtcDateTime;
        var name = Enumerable.Range(1, int.MaxValue).Select(number => Name(now, number)).First(name => !found.DkimKeys.Any(key => key.Selector.StartsWith(name, StringComparison.Ordinal)));
        DkimKey[] keys = [maker.Make(found.Id, $"{name}r", DkimKeyAlgorithm.Rsa, now), maker.Make(found.Id, $"{name}e", DkimKeyAlgorithm.Ed25519, now)];
        db.DkimKeys.AddRange(keys);
        db.AuditEntries.Add(AuditEntry.By(actor, now, "domain.dkim-create", found.Name, found.Subscription.TenantId, $"Domain {found.Name}: new DKIM keys {keys[0].Selector}, {keys[1].Selector}."));
        await db.SaveChangesAsync(cancellationToken);
        return true;
    });

    private static string Name(DateTime now, int number) => string.Create(CultureInfo.InvariantCulture, $"oss{now:yyyyMMdd}{(number == 1 ? "" : $"-{number}")}");
}
