using Microsoft.EntityFrameworkCore;
using Oss.Domain.Persistence;

namespace Oss.Domain.Addresses;

/// <summary>Whether a mailbox was given the right to send by an address of another. A right across the border of tenants, left over from before a transfer, is none.</summary>
public sealed class MaySendAs(IDbContextFactory<OssDbContext> contexts)
{
    /// <summary>Asks for one address.</summary>
    public Task<bool> ExecuteAsync(Guid mailboxId, string address, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        if (EmailAddress.TryParse(address) is not { } sender)
            return false;

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.SendingRights.AnyAsync(
            r => r.MailboxId == mailboxId && r.Address.Value == sender.Value && db.Subscriptions.Any(s => s.Id == r.Address.SubscriptionId && s.TenantId == r.Mailbox.Subscription.TenantId), cancellationToken);
    });
}
