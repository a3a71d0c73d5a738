using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Orders;
using Oss.Domain.Persistence;

namespace Oss.Domain.Packages;

/// <summary>Says whom a change of a product meets, and does nothing.</summary>
public sealed class PreviewProduct(IDbContextFactory<OssDbContext> contexts)
{
    private static readonly OrderValidator Validator = new();

    /// <summary>Counts whom an order's item that modifies a product would meet.</summary>
    /// <exception cref="DomainException">The change breaks rules, there is no such product, or the actor is no operator: customers' names are among the samples.</exception>
    public Task<ProductImpact> ExecuteAsync(ProductItemRequest change, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        if (!OrderPermissions.Allow(actor, change))
            throw new DomainException(new DomainError.Forbidden($"The role {actor.Role} may not change products."));
        if (Validator.Findings(new OrderRequest("preview", "preview", [change])) is { Count: > 0 } findings)
            throw new DomainException(new DomainError.Validation(findings));

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ProductImpact.LoadAsync(db, change, cancellationToken) ?? throw new DomainException(new DomainError.NotFound("product", change.Code));
    });
}
