using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;

namespace Oss.Domain.Audit;

/// <summary>Erases what audit entries say about a subject (GDPR article 17): who, what and why of each; that something was done, when and by which order, stays, and the
/// chain still closes. The erasure is an entry itself.</summary>
public sealed class EraseAudit(IDbContextFactory<OssDbContext> contexts, AuditSealer sealer, TimeProvider time)
{
    internal const string Action = "audit.erase";

    /// <summary>Erases all entries about a subject.</summary>
    /// <param name="subject">The key: an address, a contract number.</param>
    /// <param name="actor">Who erases: an operator.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    /// <returns>How many entries were erased.</returns>
    /// <exception cref="DomainException">The actor is no operator.</exception>
    public async Task<int> ExecuteAsync(string subject, Actor actor, CancellationToken cancellationToken)
    {
        if (actor.Role != Role.Operator)
            throw new DomainException(new DomainError.Forbidden("Only operators erase."));

        // What is not sealed has no digest yet that could stand for it.
        await sealer.AdvanceAsync(cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var entries = await db.AuditEntries.Where(e => e.Subject == subject && e.Sequence != null).ToListAsync(cancellationToken);
        if (entries.Count == 0)
            return 0;

        var record = AuditEntry.By(actor, time.GetUtcNow().UtcDateTime, Action, "", null, $"{entries.Count} entries erased.");
        db.AuditEntries.Add(record);
        foreach (var entry in entries)
        {
            (entry.Actor, entry.Subject, entry.Detail, entry.Salt, entry.ErasedBy) = ("", "", "", null, record.Id);
            entry.OnBehalfOf = entry.Reason = entry.Source = entry.Before = entry.After = null;
        }

        await db.SaveChangesAsync(cancellationToken);
        return entries.Count;
    }
}
