using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;

// The comparisons run in the database, whose collation is binary; EF translates no overload that says "ordinal".
#pragma warning disable CA1309

namespace Oss.Domain.Addresses;

/// <summary>What an address is.</summary>
/// <param name="Value">The address, or <c>@domain</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Mailbox">Primary address of the mailbox it leads to; absent for a forward.</param>
/// <param name="Targets">The addresses a forward leads to; empty for anything else.</param>
/// <param name="ContractNumber">The subscription that pays for it.</param>
/// <param name="MailboxId">The mailbox it leads to.</param>
public sealed record AddressView(string Value, AddressKind Kind, string? Mailbox, IReadOnlyList<string> Targets, string ContractNumber, Guid? MailboxId);

/// <summary>Which addresses; what is absent does not filter.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Mailbox">Primary address of the mailbox they lead to.</param>
/// <param name="ContractNumber">The subscription that pays for them.</param>
/// <param name="Domain">The domain they lie in.</param>
public sealed record AddressFilter(AddressKind? Kind = null, string? Mailbox = null, string? ContractNumber = null, string? Domain = null);

/// <summary>Looks up addresses of every kind.</summary>
public sealed class GetAddress(IDbContextFactory<OssDbContext> contexts)
{
    /// <summary>One address.</summary>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<AddressView> ExecuteAsync(string address, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var value = Normalised(address);
        var found = await LoadAsync(db, db.Addresses.Where(a => a.Value == value), actor, 1, cancellationToken);
        return found is [var one] ? one : throw new DomainException(new DomainError.NotFound("address", address));
    });

    /// <summary>The mailbox that an address leads to, be it its primary address or another.</summary>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public async Task<Guid> MailboxAsync(string address, Actor actor, CancellationToken cancellationToken)
    {
        try
        {
            if ((await ExecuteAsync(address, actor, cancellationToken)).MailboxId is { } id)
                return id;
        }
        catch (DomainException e) when (e.Error is DomainError.NotFound)
        {
            // Said below in the caller's words.
        }

        throw new DomainException(new DomainError.NotFound("mailbox", address));
    }

    /// <summary>Some of those that the actor may see, in their order.</summary>
    public Task<Part<AddressView>> ListAsync(AddressFilter filter, string? after, int limit, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<Address> found = db.Addresses;
        if (filter.Kind is { } kind)
            found = found.Where(a => a.Kind == kind);
        if (filter.Mailbox is { } mailbox && Normalised(mailbox) is var primary)
            found = found.Where(a => a.Mailbox!.PrimaryAddress == primary);
        if (filter.ContractNumber is { } contract)
            found = found.Where(a => db.Subscriptions.Any(s => s.Id == a.SubscriptionId && s.ContractNumber == contract));
        if (filter.Domain is { } domain && (DomainName.TryParse(domain)?.Value ?? domain) is var name)
            found = found.Where(a => db.MailDomains.Any(d => d.Id == a.DomainId && d.Name == name));
        if (after is not null)
            found = found.Where(a => string.Compare(a.Value, after) > 0);
        return Part<AddressView>.Of([.. await LoadAsync(db, found, actor, Page.Bound(limit) + 1, cancellationToken)], limit, row => row.Value);
    });

    private static async Task<IReadOnlyList<AddressView>> LoadAsync(OssDbContext db, IQueryable<Address> addresses, Actor actor, int count, CancellationToken cancellationToken)
    {
        var rows = await addresses.AsNoTracking().Join(db.Subscriptions, a => a.SubscriptionId, s => s.Id, (a, s) => new { Address = a, Subscription = s })
            .Where(row => actor.TenantId == null || row.Subscription.TenantId == actor.TenantId).OrderBy(row => row.Address.Value).Take(count)
            .Select(row => new { row.Address.Value, row.Address.Kind, row.Address.Mailbox!.PrimaryAddress, row.Address.Targets, row.Subscription.ContractNumber, row.Address.MailboxId })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new AddressView(row.Value, row.Kind, row.PrimaryAddress, row.Targets?.Split('\n') ?? [], row.ContractNumber, row.MailboxId))];
    }

    private static string Normalised(string address) => address is ['@', .. var domain]
        ? "@" + (DomainName.TryParse(domain)?.Value ?? domain)
        : EmailAddress.TryParse(address)?.Value ?? address;
}
