using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Persistence;
using Oss.Domain.Subscriptions;

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
public sealed class GetAddress(IDbContextFactory<OssDbContext> contexts, RecordRead read)
{
    /// <summary>One address.</summary>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<AddressView> ExecuteAsync(string address, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await FindAsync(db, Normalised(address), actor, cancellationToken) is { } found)
            return found;
        // By another name of its domain, as mail and logins find it.
        return await OriginalName.OfAsync(db, address, cancellationToken) is { } original && await FindAsync(db, original, actor, cancellationToken) is { } other ? other
            : throw new DomainException(new DomainError.NotFound("address", address));
    });

    private static async Task<AddressView?> FindAsync(OssDbContext db, string value, Actor actor, CancellationToken cancellationToken) => (await LoadAsync(
        db, db.Addresses.Where(a => a.Value == value && (actor.TenantId == null || db.Subscriptions.Any(s => s.Id == a.SubscriptionId && s.TenantId == actor.TenantId))), cancellationToken)).SingleOrDefault();

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

    /// <summary>A part of those that the actor may see, in their order.</summary>
    public Task<Slice<AddressView>> ListAsync(AddressFilter filter, Cut cut, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await read.ListAsync("addresses", actor, cancellationToken, filter.Kind?.ToString(), filter.Mailbox, filter.ContractNumber, filter.Domain);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<Address> found = db.Addresses;
        if (filter.Kind is { } kind)
            found = found.Where(a => a.Kind == kind);
        if (filter.Mailbox is { } mailbox && Normalised(mailbox) is var primary)
        {
            // What is filtered by is looked up first: a condition over a join is no range of an index.
            var id = await db.Addresses.Where(a => a.Value == primary && a.Kind == AddressKind.Mailbox).Select(a => a.MailboxId).FirstOrDefaultAsync(cancellationToken);
            found = found.Where(a => id != null && a.MailboxId == id);
        }

        if (filter.Domain is { } domain && (DomainName.TryParse(domain)?.Value ?? domain) is var name)
        {
            var id = await db.MailDomains.Where(d => d.Name == name).Select(d => d.Id).FirstOrDefaultAsync(cancellationToken);
            found = found.Where(a => a.DomainId == id);
        }

        var contracts = await OwnContracts.OfAsync(db, actor, null, filter.ContractNumber, cancellationToken);
        return cut.Slice(await LoadAsync(db, cut.Of(found, a => a.Value, a => a.SubscriptionId, contracts), cancellationToken), row => row.Value);
    });

    /// <summary>A page of those that lead somewhere and that the actor may see, for callers whose contract counts rows.</summary>
    public Task<Page<AddressView>> PageAsync(int offset, int limit, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await read.ListAsync("addresses", actor, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = db.Addresses.Where(a => a.Kind == AddressKind.Alias || a.Kind == AddressKind.Forward || a.Kind == AddressKind.CatchAll)
            .In(a => a.SubscriptionId, await OwnContracts.OfAsync(db, actor, null, null, cancellationToken));
        return new Page<AddressView>(await LoadAsync(db, found.OrderBy(a => a.Value).Skip(Page.Skipped(offset)).Take(Page.Bound(limit)), cancellationToken), await Page.CountAsync(found, cancellationToken));
    });

    private static async Task<IReadOnlyList<AddressView>> LoadAsync(OssDbContext db, IQueryable<Address> addresses, CancellationToken cancellationToken)
    {
        var rows = await addresses.AsNoTracking()
            .Select(a => new { a.Value, a.Kind, a.Mailbox!.PrimaryAddress, a.Targets, db.Subscriptions.First(s => s.Id == a.SubscriptionId).ContractNumber, a.MailboxId })
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new AddressView(row.Value, row.Kind, row.PrimaryAddress, row.Targets?.Split('\n') ?? [], row.ContractNumber, row.MailboxId))];
    }

    private static string Normalised(string address) => address is ['@', .. var domain]
        ? "@" + (DomainName.TryParse(domain)?.Value ?? domain)
        : EmailAddress.TryParse(address)?.Value ?? address;
}
