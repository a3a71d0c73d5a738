using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Addresses;
using Oss.Domain.Persistence;
using Oss.Domain.Subscriptions;

// The comparisons run in the database, whose collation is binary; EF translates no overload that says "ordinal".
#pragma warning disable CA1309

namespace Oss.Domain.Domains;

/// <summary>A mail domain as any caller sees it.</summary>
/// <param name="Name">Its name, as stored and compared.</param>
/// <param name="DisplayName">Its name, as people read it.</param>
/// <param name="Shared">Whether mailboxes of other tenants may lie in it.</param>
/// <param name="ContractNumber">The subscription it belongs to.</param>
/// <param name="TenantNumber">The customer it belongs to.</param>
/// <param name="Version">Grows with each change.</param>
public sealed record DomainView(string Name, string DisplayName, bool Shared, string ContractNumber, string TenantNumber, long Version)
{
    /// <summary>What is known of whether its tenant owns it.</summary>
    public DomainOwnership Ownership { get; init; }

    /// <summary>When it was last found to be the tenant's, UTC.</summary>
    public DateTime? VerifiedAt { get; init; }

    /// <summary>Until when its tenant may prove to own it, UTC; it is ended then. Absent when there is nothing to prove.</summary>
    public DateTime? ClaimedUntil { get; init; }

    /// <summary>The domain that it is another name of.</summary>
    public string? AliasOf { get; init; }

    /// <summary>Characters that a new name before the @ must have.</summary>
    public int MinNameLength { get; init; } = 1;

    /// <summary>Where mail for its addresses goes on to, as in <c>smtp:mail.example.org:25</c>; absent when it ends here.</summary>
    public string? RelayTo { get; init; }

    /// <summary>Which recipients are taken for the server there; absent when mail ends here.</summary>
    public Relaying.RelayRecipients? RelayRecipients { get; init; }

    internal static DomainView Of(MailDomain domain) =>
        new(domain.Name, DomainName.TryParse(domain.Name)!.Display, domain.Shared, domain.Subscription.ContractNumber, domain.Subscription.Tenant.Number, domain.Version)
        {
            Ownership = domain.Ownership, VerifiedAt = domain.VerifiedAt, ClaimedUntil = domain.ClaimedUntil, AliasOf = domain.AliasOf?.Name, MinNameLength = domain.MinNameLength,
            RelayTo = domain.RelayTo?.ToString(), RelayRecipients = domain.RelayTo is null ? null : domain.RelayRecipients,
        };
}

/// <summary>Looks up domains.</summary>
public sealed class GetDomain(IDbContextFactory<OssDbContext> contexts, RecordRead read)
{
    /// <summary>One domain.</summary>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<DomainView> ExecuteAsync(string name, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var value = DomainName.TryParse(name)?.Value ?? name;
        var found = await LoadAsync(db.MailDomains.Where(d => d.Name == value && (actor.TenantId == null || d.Subscription.TenantId == actor.TenantId)), cancellationToken);
        return found is [var one] ? one : throw new DomainException(new DomainError.NotFound("domain", name));
    });

    /// <summary>A part of those that the actor may see, by name.</summary>
    /// <param name="text">The beginning of the name; empty for all.</param>
    /// <param name="contractNumber">The subscription they belong to.</param>
    /// <param name="cut">Which part.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Slice<DomainView>> ListAsync(string text, string? contractNumber, Cut cut, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await read.ListAsync("domains", actor, cancellationToken, text, contractNumber);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var contracts = await OwnContracts.OfAsync(db, actor, null, contractNumber, cancellationToken);
        return cut.Slice(await LoadAsync(cut.Of(Named(db, text), d => d.Name, d => d.SubscriptionId, contracts), cancellationToken), row => row.Name);
    });

    /// <summary>A page of those that the actor may see, by name, for callers whose contract counts rows.</summary>
    public Task<Page<DomainView>> PageAsync(string text, int offset, int limit, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await read.ListAsync("domains", actor, cancellationToken, text);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = Named(db, text).In(d => d.SubscriptionId, await OwnContracts.OfAsync(db, actor, null, null, cancellationToken));
        return new Page<DomainView>(await LoadAsync(found.OrderBy(d => d.Name).Skip(Page.Skipped(offset)).Take(Page.Bound(limit)), cancellationToken), await Page.CountAsync(found, cancellationToken));
    });

    private static IQueryable<MailDomain> Named(OssDbContext db, string text)
    {
        if (text.Trim() is not { Length: > 0 } given)
            return db.MailDomains;

        var start = DomainName.TryParse(given)?.Value ?? given.ToLowerInvariant();
        var end = start + SearchText.Highest;
        return db.MailDomains.Where(d => string.Compare(d.Name, start) >= 0 && string.Compare(d.Name, end) < 0);
    }

    private static async Task<IReadOnlyList<DomainView>> LoadAsync(IQueryable<MailDomain> domains, CancellationToken cancellationToken)
    {
        var rows = await domains.AsNoTracking()
            .Include(d => d.Subscription.Tenant).Include(d => d.AliasOf).ToListAsync(cancellationToken);
        return [.. rows.Select(DomainView.Of)];
    }
}
