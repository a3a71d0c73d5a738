using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;

namespace Oss.Domain.Orders.Compensation;

/// <summary>Takes back a right to send that was given.</summary>
internal sealed record EndSendingRight(Guid AddressId, Guid MailboxId) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var mailbox = await context.MailboxAsync(MailboxId, cancellationToken);
        var subscription = await context.SubscriptionAsync(mailbox.SubscriptionId, cancellationToken);
        if (await context.Db.SendingRights.FirstOrDefaultAsync(r => r.AddressId == AddressId && r.MailboxId == MailboxId, cancellationToken) is { } right)
            context.Db.SendingRights.Remove(right);
        return new Undone($"The mailbox '{mailbox.PrimaryAddress}' has the right to send no more.", subscription.TenantId);
    }
}

/// <summary>Gives back a right to send that was taken.</summary>
internal sealed record ReturnSendingRight(Guid AddressId, Guid MailboxId) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var mailbox = await context.MailboxAsync(MailboxId, cancellationToken);
        var subscription = await context.SubscriptionAsync(mailbox.SubscriptionId, cancellationToken);
        if (mailbox.State is MailboxState.Terminated or MailboxState.Purged || !await context.Db.Addresses.AnyAsync(a => a.Id == AddressId, cancellationToken))
            throw new CannotUndoException("The mailbox or the address has ended meanwhile.");

        if (!await context.Db.SendingRights.AnyAsync(r => r.AddressId == AddressId && r.MailboxId == MailboxId, cancellationToken))
            context.Db.SendingRights.Add(new SendingRight { AddressId = AddressId, MailboxId = MailboxId, GrantedAt = context.Now });
        return new Undone($"The mailbox '{mailbox.PrimaryAddress}' may send as before.", subscription.TenantId);
    }
}
