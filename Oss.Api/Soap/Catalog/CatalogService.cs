using Oss.Api.Soap.Contract;
using Oss.Api.Soap.Orders;
using Oss.Domain.Packages;

namespace Oss.Api.Soap.Catalog;

/// <summary>The SOAP face of the catalogue.</summary>
internal sealed class CatalogService(ListProducts products, SoapCall call) : ICatalogService
{
    public async Task<ListProductsResponse> ListProductsAsync(ListProductsRequest request) =>
        new() { Products = [.. (await products.ExecuteAsync(call.Aborted)).Select(ToElement)] };

    public async Task<GetProductResponse> GetProductAsync(GetProductRequest request) =>
        new() { Product = ToElement(await products.ByCodeAsync(request.Code, call.Aborted)) };

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
    };
}
