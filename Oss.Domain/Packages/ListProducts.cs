using Microsoft.EntityFrameworkCore;
using Oss.Domain.Persistence;
using Oss.Domain.Quotas;

namespace Oss.Domain.Packages;

/// <summary>A product as any caller sees it. A limit that is <see langword="null"/> does not limit.</summary>
/// <param name="Code">The code an order names.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="MaxMailboxes">Mailboxes of one subscription.</param>
/// <param name="MaxAliases">Aliases, forwards and catch-alls of one subscription.</param>
/// <param name="MaxDomains">Domains of one subscription.</param>
/// <param name="MailboxQuota">What one mailbox may have, and has unless ordered otherwise.</param>
/// <param name="TotalQuota">What all mailboxes of one subscription may have together.</param>
/// <param name="Features">What the mailboxes may do.</param>
public sealed record ProductView(
    string Code, string Name, int? MaxMailboxes, int? MaxAliases, int? MaxDomains, Quota MailboxQuota, Quota TotalQuota, IReadOnlyList<ProductFeatures> Features)
{
    /// <summary>Every limit; <see langword="null"/> for none.</summary>
    public required IReadOnlyDictionary<ProductLimit, long?> Limits { get; init; }

    /// <summary>Codes of the products that a subscription may change to; <see langword="null"/> for any.</summary>
    public required IReadOnlyList<string>? MayBecome { get; init; }

    /// <summary>Whether a domain takes mail only once its tenant has proven to own it.</summary>
    public required bool RequiresVerifiedDomains { get; init; }

    /// <summary>Grows with each change.</summary>
    public required long Version { get; init; }

    internal static ProductView Of(Product product) => new(
        product.Code, product.Name, product.MaxMailboxes, product.MaxAliases, product.MaxDomains,
        Quota.FromNullable(product.MailboxQuotaBytes), Quota.FromNullable(product.TotalQuotaBytes),
        [.. Enum.GetValues<ProductFeatures>().Where(feature => feature != ProductFeatures.None && product.Features.HasFlag(feature))])
    {
        Limits = Enum.GetValues<ProductLimit>().ToDictionary(limit => limit, product.LimitOf),
        MayBecome = product.MayBecome?.Split(',', StringSplitOptions.RemoveEmptyEntries),
        RequiresVerifiedDomains = product.RequiresVerifiedDomains,
        Version = product.Version,
    };
}

/// <summary>The catalogue: what can be ordered.</summary>
public sealed class ListProducts(IDbContextFactory<OssDbContext> contexts)
{
    /// <summary>All products, by code. There are tens of them, never thousands.</summary>
    public Task<IReadOnlyList<ProductView>> ExecuteAsync(CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync<IReadOnlyList<ProductView>>(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return [.. (await db.Products.AsNoTracking().OrderBy(p => p.Code).ToListAsync(cancellationToken)).Select(ProductView.Of)];
    });

    /// <summary>One product.</summary>
    /// <exception cref="DomainException">There is none of that code.</exception>
    public Task<ProductView> ByCodeAsync(string code, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Products.AsNoTracking().FirstOrDefaultAsync(p => p.Code == code, cancellationToken) is { } product
            ? ProductView.Of(product)
            : throw new DomainException(new DomainError.NotFound("product", code));
    });
}
