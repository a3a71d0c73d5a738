using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailPlatform;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;

namespace Oss.Domain.Subscriptions;

/// <summary>A subscription with what it has and may have.</summary>
/// <param name="ContractNumber">The CRM's contract number.</param>
/// <param name="TenantNumber">The CRM's customer number.</param>
/// <param name="Product">What it is.</param>
/// <param name="TerminatedAt">When it ended, UTC.</param>
/// <param name="Domains">Domains it has.</param>
/// <param name="Mailboxes">Mailboxes it has.</param>
/// <param name="Aliases">Aliases, forwards and catch-alls it has.</param>
/// <param name="QuotaBytes">Bytes its mailboxes are allowed together; unlimited ones do not count.</param>
/// <param name="Limits">What it may have: its own limit where it has one, else the product's; <see langword="null"/> for none.</param>
/// <param name="Version">Grows with each change.</param>
public sealed record SubscriptionView(
    string ContractNumber, string TenantNumber, ProductView Product, DateTime? TerminatedAt, long Domains, long Mailboxes, long Aliases, long QuotaBytes,
    IReadOnlyDictionary<ProductLimit, long?> Limits, long Version)
{
    /// <summary>What is suspended for all its mailboxes.</summary>
    public Suspension Suspension { get; init; }

    /// <summary>Bytes that its mailboxes use together of <see cref="ProductLimit.QuotaPool"/>, measured now; <see langword="null"/> without that limit, in lists, and while the platform is out of reach.</summary>
    public long? PoolBytes { get; init; }

    /// <summary>Limits of its own: what is not among them follows the product.</summary>
    public IReadOnlyCollection<ProductLimit> Own { get; init; } = [];
}

/// <summary>Looks up subscriptions.</summary>
public sealed class GetSubscription(IDbContextFactory<OssDbContext> contexts, IMailPlatform platform, RecordRead read)
{
    /// <summary>By contract number; also one that has ended.</summary>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<SubscriptionView> ExecuteAsync(string contractNumber, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var known = db.Subscriptions.Where(s => s.ContractNumber == contractNumber && (actor.TenantId == null || s.TenantId == actor.TenantId));
        if (await LoadAsync(known, cancellationToken) is not [var found])
            throw new DomainException(new DomainError.NotFound("subscription", contractNumber));

        var ids = await known.Select(s => new { s.Id, s.TenantId }).SingleAsync(cancellationToken);
        await read.ExecuteAsync("contract", contractNumber, ids.TenantId, actor, cancellationToken);
        return found.Limits[ProductLimit.QuotaPool] is null ? found : found with { PoolBytes = await PoolAsync(platform, ids.Id, cancellationToken) };
    });

    /// <summary>What the mailboxes of a subscription use together; <see langword="null"/> while nobody can say: who looks wants to know the rest all the same.</summary>
    internal static async Task<long?> PoolAsync(IMailPlatform platform, Guid subscriptionId, CancellationToken cancellationToken)
    {
        try
        {
            return await platform.MeasurePoolAsync(subscriptionId, cancellationToken);
        }
        catch (MailPlatformUnavailableException)
        {
            return null;
        }
    }

    /// <summary>A part of those that the actor may see, by contract number, ended ones too.</summary>
    /// <param name="tenantNumber">Only those of this customer.</param>
    /// <param name="cut">Which part.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Slice<SubscriptionView>> ListAsync(string? tenantNumber, Cut cut, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await read.ListAsync("contracts", actor, cancellationToken, tenantNumber);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        IQueryable<Subscription> found = db.Subscriptions;
        if (actor.TenantId is { } own)
            found = found.Where(s => s.TenantId == own);
        if (tenantNumber is not null)
        {
            // Looked up first: a condition over a join is no range of an index.
            var tenant = await db.Tenants.Where(t => t.Number == tenantNumber).Select(t => t.Id).FirstOrDefaultAsync(cancellationToken);
            found = found.Where(s => s.TenantId == tenant);
        }

        return cut.Slice(await ReadAsync(cut.Of(found, s => s.ContractNumber), cancellationToken), row => row.ContractNumber);
    });

    /// <summary>A page of those that the actor may see, for callers whose contract counts rows.</summary>
    public Task<Page<SubscriptionView>> PageAsync(int offset, int limit, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await read.ListAsync("contracts", actor, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = actor.TenantId is { } own ? db.Subscriptions.Where(s => s.TenantId == own) : db.Subscriptions;
        return new Page<SubscriptionView>(
            await ReadAsync(found.OrderBy(s => s.ContractNumber).Skip(Page.Skipped(offset)).Take(Page.Bound(limit)), cancellationToken), await Page.CountAsync(found, cancellationToken));
    });

    internal static Task<IReadOnlyList<SubscriptionView>> LoadAsync(IQueryable<Subscription> subscriptions, CancellationToken cancellationToken) =>
        ReadAsync(subscriptions.OrderBy(s => s.ContractNumber), cancellationToken);

    private static async Task<IReadOnlyList<SubscriptionView>> ReadAsync(IQueryable<Subscription> subscriptions, CancellationToken cancellationToken)
    {
        var found = await subscriptions.AsNoTracking().Include(s => s.Tenant).Include(s => s.Product).ToListAsync(cancellationToken);
        return [.. found.Select(s => new SubscriptionView(
            s.ContractNumber, s.Tenant.Number, ProductView.Of(s.Product), s.TerminatedAt,
            s.Counts.Domains, s.Counts.Mailboxes, s.Counts.Aliases, s.Counts.QuotaBytes,
            Enum.GetValues<ProductLimit>().ToDictionary(limit => limit, s.LimitOf), s.Version) { Suspension = s.Suspension, Own = [.. s.Overrides.Keys.Order()] })];
    }
}
