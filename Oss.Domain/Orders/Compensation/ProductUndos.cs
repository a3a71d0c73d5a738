using Microsoft.EntityFrameworkCore;
using Oss.Domain.Packages;

namespace Oss.Domain.Orders.Compensation;

/// <summary>Ends a product that was provided.</summary>
internal sealed record EndProduct(Guid Id) : ItemUndo
{
    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var product = await context.Db.Products.SingleAsync(p => p.Id == Id, cancellationToken);
        if (await context.Db.Subscriptions.AnyAsync(s => s.ProductId == Id, cancellationToken))
            throw new CannotUndoException($"Contracts have the product '{product.Code}' by now.");

        context.Db.Products.Remove(product);
        return new Undone($"The product '{product.Code}' is gone again.", null);
    }
}

/// <summary>What a product was, to be made so again.</summary>
internal sealed record StoredProduct(string Name, IReadOnlyDictionary<ProductLimit, long?> Limits, ProductFeatures Features, string? MayBecome, bool RequiresVerifiedDomains)
{
    public static StoredProduct Of(Product product) => new(
        product.Name, Enum.GetValues<ProductLimit>().ToDictionary(limit => limit, product.LimitOf), product.Features, product.MayBecome, product.RequiresVerifiedDomains);

    public void ApplyTo(Product product)
    {
        (product.Name, product.Features, product.MayBecome, product.RequiresVerifiedDomains) = (Name, Features, MayBecome, RequiresVerifiedDomains);
        foreach (var (limit, maximum) in Limits)
            product.SetLimit(limit, maximum);
    }
}

/// <summary>Brings back a product that was ended.</summary>
internal sealed record ReturnProduct(Guid Id, string Code, StoredProduct Was) : ItemUndo
{
    public static ReturnProduct Of(Product product) => new(product.Id, product.Code, StoredProduct.Of(product));

    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        if (await context.Db.Products.AnyAsync(p => p.Code == Code, cancellationToken))
            throw new CannotUndoException($"There is another product '{Code}' by now.");

        var product = new Product { Id = Id, Code = Code, Name = Was.Name };
        Was.ApplyTo(product);
        context.Db.Products.Add(product);
        return new Undone($"The product '{Code}' is there again.", null);
    }
}

/// <summary>Gives a product its former limits and features, which all that have it follow.</summary>
internal sealed record ResetProduct(Guid Id, StoredProduct Was) : ItemUndo
{
    public static ResetProduct Of(Product product) => new(product.Id, StoredProduct.Of(product));

    public override async Task<Undone> ApplyAsync(UndoContext context, CancellationToken cancellationToken)
    {
        var product = await context.Db.Products.SingleAsync(p => p.Id == Id, cancellationToken);
        // What others got under the limits there are now is not taken from them; behind the barrier nobody gets more.
        await FollowProduct.BarAsync(context.Db, Id, cancellationToken);
        var back = new ProductItemRequest(OrderAction.Modify, product.Code, Limits: [.. Was.Limits.Select(limit => new LimitOverride(limit.Key, limit.Value))], RequiresVerifiedDomains: Was.RequiresVerifiedDomains);
        if (await ProductImpact.LoadAsync(context.Db, back, cancellationToken) is { IsExceeded: true })
            throw new CannotUndoException($"Contracts have more by now than the product '{product.Code}' allowed before.");

        var quota = product.MailboxQuotaBytes;
        Was.ApplyTo(product);
        await new FollowProduct(Id, product.MailboxQuotaBytes, quota != product.MailboxQuotaBytes).ExecuteAsync(context.Db, cancellationToken);
        return new Undone($"The product '{product.Code}' is as it was.", null);
    }
}
