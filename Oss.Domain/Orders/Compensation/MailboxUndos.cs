using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Packages;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Orders.Compensation;

/// <summary>Ends a mailbox that was provided, or brought back with aliases.</summary>
internal sealed record EndMailbox(Guid Id, DateTime? PurgeAt, IReadOnlyList<string>? Aliases = null) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var mailbox = await context.MailboxAsync(Id, cancellationToken);
        var subscription = await context.SubscriptionAsync(mailbox.SubscriptionId, cancellationToken);
        if (mailbox.Addresses.Any(a => a.Kind != AddressKind.Mailbox && Aliases?.Contains(a.Value) != true))
            throw new CannotUndoException($"The mailbox '{mailbox.PrimaryAddress}' has aliases by now.");

        context.Db.Addresses.RemoveRange(mailbox.Addresses);
        (mailbox.State, mailbox.TerminatedAt, mailbox.PurgeAt) = (MailboxState.Terminated, context.Now, PurgeAt ?? context.Now);
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

        if (!mailbox.HasOwnQuota)
            mailbox.QuotaBytes = subscription.LimitOf(ProductLimit.QuotaPerMailbox);
        UndoContext.EnsureRoom(
            subscription, new SubscriptionCounts(Mailboxes: 1, Aliases: Addresses.Count(a => a.Kind != AddressKind.Mailbox), QuotaBytes: mailbox.QuotaBytes ?? 0));
        await context.TakeBackAsync([.. Addresses.Select(a => a.Value)], mailbox.SubscriptionId, cancellationToken);
        foreach (var address in Addresses)
            context.Db.Addresses.Add(address.ToAddress());

        (mailbox.State, mailbox.TerminatedAt, mailbox.PurgeAt) = (MailboxState.Provisioning, null, null);
        return new Undone($"The mailbox '{mailbox.PrimaryAddress}' is back with its mail.", subscription.TenantId, NeedsPlatform: true);
    }
}

/// <summary>Gives a mailbox its former name, password, quota and suspension.</summary>
internal sealed record ResetMailbox(Guid Id, string? DisplayName, string? PasswordHash, StoredQuota? Quota, Suspension Suspension, string? ScramKeys = null) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var mailbox = await context.MailboxAsync(Id, cancellationToken);
        var subscription = await context.SubscriptionAsync(mailbox.SubscriptionId, cancellationToken);
        if (mailbox.State == MailboxState.Terminated)
            throw new CannotUndoException($"The mailbox '{mailbox.PrimaryAddress}' has ended meanwhile.");

        // Whoever followed the contract follows it as it is by now.
        var (quota, isOwn) = Quota is not { } former ? (mailbox.QuotaBytes, mailbox.HasOwnQuota)
            : former.IsOwn ? (former.Bytes, true) : (subscription.LimitOf(ProductLimit.QuotaPerMailbox), false);
        if ((quota ?? 0) > (mailbox.QuotaBytes ?? 0))
            UndoContext.EnsureRoom(subscription, new SubscriptionCounts(QuotaBytes: (quota ?? 0) - (mailbox.QuotaBytes ?? 0)));
        (mailbox.DisplayName, mailbox.SearchName) = (DisplayName, DisplayName is null ? null : SearchText.Fold(DisplayName));
        if (PasswordHash is not null)
            (mailbox.PasswordHash, mailbox.ScramKeys) = (PasswordHash, ScramKeys);
        (mailbox.QuotaBytes, mailbox.HasOwnQuota) = (quota, isOwn);
        mailbox.Suspension = Suspension;
        return new Undone($"The mailbox '{mailbox.PrimaryAddress}' is as it was.", subscription.TenantId);
    }
}

/// <summary>A quota that is to be set, where none is a value.</summary>
internal sealed record StoredQuota(long? Bytes, bool IsOwn);

/// <summary>Gives a mailbox its former primary address.</summary>
internal sealed record ResetPrimary(Guid Id, string Former, bool Existed) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var mailbox = await context.MailboxAsync(Id, cancellationToken);
        var subscription = await context.SubscriptionAsync(mailbox.SubscriptionId, cancellationToken);
        var former = mailbox.Addresses.FirstOrDefault(a => a.Value == Former) ?? throw new CannotUndoException($"The address '{Former}' is no longer the mailbox's.");
        var primary = mailbox.Addresses.Single(a => a.Kind == AddressKind.Mailbox);
        (primary.Kind, former.Kind) = (AddressKind.Alias, AddressKind.Mailbox);
        mailbox.ChangePrimary(Former);
        if (!Existed)
            context.Db.Addresses.Remove(primary);
        return new Undone($"The mailbox is '{Former}' again.", subscription.TenantId, NeedsPlatform: true);
    }
}

/// <summary>Leaves the mail of an ended mailbox where it is.</summary>
internal sealed record KeepMail(Guid Id) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var mailbox = await context.MailboxAsync(Id, cancellationToken);
        var subscription = await context.SubscriptionAsync(mailbox.SubscriptionId, cancellationToken);
        mailbox.State = MailboxState.Terminated;
        return new Undone($"The mail of '{mailbox.PrimaryAddress}' is kept.", subscription.TenantId);
    }
}
