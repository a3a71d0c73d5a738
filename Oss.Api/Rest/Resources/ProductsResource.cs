using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Orders;
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
        api.Post("/products", "ProvideProduct", ApiScopes.WriteCatalog, "Adds a product to the catalogue.", ProvideAsync).Takes<ProductBody>().Changes().Returns<ChangeBody>(StatusCodes.Status201Created);
        api.Post("/products/{code}:preview", "PreviewProduct", ApiScopes.WriteCatalog, "Says whom a change of a product meets, and does nothing.", PreviewAsync)
            .Takes<ProductChanges>().Returns<ImpactShown>().Asks();
        api.Patch("/products/{code}", "ModifyProduct", ApiScopes.WriteCatalog, "Changes a product, which contracts follow but for the limits that are their own.", ModifyAsync).Takes<ProductChanges>().Changes();
        api.Delete("/products/{code}", "TerminateProduct", ApiScopes.WriteCatalog, "Removes a product that no contract ever had.", TerminateAsync).Changes();
    }

    private static async Task<Reply> ListAsync(RestCall call, ListProducts products)
    {
        // Tens of them: cut here, so that a client pages through this list like through any.
        var rows = (await products.ExecuteAsync(call.Aborted)).Where(product => call.After is not { } after || string.CompareOrdinal(product.Code, after) > 0).ToList();
        return Reply.List(call, [.. rows.Take(call.Limit).Select(ProductShown.Of)], rows.Count > call.Limit ? rows[call.Limit - 1].Code : null);
    }

    private static async Task<Reply> GetAsync(RestCall call, string code, ListProducts products)
    {
        var product = await products.ByCodeAsync(code, call.Aborted);
        return Reply.Show(ProductShown.Of(product), product.Version);
    }

    private static async Task<Reply> ProvideAsync(RestCall call, RestChange change)
    {
        var body = await call.ReadAsync<ProductBody>();
        var item = body.ToItem(OrderAction.Provide);
        return await change.ExecuteAsync(call, item, location: $"/products/{Uri.EscapeDataString(item.Code)}");
    }

    private static async Task<Reply> PreviewAsync(RestCall call, string code, PreviewProduct preview) =>
        Reply.Say(ImpactShown.Of(await preview.ExecuteAsync((await call.ReadAsync<ProductChanges>()).ToItem(code), call.Actor, call.Aborted)));

    private static async Task<Reply> ModifyAsync(RestCall call, string code, ListProducts products, RestChange change)
    {
        var (product, body) = (await products.ByCodeAsync(code, call.Aborted), await call.ReadAsync<ProductChanges>());
        return await change.ExecuteAsync(call, body.ToItem(code) with { ExpectedVersion = call.Match(ProductShown.Of(product), product.Version) });
    }

    private static async Task<Reply> TerminateAsync(RestCall call, string code, ListProducts products, RestChange change)
    {
        var product = await products.ByCodeAsync(code, call.Aborted);
        return await change.ExecuteAsync(call, new ProductItemRequest(OrderAction.Terminate, code, ExpectedVersion: call.Match(ProductShown.Of(product), product.Version)));
    }
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
/// <param name="Limits">Every limit by its name.</param>
/// <param name="RequiresVerifiedDomains">Whether a domain takes mail only once its tenant has proven to own it.</param>
/// <param name="MayBecome">Codes of the products that a contract may change to; absent for any.</param>
internal sealed record ProductShown(
    string Code, string Name, LimitShown Mailboxes, LimitShown Aliases, LimitShown Domains, Quota MailboxQuota, Quota TotalQuota, IReadOnlyList<ProductFeatures> Features,
    IReadOnlyList<NamedLimit> Limits, bool RequiresVerifiedDomains, IReadOnlyList<string>? MayBecome)
{
    public static ProductShown Of(ProductView product) => new(
        product.Code, product.Name, LimitShown.Of(product.MaxMailboxes), LimitShown.Of(product.MaxAliases), LimitShown.Of(product.MaxDomains),
        product.MailboxQuota, product.TotalQuota, product.Features,
        NamedLimit.Of(product.Limits), product.RequiresVerifiedDomains, product.MayBecome);
}

