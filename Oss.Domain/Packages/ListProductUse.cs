using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;

namespace Oss.Domain.Packages;

/// <summary>A product as the console shows it.</summary>
/// <param name="Product">The product.</param>
/// <param name="Contracts">How many living contracts have it, of those the actor may see.</param>
public sealed record ProductUse(Product Product, int Contracts);

/// <summary>The catalogue as operators look at it: with how many contracts hang on each product. A catalogue is a page long.</summary>
public sealed class ListProductUse(IDbContextFactory<OssDbContext> contexts)
{
    /// <summary>All products, by name.</summary>
    public Task<IReadOnlyList<ProductUse>> ExecuteAsync(Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync<IReadOnlyList<ProductUse>>(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Uses(db, db.Products.AsNoTracking().OrderBy(p => p.Name), actor).Take(Page.MaxLimit).ToListAsync(cancellationToken);
    });

    /// <summary>One product.</summary>
    /// <exception cref="DomainException">There is none of this code.</exception>
    public Task<ProductUse> ByCodeAsync(string code, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Uses(db, db.Products.AsNoTracking().Where(p => p.Code == code), actor).FirstOrDefaultAsync(cancellationToken)
            ?? throw new DomainException(new DomainError.NotFound("product", code));
    });

    private static IQueryable<ProductUse> Uses(OssDbContext db, IQueryable<Product> products, Actor actor) =>
        products.Select(p => new ProductUse(p, db.Subscriptions.Count(s => s.ProductId == p.Id && s.TerminatedAt == null && (actor.TenantId == null || s.TenantId == actor.TenantId))));
}
