using Microsoft.Extensions.Localization;
using Oss.Domain.Packages;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Products;

/// <summary>What is sold.</summary>
public sealed partial class ProductsPage(ListProductUse products, ConsoleActor console, IStringLocalizer<Texts> texts)
{
    private IReadOnlyList<ProductUse> Found { get; set; } = [];

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => Found = await products.ExecuteAsync(console.Get(), CancellationToken.None);

    private string Limit(Product product, ProductLimit limit) => product.LimitOf(limit) is { } maximum ? LimitTexts.Amount(limit, maximum) : texts["Unlimited"];
}
