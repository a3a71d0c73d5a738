using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Persistence;

namespace Oss.Domain.Trace;

/// <summary>Erases what the trace has of an address (GDPR article 17): every record that it sent or received, and of its mailbox the logins. The counters stay; they name nobody.</summary>
public sealed class EraseTrace(IDbContextFactory<OssDbContext> contexts, TimeProvider time)
{
    private const int AtOnce = 500;

    /// <summary>Erases.</summary>
    /// <returns>How many records there were.</returns>
    /// <exception cref="DomainException">The actor is no operator.</exception>
    public Task<int> ExecuteAsync(string address, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        if (actor.Role != Role.Operator)
            throw new DomainException(new DomainError.Forbidden("Only operators erase."));

        var value = RecordTrace.Address(address.Trim());
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var erased = await EraseAsync(db, db.TraceRecords.Where(r => r.Sender == value), cancellationToken)
            + await EraseAsync(db, db.TraceRecords.Where(r => r.Recipient == value), cancellationToken) + await EraseAsync(db, db.TraceRecords.Where(r => r.Target == value), cancellationToken);
        if (await db.Addresses.Where(a => a.Value == value && a.MailboxId != null).Select(a => a.MailboxId).FirstOrDefaultAsync(cancellationToken) is { } mailbox)
        {
            await db.LoginRecords.Where(l => l.MailboxId == mailbox).ExecuteDeleteAsync(cancellationToken);
            await db.UnauthenticatedUses.Where(u => u.MailboxId == mailbox).ExecuteDeleteAsync(cancellationToken);
        }

        db.AuditEntries.Add(AuditEntry.By(actor, time.GetUtcNow().UtcDateTime, "trace.erase", "", null, $"{erased} records of messages erased."));
        await db.SaveChangesAsync(cancellationToken);
        return erased;
    });

    private static async Task<int> EraseAsync(OssDbContext db, IQueryable<TraceRecord> records, CancellationToken cancellationToken)
    {
        var erased = 0;
        while (await records.Select(r => r.Id).Take(AtOnce).ToListAsync(cancellationToken) is { Count: > 0 } ids)
            erased += await db.TraceRecords.Where(r => ids.Contains(r.Id)).ExecuteDeleteAsync(cancellationToken);
        return erased;
    }
}
