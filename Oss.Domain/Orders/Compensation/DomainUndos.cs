using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Orders.Planning;
using Oss.Domain.Relaying;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Orders.Compensation;

/// <summary>Ends a domain that was provided.</summary>
internal sealed record EndDomain(Guid Id) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var domain = await context.DomainAsync(Id, cancellationToken);
        if (await context.Db.Addresses.AnyAsync(a => a.DomainId == Id && a.Kind != AddressKind.Quarantined, cancellationToken))
            throw new CannotUndoException($"The domain '{domain.Name}' has addresses by now.");

        var subscription = await context.SubscriptionAsync(domain.SubscriptionId, cancellationToken);
        context.Db.Addresses.RemoveRange(context.Db.Addresses.Where(a => a.DomainId == Id));
        context.Db.MailDomains.Remove(domain);
        return new Undone($"The domain '{domain.Name}' is ended again.", subscription.TenantId);
    }
}

/// <summary>Brings back a domain that was ended.</summary>
internal sealed record ReturnDomain(Guid Id, string Name, Guid SubscriptionId, bool Shared, Guid? AliasOfId, int MinNameLength,
    DomainOwnership Ownership = DomainOwnership.Pending, DateTime? VerifiedAt = null, IReadOnlyList<DkimKey>? Keys = null, DateTime? ClaimedUntil = null,
    string? RelayTo = null, RelayRecipients RelayRecipients = RelayRecipients.Any) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        if (await context.Db.MailDomains.AnyAsync(d => d.Name == Name, cancellationToken))
            throw new CannotUndoException($"The domain '{Name}' was provided again meanwhile.");

        var subscription = await context.SubscriptionAsync(SubscriptionId, cancellationToken);
        UndoContext.EnsureRoom(subscription, new SubscriptionCounts(Domains: 1));
        context.Db.MailDomains.Add(new MailDomain
        {
            Id = Id, Name = Name, SubscriptionId = SubscriptionId, Shared = Shared, AliasOfId = AliasOfId, MinNameLength = MinNameLength, Ownership = Ownership, VerifiedAt = VerifiedAt,
            ClaimedUntil = ClaimedUntil,
            RelayTo = MailRoute.TryParse(RelayTo), RelayRecipients = RelayRecipients,
        });
        // Encrypted as they were: the mail that goes out is signed as before.
        context.Db.DkimKeys.AddRange(Keys ?? []);
        return new Undone($"The domain '{Name}' is back.", subscription.TenantId);
    }
}

/// <summary>Shares a domain or not, as before.</summary>
internal sealed record ResetDomain(Guid Id, bool Shared, int MinNameLength) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var domain = await context.DomainAsync(Id, cancellationToken);
        var subscription = await context.SubscriptionAsync(domain.SubscriptionId, cancellationToken);
        (domain.Shared, domain.MinNameLength) = (Shared, MinNameLength);
        return new Undone($"The domain '{domain.Name}' is as it was.", subscription.TenantId);
    }
}

/// <summary>Gives a domain its former name, with all that is in it by now.</summary>
internal sealed record RestoreDomainName(Guid Id, Guid NewId, bool Created) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var (former, now) = (await context.DomainAsync(Id, cancellationToken), await context.DomainAsync(NewId, cancellationToken));
        var subscription = await context.SubscriptionAsync(former.SubscriptionId, cancellationToken);
        if (former.AliasOfId != now.Id)
            throw new CannotUndoException($"The domain '{former.Name}' is no longer another name of '{now.Name}'.");

        var content = await DomainContent.LoadAsync(context.Db, now, cancellationToken);
        foreach (var other in content.OtherNames.Where(other => other != former))
            (other.AliasOfId, other.AliasOf) = (former.Id, former);
        var moved = DomainMove.Apply(now, former, content.Addresses, content.Ended);
        if (Created)
        {
            // The rows must be out of it before it can go.
            await context.Db.SaveChangesAsync(cancellationToken);
            context.Db.MailDomains.Remove(now);
        }

        return new Undone($"The domain is '{former.Name}' again.", subscription.TenantId, NeedsPlatform: moved > 0);
    }
}
