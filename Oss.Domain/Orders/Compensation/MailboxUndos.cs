using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders.Planning;

namespace Oss.Domain.Orders.Compensation;

/// <summary>Ends a mailbox that was provided.</summary>
internal sealed record EndMailbox(Guid Id) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var mailbox = await context.MailboxAsync(Id, cancellationToken);
        var subscription = await context.SubscriptionAsync(mailbox.SubscriptionId, cancellationToken);
        if (mailbox.Addresses.Any(a => a.Kind != AddressKind.Mailbox))
            throw new CannotUndoException($"The mailbox '{mailbox.PrimaryAddress}' has aliases by now.");

        context.Db.Addresses.RemoveRange(mailbox.Addresses);
        mailbox.State = MailboxState.Terminated;
        return new Undone($"The mailbox '{mailbox.PrimaryAddress}' is ended again; what mail it has is kept aside.", subscription.TenantId, NeedsPlatform: true);
    }
}

/// <summary>Brings back a mailbox that was ended, with its addresses.</summary>
internal sealed record ReturnMailbox(Guid Id, IReadOnlyList<StoredAddress> Addresses) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var mailbox = await context.MailboxAsync(Id, cancellationToken);
        var subscription = await context.SubscriptionAsync(mailbox.SubscriptionId, cancellationToken);
        if (mailbox.State != MailboxState.Terminated)
            throw new CannotUndoException($"The mailbox '{mailbox.PrimaryAddress}' is {mailbox.State}.");

        await context.EnsureFreeAsync([.. Addresses.Select(a => a.Value)], cancellationToken);
        await context.EnsureRoomAsync(
            subscription, new SubscriptionCounts(Mailboxes: 1, Aliases: Addresses.Count(a => a.Kind != AddressKind.Mailbox), QuotaBytes: mailbox.QuotaBytes ?? 0), cancellationToken);
        foreach (var address in Addresses)
            context.Db.Addresses.Add(address.ToAddress());

        mailbox.State = MailboxState.Provisioning;
        return new Undone($"The mailbox '{mailbox.PrimaryAddress}' is back with its mail.", subscription.TenantId, NeedsPlatform: true);
    }
}

/// <summary>Gives a mailbox its former name, password and quota.</summary>
internal sealed record ResetMailbox(Guid Id, string? DisplayName, string? PasswordHash, StoredQuota? Quota) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var mailbox = await context.MailboxAsync(Id, cancellationToken);
        var subscription = await context.SubscriptionAsync(mailbox.SubscriptionId, cancellationToken);
        if (mailbox.State == MailboxState.Terminated)
            throw new CannotUndoException($"The mailbox '{mailbox.PrimaryAddress}' has ended meanwhile.");

        if (Quota is { } quota && (quota.Bytes ?? 0) > (mailbox.QuotaBytes ?? 0))
            await context.EnsureRoomAsync(subscription, new SubscriptionCounts(QuotaBytes: (quota.Bytes ?? 0) - (mailbox.QuotaBytes ?? 0)), cancellationToken);
        (mailbox.DisplayName, mailbox.SearchName) = (DisplayName, DisplayName is null ? null : SearchText.Fold(DisplayName));
        mailbox.PasswordHash = PasswordHash ?? mailbox.PasswordHash;
        mailbox.QuotaBytes = Quota is { } former ? former.Bytes : mailbox.QuotaBytes;
        return new Undone($"The mailbox '{mailbox.PrimaryAddress}' is as it was.", subscription.TenantId);
    }
}

/// <summary>A quota that is to be set, where none is a value.</summary>
internal sealed record StoredQuota(long? Bytes);