/// <summary>Changes of a product; what is absent stays as it is.</summary>
/// <param name="Name">Another name.</param>
/// <param name="Limits">Limits, those of a product following nothing; those not named stay as they are.</param>
/// <param name="AddFeatures">What its mailboxes may do as well from now on.</param>
/// <param name="RemoveFeatures">What its mailboxes may do no more.</param>
/// <param name="MayBecome">Codes of the products that a contract may change to: none when empty, any when it is * alone.</param>
/// <param name="RequiresVerifiedDomains">Whether a domain takes mail only once its tenant has proven to own it.</param>
/// <param name="EvenIfExceeded">Whether a limit may fall below what contracts have: they keep that and get no more.</param>
internal sealed record ProductChanges(
    string? Name = null, IReadOnlyList<LimitChangeBody>? Limits = null, IReadOnlyList<ProductFeatures>? AddFeatures = null, IReadOnlyList<ProductFeatures>? RemoveFeatures = null,
    IReadOnlyList<string>? MayBecome = null, bool? RequiresVerifiedDomains = null, bool? EvenIfExceeded = null)
{
    public ProductItemRequest ToItem(string code) => LimitChangeBody.Findings(Limits, "limits").ToArray() is { Length: > 0 } findings
        ? throw new DomainException(new DomainError.Validation(findings))
        : new ProductItemRequest(
            OrderAction.Modify, code, Name, Limits?.Select(limit => limit.ToOverride()).ToArray(), AddFeatures, RemoveFeatures, MayBecome, RequiresVerifiedDomains, EvenIfExceeded is true);
}

/// <summary>Whom a change of a product meets.</summary>
/// <param name="Code">The product.</param>
/// <param name="Version">The version that was looked at.</param>
/// <param name="Contracts">Living contracts that have the product.</param>
/// <param name="Customised">Those of them with limits of their own, which stay as they are.</param>
/// <param name="Mailboxes">Mailboxes of all these contracts.</param>
/// <param name="Limits">What changes of the limits.</param>
/// <param name="Features">What changes of the features.</param>
/// <param name="Own">The first contracts with limits of their own.</param>
/// <param name="Unproven">Contracts with domains that would take no more mail, because ownership is demanded from now on.</param>
internal sealed record ImpactShown(
    string Code, long Version, long Contracts, long Customised, long Mailboxes, IReadOnlyList<LimitImpactShown> Limits, IReadOnlyList<FeatureImpact> Features, IReadOnlyList<CustomisedShown> Own,
    AffectedContracts? Unproven)
{
    public static ImpactShown Of(ProductImpact impact) => new(
        impact.Code, impact.Version, impact.Contracts, impact.Customised, impact.Mailboxes,
        [.. impact.Limits.Select(limit => new LimitImpactShown(limit.Limit, LimitShown.Of(limit.Before), LimitShown.Of(limit.After), limit.Following, limit.Own, limit.Mailboxes, limit.Exceeding))],
        impact.Features, [.. impact.Own.Select(contract => new CustomisedShown(contract.ContractNumber, contract.TenantNumber, contract.TenantName, NamedLimit.Of(contract.Overrides)))], impact.Unproven);
}

/// <summary>What changes of one limit.</summary>
/// <param name="Name">Which one.</param>
/// <param name="Before">The limit now.</param>
/// <param name="After">What it would be.</param>
/// <param name="Following">Contracts that follow.</param>
/// <param name="Own">Contracts that have this limit of their own and keep it.</param>
/// <param name="Mailboxes">Mailboxes whose storage limit changes with it.</param>
/// <param name="Exceeding">Contracts that have more than they could get; of a limit of each mailbox the amount is how many mailboxes have.</param>
internal sealed record LimitImpactShown(ProductLimit Name, LimitShown Before, LimitShown After, long Following, long Own, long Mailboxes, AffectedContracts Exceeding);

/// <summary>A contract with limits of its own.</summary>
/// <param name="ContractNumber">The contract.</param>
/// <param name="TenantNumber">The customer.</param>
/// <param name="TenantName">The customer's name.</param>
/// <param name="Limits">What it has of its own.</param>
internal sealed record CustomisedShown(string ContractNumber, string TenantNumber, string TenantName, IReadOnlyList<NamedLimit> Limits);
