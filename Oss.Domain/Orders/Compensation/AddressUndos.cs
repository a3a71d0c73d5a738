using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Orders.Compensation;

/// <summary>An address as it was.</summary>
internal sealed record StoredAddress(Guid Id, string Value, AddressKind Kind, Guid DomainId, Guid SubscriptionId, Guid? MailboxId, string? Targets)
{
    public static StoredAddress Of(Address a) => new(a.Id, a.Value, a.Kind, a.DomainId, a.SubscriptionId, a.MailboxId, a.Targets);

    public Address ToAddress() => new()
    {
        Id = Id, Value = Value, Kind = Kind, DomainId = DomainId, SubscriptionId = SubscriptionId, MailboxId = MailboxId, Targets = Targets,
    };
}

/// <summary>Removes an address that was provided.</summary>
internal sealed record RemoveAddress(string Value) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var address = await context.Db.Addresses.FirstOrDefaultAsync(a => a.Value == Value && a.Kind != AddressKind.Mailbox, cancellationToken)
            ?? throw new CannotUndoException($"The address '{Value}' is no longer there.");
        var subscription = await context.SubscriptionAsync(address.SubscriptionId, cancellationToken);
        context.Db.Addresses.Remove(address);
        return new Undone($"The address '{Value}' is removed again.", subscription.TenantId);
    }
}

/// <summary>Brings back an address that was ended.</summary>
internal sealed record ReturnAddress(StoredAddress Address) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var subscription = await context.SubscriptionAsync(Address.SubscriptionId, cancellationToken);
        UndoContext.EnsureRoom(subscription, new SubscriptionCounts(Aliases: 1));
        if (Address.MailboxId is { } mailbox && !await context.Db.Mailboxes.AnyAsync(m => m.Id == mailbox && m.State != MailboxState.Terminated, cancellationToken))
            throw new CannotUndoException($"The mailbox that '{Address.Value}' led to has ended.");

        await context.TakeBackAsync([Address.Value], Address.SubscriptionId, cancellationToken);
        context.Db.Addresses.Add(Address.ToAddress());
        return new Undone($"The address '{Address.Value}' is back.", subscription.TenantId);
    }
}

/// <summary>Leads an address where it led before.</summary>
internal sealed record ResetAddress(StoredAddress Address) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var address = await context.Db.Addresses.FirstOrDefaultAsync(a => a.Id == Address.Id, cancellationToken)
            ?? throw new CannotUndoException($"The address '{Address.Value}' is no longer there.");
        var subscription = await context.SubscriptionAsync(address.SubscriptionId, cancellationToken);
        (address.MailboxId, address.Targets) = (Address.MailboxId, Address.Targets);
        return new Undone($"The address '{Address.Value}' leads where it led before.", subscription.TenantId);
    }
}
