using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Persistence;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Packages;

/// <summary>What contracts have of what a product limits, were it limited otherwise.</summary>
internal sealed class LimitUses(OssDbContext db, Product product, IReadOnlyDictionary<ProductLimit, long?> changes)
{
    private readonly IQueryable<Subscription> _contracts = ProductImpact.ContractsOf(db, product.Id);

    private IQueryable<Mailbox> Living => db.Mailboxes.Where(m => m.State != MailboxState.Terminated && m.State != MailboxState.Purged);

    public async Task<LimitImpact> ImpactAsync(ProductLimit limit, CancellationToken ct)
    {
        var after = After(limit);
        var owning = ProductImpact.Owning(db, limit);
        var following = _contracts.Where(s => !owning.Contains(s.Id));
        var exceeding = after is { } most ? await ExceedingAsync(limit, following, most, ct) : AffectedContracts.None;
        if (limit == ProductLimit.QuotaTotal && changes.ContainsKey(ProductLimit.QuotaPerMailbox))
            exceeding = With(exceeding, await OfTheirOwnAsync(ct));
        return new LimitImpact(
            limit, product.LimitOf(limit), after, await following.LongCountAsync(ct), await _contracts.LongCountAsync(s => owning.Contains(s.Id), ct),
            limit == ProductLimit.QuotaPerMailbox ? await Living.LongCountAsync(m => !m.HasOwnQuota && following.Any(s => s.Id == m.SubscriptionId), ct) : 0, exceeding);
    }

    private long? After(ProductLimit limit) => changes.TryGetValue(limit, out var changed) ? changed : product.LimitOf(limit);

    private Task<AffectedContracts> ExceedingAsync(ProductLimit limit, IQueryable<Subscription> following, long most, CancellationToken ct) => limit switch
    {
        ProductLimit.Mailboxes => AffectedContracts.LoadAsync(following.Select(s => new ContractUse
        {
            ContractNumber = s.ContractNumber, TenantNumber = s.Tenant.Number, TenantName = s.Tenant.Name, Amount = Living.LongCount(m => m.SubscriptionId == s.Id),
        }), most, ct),
        ProductLimit.Domains => AffectedContracts.LoadAsync(following.Select(s => new ContractUse
        {
            ContractNumber = s.ContractNumber, TenantNumber = s.Tenant.Number, TenantName = s.Tenant.Name, Amount = db.MailDomains.LongCount(d => d.SubscriptionId == s.Id),
        }), most, ct),
        ProductLimit.Aliases => AffectedContracts.LoadAsync(following.Select(s => new ContractUse
        {
            ContractNumber = s.ContractNumber, TenantNumber = s.Tenant.Number, TenantName = s.Tenant.Name,
            Amount = db.Addresses.LongCount(a => a.SubscriptionId == s.Id && a.Kind != AddressKind.Mailbox && a.Kind != AddressKind.Quarantined),
        }), most, ct),
        ProductLimit.AliasesPerMailbox => AffectedContracts.LoadAsync(following.Select(s => new ContractUse
        {
            ContractNumber = s.ContractNumber, TenantNumber = s.Tenant.Number, TenantName = s.Tenant.Name,
            Amount = Living.LongCount(m => m.SubscriptionId == s.Id && db.Addresses.Count(a => a.MailboxId == m.Id && a.Kind == AddressKind.Alias) > most),
        }), 0, ct),
        ProductLimit.QuotaPerMailbox => AffectedContracts.LoadAsync(following.Select(s => new ContractUse
        {
            ContractNumber = s.ContractNumber, TenantNumber = s.Tenant.Number, TenantName = s.Tenant.Name,
            Amount = Living.LongCount(m => m.SubscriptionId == s.Id && m.HasOwnQuota && (m.QuotaBytes == null || m.QuotaBytes > most)),
        }), 0, ct),
        ProductLimit.QuotaTotal => AffectedContracts.LoadAsync(Together(following), most, ct),
        // Of what is sent, and of what lies on disk, the database has no count.
        _ => Task.FromResult(AffectedContracts.None),
    };

    // With what each mailbox would have that follows.
    private IQueryable<ContractUse> Together(IQueryable<Subscription> contracts)
    {
        var each = After(ProductLimit.QuotaPerMailbox) ?? 0;
        var owning = ProductImpact.Owning(db, ProductLimit.QuotaPerMailbox);
        return contracts.Select(s => new ContractUse
        {
            ContractNumber = s.ContractNumber, TenantNumber = s.Tenant.Number, TenantName = s.Tenant.Name,
            Amount = Living.Where(m => m.SubscriptionId == s.Id).Sum(m => m.HasOwnQuota || owning.Contains(m.SubscriptionId) ? m.QuotaBytes ?? 0 : each),
        });
    }

    // A contract may have a total of its own and follow what each mailbox has: what it has of its own only the row itself says.
    private async Task<AffectedContracts> OfTheirOwnAsync(CancellationToken ct)
    {
        var (total, each) = (ProductImpact.Owning(db, ProductLimit.QuotaTotal), ProductImpact.Owning(db, ProductLimit.QuotaPerMailbox));
        var contracts = _contracts.Where(s => total.Contains(s.Id) && !each.Contains(s.Id));
        var most = await contracts.Select(s => new { s.ContractNumber, s.Overrides }).ToDictionaryAsync(s => s.ContractNumber, s => s.Overrides[ProductLimit.QuotaTotal] ?? long.MaxValue, ct);
        var over = most.Count == 0 ? [] : (await Together(contracts).OrderBy(use => use.ContractNumber).ToListAsync(ct)).Where(use => use.Amount > most[use.ContractNumber]).ToList();
        return new AffectedContracts(over.Count, [.. over.Take(ProductImpact.Samples)]);
    }

    private static AffectedContracts With(AffectedContracts first, AffectedContracts second) =>
        new(first.Count + second.Count, [.. first.Samples.Concat(second.Samples).Take(ProductImpact.Samples)]);
}
