using Microsoft.EntityFrameworkCore;
using Oss.Domain.Persistence;

namespace Oss.Domain.Mailboxes;

/// <summary>A mailbox of the same tenant as the one that asked.</summary>
/// <param name="Id">The mailbox.</param>
/// <param name="PrimaryAddress">Its primary address.</param>
/// <param name="TenantId">The tenant of both.</param>
public sealed record NeighbourMailbox(Guid Id, string PrimaryAddress, Guid TenantId);

/// <summary>Finds a mailbox that another may share folders with: within one tenant and never beyond, whatever its name is. A mailbox finds itself.</summary>
public sealed class FindNeighbour(IDbContextFactory<OssDbContext> contexts, AuthenticateMailbox mailboxes)
{
    /// <summary>Finds it by its canonical name or any alias; <see langword="null"/> when there is none in the tenant.</summary>
    /// <param name="mailboxId">Who asks.</param>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Ends the look-up.</param>
    public Task<NeighbourMailbox?> ExecuteAsync(Guid mailboxId, string name, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(() => FindAsync(mailboxId, name, cancellationToken));

    private async Task<NeighbourMailbox?> FindAsync(Guid mailboxId, string name, CancellationToken cancellationToken)
    {
        if (await mailboxes.FindMailboxAsync(name, cancellationToken) is not { } found)
            return null;

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenant = await db.Mailboxes.AsNoTracking().Where(m => m.Id == mailboxId).Select(m => (Guid?)m.Subscription.TenantId).SingleOrDefaultAsync(cancellationToken);
        return tenant == found.Subscription.TenantId ? new NeighbourMailbox(found.Id, found.PrimaryAddress, found.Subscription.TenantId) : null;
    }
}
