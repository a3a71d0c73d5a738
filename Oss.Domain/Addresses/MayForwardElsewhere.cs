using Microsoft.EntityFrameworkCore;
using Oss.Domain.Persistence;

namespace Oss.Domain.Addresses;

/// <summary>Whether the rules and scripts of a mailbox may pass mail on to addresses outside the platform: its tenant does not forbid it. What its product lets be ordered is another matter: a product that
/// becomes smaller takes nothing away.</summary>
public sealed class MayForwardElsewhere(IDbContextFactory<OssDbContext> contexts)
{
    /// <summary>Asks for one mailbox; of one that is not there, nothing is forbidden.</summary>
    public Task<bool> ExecuteAsync(Guid mailboxId, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return !await db.Mailboxes.Where(m => m.Id == mailboxId).Select(m => m.Subscription.Tenant.ForbidsExternalForwarding).FirstOrDefaultAsync(cancellationToken);
    });
}
