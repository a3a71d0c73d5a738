using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailPlatform;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;

namespace Oss.Domain.Tenants;

/// <summary>A customer as the console shows it.</summary>
/// <param name="Id">The tenant.</param>
/// <param name="Number">The CRM's customer number.</param>
/// <param name="Name">The name.</param>
/// <param name="Contracts">The contracts that live, the first <see cref="GetTenantUse.Shown"/>.</param>
/// <param name="Domains">The domains, the first <see cref="GetTenantUse.Shown"/>.</param>
/// <param name="DomainCount">How many there are.</param>
public sealed record TenantDetails(Guid Id, string Number, string Name, IReadOnlyList<TenantContract> Contracts, IReadOnlyList<string> Domains, int DomainCount)
{
    /// <summary>Whether none of its mail is passed on to addresses outside the platform.</summary>
    public bool ForbidsExternalForwarding { get; init; }

    /// <summary>Mailboxes that have ended and can be brought back, the first <see cref="GetTenantUse.Shown"/>.</summary>
    public IReadOnlyList<EndedMailbox> Ended { get; init; } = [];
}

/// <summary>A mailbox that has ended and whose mail is kept.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Address">Its address.</param>
/// <param name="PurgeAt">Until when, UTC.</param>
public sealed record EndedMailbox(Guid Id, string Address, DateTime? PurgeAt);

/// <summary>One contract of a customer.</summary>
/// <param name="ContractNumber">The CRM's number.</param>
/// <param name="ProductCode">The product.</param>
/// <param name="ProductName">The product.</param>
/// <param name="Suspension">What is suspended.</param>
/// <param name="Uses">What counts against a limit.</param>
public sealed record TenantContract(string ContractNumber, string ProductCode, string ProductName, Suspension Suspension, IReadOnlyList<LimitUse> Uses);

/// <summary>A limit and what is used of it.</summary>
/// <param name="Limit">Which.</param>
/// <param name="Used">Mailboxes, aliases, domains, or bytes.</param>
/// <param name="Maximum">The contract's limit; <see langword="null"/> for none.</param>
/// <param name="IsOwn">Whether the contract has a limit other than its product's.</param>
public sealed record LimitUse(ProductLimit Limit, long Used, long? Maximum, bool IsOwn);

/// <summary>Looks up one customer with what is used of each contract's limits.</summary>
public sealed class GetTenantUse(IDbContextFactory<OssDbContext> contexts, IMailPlatform platform, RecordRead read)
{
    /// <summary>Contracts and domains shown of one customer.</summary>
    public const int Shown = 100;

    /// <summary>The customer by its id.</summary>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public Task<TenantDetails> ExecuteAsync(Guid id, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenant = await db.Tenants.AsNoTracking().FirstOrDefaultAsync(t => t.Id == id && (actor.TenantId == null || t.Id == actor.TenantId), cancellationToken)
            ?? throw new DomainException(new DomainError.NotFound("tenant", id.ToString()));
        await read.ExecuteAsync("tenant", tenant.Number, tenant.Id, actor, cancellationToken);
        var contracts = await db.Subscriptions.AsNoTracking().Include(s => s.Product).Where(s => s.TenantId == id && s.TerminatedAt == null)
            .OrderBy(s => s.ContractNumber).Take(Shown).ToListAsync(cancellationToken);
        var shown = new List<TenantContract>();
        foreach (var contract in contracts)
            shown.Add(new TenantContract(contract.ContractNumber, contract.Product.Code, contract.Product.Name, contract.Suspension, [.. Uses(contract), .. await PoolAsync(contract, cancellationToken)]));
        var domains = db.MailDomains.AsNoTracking().Where(d => d.Subscription.TenantId == id);
        return new TenantDetails(
            tenant.Id, tenant.Number, tenant.Name, shown,
            await domains.OrderBy(d => d.Name).Take(Shown).Select(d => d.Name).ToListAsync(cancellationToken), await domains.CountAsync(cancellationToken))
        {
            ForbidsExternalForwarding = tenant.ForbidsExternalForwarding,
            Ended = await db.Mailboxes.Where(m => m.State == MailboxState.Terminated && m.Subscription.TenantId == id)
                .OrderBy(m => m.PrimaryAddress).Take(Shown).Select(m => new EndedMailbox(m.Id, m.PrimaryAddress, m.PurgeAt)).ToListAsync(cancellationToken),
        };
    });

    // Measured on disk, so that it is not there while the disk is not.
    private async Task<LimitUse[]> PoolAsync(Subscriptions.Subscription contract, CancellationToken cancellationToken) =>
        contract.LimitOf(ProductLimit.QuotaPool) is { } limit && await Subscriptions.GetSubscription.PoolAsync(platform, contract.Id, cancellationToken) is { } used
            ? [new LimitUse(ProductLimit.QuotaPool, used, limit, contract.Overrides.ContainsKey(ProductLimit.QuotaPool))]
            : [];

    private static LimitUse[] Uses(Subscriptions.Subscription contract) =>
    [
        .. new[]
        {
            (ProductLimit.Mailboxes, contract.Counts.Mailboxes), (ProductLimit.Aliases, contract.Counts.Aliases), (ProductLimit.Domains, contract.Counts.Domains), (ProductLimit.QuotaTotal, contract.Counts.QuotaBytes),
        }.Select(use => new LimitUse(use.Item1, use.Item2, contract.LimitOf(use.Item1), contract.Overrides.ContainsKey(use.Item1))),
    ];
}
