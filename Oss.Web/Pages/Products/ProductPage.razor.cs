using Microsoft.AspNetCore.Components;
using Oss.Domain.Packages;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Products;

/// <summary>One product: limits and features.</summary>
public sealed partial class ProductPage(ListProductUse products, ConsoleActor console)
{
    /// <summary>The code that orders name.</summary>
    [Parameter]
    public string Code { get; set; } = "";

    private ProductUse Found { get; set; } = null!;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync() => Found = await products.ByCodeAsync(Code, console.Get(), CancellationToken.None);
}
