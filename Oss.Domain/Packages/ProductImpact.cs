using Microsoft.EntityFrameworkCore;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Packages;

/// <summary>Whom a change of a product meets: counted by the database, however many have it, with a few of them by name.</summary>
/// <param name="Code">The product.</param>
/// <param name="Version">The version that was looked at; an order that names it is refused when another has changed the product since.</param>
/// <param name="Contracts">Living contracts that have the product.</param>
/// <param name="Customised">Those of them with limits of their own, which stay as they are.</param>
/// <param name="Mailboxes">Mailboxes of all these contracts.</param>
/// <param name="Limits">What changes of the limits.</param>
/// <param name="Features">What changes of the features.</param>
/// <param name="Own">The first contracts with limits of their own, and which these are.</param>
/// <param name="Unproven">Contracts with domains that would take no more mail, because ownership is demanded from now on; <see langword="null"/> unless it is.</param>
public sealed record ProductImpact(
    string Code, long Version, long Contracts, long Customised, long Mailboxes, IReadOnlyList<LimitImpact> Limits, IReadOnlyList<FeatureImpact> Features, IReadOnlyList<CustomisedContract> Own,
    AffectedContracts? Unproven)
{
    /// <summary>Contracts shown by name.</summary>
    public const int Samples = 10;

    /// <summary>Whether somebody has more than would be allowed.</summary>
    public bool IsExceeded => Limits.Any(limit => limit.Exceeding.Count > 0) || Unproven is { Count: > 0 };

    /// <summary>What an order that modifies a product would mean; <see langword="null"/> when there is no such product.</summary>
    /// <param name="db">The database.</param>
    /// <param name="item">The change.</param>
    /// <param name="ct">Ends the look-up.</param>
    /// <param name="isSaved">True when the product's row has the change already, and all that the item names is to be counted.</param>
    internal static async Task<ProductImpact?> LoadAsync(OssDbContext db, ProductItemRequest item, CancellationToken ct, bool isSaved = false)
    {
        if (await db.Products.AsNoTracking().FirstOrDefaultAsync(p => p.Code == item.Code, ct) is not { } product)
            return null;

        var contracts = ContractsOf(db, product.Id);
        var limits = (item.Limits ?? []).Where(limit => isSaved || limit.Maximum != product.LimitOf(limit.Limit)).GroupBy(limit => limit.Limit).ToDictionary(group => group.Key, group => group.Last().Maximum);
        var counting = new LimitUses(db, product, limits);
        var impacts = new List<LimitImpact>();
        foreach (var limit in limits.Keys.Order())
            impacts.Add(await counting.ImpactAsync(limit, ct));
        // More storage for each may be more than all may have together.
        if (limits.ContainsKey(ProductLimit.QuotaPerMailbox) && !limits.ContainsKey(ProductLimit.QuotaTotal) && await counting.ImpactAsync(ProductLimit.QuotaTotal, ct) is { Exceeding.Count: > 0 } together)
            impacts.Add(together);

        var mailboxes = await db.Mailboxes.LongCountAsync(m => m.State != MailboxState.Terminated && m.State != MailboxState.Purged && contracts.Any(s => s.Id == m.SubscriptionId), ct);
        var customised = CustomisedOf(db, contracts);
        return new ProductImpact(
            product.Code, product.Version, await contracts.LongCountAsync(ct), await customised.LongCountAsync(ct), mailboxes, impacts,
            [
                .. (item.AddFeatures ?? []).Distinct().Where(feature => !product.Features.HasFlag(feature)).Select(feature => new FeatureImpact(feature, Added: true, mailboxes)),
                .. (item.RemoveFeatures ?? []).Distinct().Where(feature => product.Features.HasFlag(feature)).Select(feature => new FeatureImpact(feature, Added: false, mailboxes)),
            ],
            [.. (await customised.OrderBy(s => s.ContractNumber).Take(Samples).Select(s => new { s.ContractNumber, s.Tenant.Number, s.Tenant.Name, s.Overrides }).ToListAsync(ct))
                .Select(s => new CustomisedContract(s.ContractNumber, s.Number, s.Name, s.Overrides))],
            item.RequiresVerifiedDomains is true && (isSaved || !product.RequiresVerifiedDomains) ? await UnprovenAsync(db, contracts, ct) : null);
    }

    internal static IQueryable<Subscription> ContractsOf(OssDbContext db, Guid product) => db.Subscriptions.AsNoTracking().Where(s => s.ProductId == product && s.TerminatedAt == null);

    /// <summary>Subscriptions with a limit of their own: what is stored is JSON, and no comparison of the dictionary can be translated.</summary>
    internal static IQueryable<Guid> Owning(OssDbContext db, ProductLimit limit) =>
        db.Subscriptions.FromSqlRaw("SELECT * FROM Subscriptions WHERE Overrides LIKE {0}", $"%\"{limit}\":%").Select(s => s.Id);

    private static IQueryable<Subscription> CustomisedOf(OssDbContext db, IQueryable<Subscription> contracts)
    {
        var customised = db.Subscriptions.FromSqlRaw("SELECT * FROM Subscriptions WHERE Overrides <> '{{}}'").Select(s => s.Id);
        return contracts.Where(s => customised.Contains(s.Id));
    }

    private static Task<AffectedContracts> UnprovenAsync(OssDbContext db, IQueryable<Subscription> contracts, CancellationToken ct) => AffectedContracts.LoadAsync(
        contracts.Select(s => new ContractUse
        {
            ContractNumber = s.ContractNumber, TenantNumber = s.Tenant.Number, TenantName = s.Tenant.Name,
            Amount = db.MailDomains.LongCount(d => d.SubscriptionId == s.Id && d.Ownership != DomainOwnership.Verified),
        }), 0, ct);
}

