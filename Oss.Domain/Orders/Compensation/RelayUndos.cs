using Oss.Domain.Mailboxes;
using Oss.Domain.Relaying;

namespace Oss.Domain.Orders.Compensation;

/// <summary>Has a domain's mail go where it went.</summary>
internal sealed record ResetDomainRelay(Guid Id, string? To, RelayRecipients Recipients) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var domain = await context.DomainAsync(Id, cancellationToken);
        var subscription = await context.SubscriptionAsync(domain.SubscriptionId, cancellationToken);
        (domain.RelayTo, domain.RelayRecipients) = (MailRoute.TryParse(To), Recipients);
        return new Undone($"The mail of the domain '{domain.Name}' goes where it went.", subscription.TenantId);
    }
}

/// <summary>Has a mailbox's mail go where it went.</summary>
internal sealed record ResetMailboxRelay(Guid Id, string? To, string? As) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var mailbox = await context.MailboxAsync(Id, cancellationToken);
        var subscription = await context.SubscriptionAsync(mailbox.SubscriptionId, cancellationToken);
        if (mailbox.State is MailboxState.Terminated or MailboxState.Purged)
            throw new CannotUndoException($"The mailbox '{mailbox.PrimaryAddress}' has ended meanwhile.");

        (mailbox.RelayTo, mailbox.RelayAs) = (MailRoute.TryParse(To), As);
        return new Undone($"The mail of the mailbox '{mailbox.PrimaryAddress}' goes where it went.", subscription.TenantId);
    }
}
