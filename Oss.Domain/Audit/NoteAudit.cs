using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;

namespace Oss.Domain.Audit;

/// <summary>Notes what is done without an order: personal data that leaves the platform, say. Noted before it is done.</summary>
public sealed class NoteAudit(IDbContextFactory<OssDbContext> contexts, TimeProvider time)
{
    /// <summary>Notes it; on disk when the task ends.</summary>
    /// <param name="action">As <see cref="AuditEntry.Action"/>.</param>
    /// <param name="subject">The key of what it is about.</param>
    /// <param name="detail">One sentence without secrets.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task ExecuteAsync(string action, string subject, string detail, Actor actor, CancellationToken cancellationToken) => ExecuteAsync(action, subject, detail, actor, null, cancellationToken);

    /// <summary>Notes it; on disk when the task ends.</summary>
    /// <param name="action">As <see cref="AuditEntry.Action"/>.</param>
    /// <param name="subject">The key of what it is about.</param>
    /// <param name="detail">One sentence without secrets.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="tenant">Whom it concerns, when that is not the actor's own tenant.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task ExecuteAsync(string action, string subject, string detail, Actor actor, Guid? tenant, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        db.AuditEntries.Add(AuditEntry.By(actor, time.GetUtcNow().UtcDateTime, action, subject, tenant ?? actor.TenantId, detail));
        await db.SaveChangesAsync(cancellationToken);
    });
}