/// <summary>What changes of one limit.</summary>
/// <param name="Limit">Which.</param>
/// <param name="Before">The product's limit now; <see langword="null"/> for none.</param>
/// <param name="After">What it would be.</param>
/// <param name="Following">Contracts that follow.</param>
/// <param name="Own">Contracts that have this limit of their own and keep it.</param>
/// <param name="Mailboxes">Mailboxes whose storage limit changes with the contract's; only of <see cref="ProductLimit.QuotaPerMailbox"/>.</param>
/// <param name="Exceeding">Contracts that have more than they could get; of a limit of each mailbox the amount is how many mailboxes have.</param>
public sealed record LimitImpact(ProductLimit Limit, long? Before, long? After, long Following, long Own, long Mailboxes, AffectedContracts Exceeding);

/// <summary>What changes of one feature.</summary>
/// <param name="Feature">Which.</param>
/// <param name="Added">Whether it is added; otherwise it is taken away.</param>
/// <param name="Mailboxes">Mailboxes that get or lose it.</param>
public sealed record FeatureImpact(ProductFeatures Feature, bool Added, long Mailboxes);

/// <summary>A contract with limits of its own.</summary>
/// <param name="ContractNumber">The contract.</param>
/// <param name="TenantNumber">The customer.</param>
/// <param name="TenantName">The customer's name.</param>
/// <param name="Overrides">What it has of its own; <see langword="null"/> as a value is no limit.</param>
public sealed record CustomisedContract(string ContractNumber, string TenantNumber, string TenantName, IReadOnlyDictionary<ProductLimit, long?> Overrides);

/// <summary>A contract and how much it has.</summary>
public sealed record ContractUse
{
    /// <summary>The contract.</summary>
    public required string ContractNumber { get; init; }

    /// <summary>The customer.</summary>
    public required string TenantNumber { get; init; }

    /// <summary>The customer's name.</summary>
    public required string TenantName { get; init; }

    /// <summary>How much it has.</summary>
    public required long Amount { get; init; }
}

/// <summary>Contracts that something meets.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Samples">The first of them.</param>
public sealed record AffectedContracts(long Count, IReadOnlyList<ContractUse> Samples)
{
    /// <summary>None.</summary>
    public static AffectedContracts None { get; } = new(0, []);

    internal static async Task<AffectedContracts> LoadAsync(IQueryable<ContractUse> uses, long most, CancellationToken ct)
    {
        var over = uses.Where(use => use.Amount > most);
        return await over.LongCountAsync(ct) is > 0 and var count
            ? new AffectedContracts(count, await over.OrderBy(use => use.ContractNumber).Take(ProductImpact.Samples).ToListAsync(ct))
            : None;
    }
}
