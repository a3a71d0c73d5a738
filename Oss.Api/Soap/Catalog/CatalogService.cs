using Oss.Api.Soap.Contract;
using Oss.Api.Soap.Orders;
using Oss.Domain.Orders;
using Oss.Domain.Packages;

namespace Oss.Api.Soap.Catalog;

/// <summary>The SOAP face of the catalogue.</summary>
internal sealed class CatalogService(ListProducts products, PreviewProduct preview, SoapCall call) : ICatalogService
{
    public async Task<ListProductsResponse> ListProductsAsync(ListProductsRequest request) =>
        new() { Products = [.. (await products.ExecuteAsync(call.Aborted)).Select(ToElement)] };

    public async Task<GetProductResponse> GetProductAsync(GetProductRequest request) =>
        new() { Product = ToElement(await products.ByCodeAsync(request.Code, call.Aborted)) };

    public async Task<PreviewProductResponse> PreviewProductAsync(PreviewProductRequest request) =>
        new() { Impact = ToElement(await preview.ExecuteAsync(OrderMapper.ToItem(OrderAction.Modify, request.Product), call.Actor, call.Aborted)) };

    private static ProductElement ToElement(ProductView product) => new()
    {
        Code = product.Code,
        Name = product.Name,
        Mailboxes = LimitElement.Of(product.MaxMailboxes),
        Aliases = LimitElement.Of(product.MaxAliases),
        Domains = LimitElement.Of(product.MaxDomains),
        MailboxQuota = OrderMapper.ToElement(product.MailboxQuota),
        TotalQuota = OrderMapper.ToElement(product.TotalQuota),
        Features = [.. product.Features.Select(feature => feature.ToString())],
        Limits = ToElements(product.Limits),
        MayBecome = product.MayBecome?.ToArray(),
        RequiresVerifiedDomains = product.RequiresVerifiedDomains,
        RequiresVerifiedDomainsSpecified = true,
        Version = product.Version,
        VersionSpecified = true,
    };

    private static ImpactElement ToElement(ProductImpact impact) => new()
    {
        Code = impact.Code,
        Version = impact.Version,
        Contracts = impact.Contracts,
        Customised = impact.Customised,
        Mailboxes = impact.Mailboxes,
        Limits =
        [
            .. impact.Limits.Select(limit => new LimitImpactElement
            {
                Name = limit.Limit, Before = LimitElement.Of(limit.Before), After = LimitElement.Of(limit.After), Following = limit.Following, Own = limit.Own, Mailboxes = limit.Mailboxes,
                Exceeding = ToElement(limit.Exceeding),
            }),
        ],
        Features = [.. impact.Features.Select(feature => new FeatureImpactElement { Name = feature.Feature.ToString(), Added = feature.Added, Mailboxes = feature.Mailboxes })],
        Own =
        [
            .. impact.Own.Select(contract => new CustomisedContractElement
            {
                ContractNumber = contract.ContractNumber, TenantNumber = contract.TenantNumber, TenantName = contract.TenantName, Limits = ToElements(contract.Overrides),
            }),
        ],
        Unproven = impact.Unproven is { } unproven ? ToElement(unproven) : null,
    };

    private static AffectedContractsElement ToElement(AffectedContracts contracts) => new()
    {
        Count = contracts.Count,
        Samples = [.. contracts.Samples.Select(use => new AffectedContractElement { ContractNumber = use.ContractNumber, TenantNumber = use.TenantNumber, TenantName = use.TenantName, Amount = use.Amount })],
    };

    private static NamedLimitElement[] ToElements(IReadOnlyDictionary<ProductLimit, long?> limits) =>
        [.. limits.OrderBy(limit => limit.Key).Select(limit => new NamedLimitElement { Name = limit.Key, Limit = LimitElement.Of(limit.Value) })];
}
