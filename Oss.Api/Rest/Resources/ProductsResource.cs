using Oss.Domain.Access;
using Oss.Domain.Packages;
using Oss.Domain.Quotas;

namespace Oss.Api.Rest.Resources;

/// <summary>What can be ordered.</summary>
internal static class ProductsResource
{
    public static void MapProducts(this RouteGroupBuilder api)
    {
        api.Get("/products", "ListProducts", ApiScopes.ReadCatalog, "Lists all products by code.", ListAsync).Lists<ProductShown>();
        api.Get("/products/{code}", "GetProduct", ApiScopes.ReadCatalog, "Shows a product.", GetAsync).Returns<ProductShown>();
    }

    private static async Task<Reply> ListAsync(RestCall call, ListProducts products)
    {
        // Tens of them: cut here, so that a client pages through this list like through any.
        var rows = (await products.ExecuteAsync(call.Aborted)).Where(product => call.After is not { } after || string.CompareOrdinal(product.Code, after) > 0).ToList();
        return Reply.List(call, [.. rows.Take(call.Limit).Select(ProductShown.Of)], rows.Count > call.Limit ? rows[call.Limit - 1].Code : null);
    }

    private static async Task<Reply> GetAsync(RestCall call, string code, ListProducts products) =>
        Reply.Show(ProductShown.Of(await products.ByCodeAsync(code, call.Aborted)));
}

/// <summary>A product.</summary>
/// <param name="Code">The code an order names.</param>
/// <param name="Name">Name shown to people.</param>
/// <param name="Mailboxes">Mailboxes of one contract.</param>
/// <param name="Aliases">Aliases, forwards and catch-alls of one contract.</param>
/// <param name="Domains">Domains of one contract.</param>
/// <param name="MailboxQuota">What one mailbox may have, and has unless ordered otherwise.</param>
/// <param name="TotalQuota">What all mailboxes of one contract may have together.</param>
/// <param name="Features">What the mailboxes may do.</param>
internal sealed record ProductShown(
    string Code, string Name, LimitShown Mailboxes, LimitShown Aliases, LimitShown Domains, Quota MailboxQuota, Quota TotalQuota, IReadOnlyList<ProductFeatures> Features)
{
    public static ProductShown Of(ProductView product) => new(
        product.Code, product.Name, LimitShown.Of(product.MaxMailboxes), LimitShown.Of(product.MaxAliases), LimitShown.Of(product.MaxDomains),
        product.MailboxQuota, product.TotalQuota, product.Features);
}
