using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Localization;
using Oss.Domain;
using Oss.Domain.Packages;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Products;

/// <summary>Changes a product: first whom that meets, then the change.</summary>
public sealed partial class ProductEditPage(ListProducts products, PreviewProduct preview, ConsoleActor console, IHttpContextAccessor http, ErrorTexts errors, IStringLocalizer<Texts> texts)
{
    /// <summary>The code that orders name.</summary>
    [Parameter]
    public string Code { get; set; } = "";

    private ProductView Product { get; set; } = null!;

    private ProductImpact? Impact { get; set; }

    private string? Refusal { get; set; }

    private IReadOnlyList<KeyValuePair<string, string>> Fields { get; set; } = [];

    private bool Asked => Fields.Count > 0;

    /// <inheritdoc/>
    protected override async Task OnParametersSetAsync()
    {
        var product = await products.ByCodeAsync(Code, CancellationToken.None);
        var query = http.HttpContext!.Request.Query;
        if (query.ContainsKey("preview"))
        {
            Fields = [.. query.Where(field => field.Key != "preview").Select(field => KeyValuePair.Create(field.Key, field.Value.ToString()))];
            try
            {
                Impact = await preview.ExecuteAsync(ProductForm.Read(product, query), console.Get(), CancellationToken.None);
            }
            catch (DomainException e) when (e.Error is DomainError.Validation)
            {
                Refusal = errors.For(e.Error);
            }
        }

        Product = product;
    }

    private string Shown(string field, string otherwise) => Asked ? Fields.FirstOrDefault(one => one.Key == field).Value ?? "" : otherwise;

    private bool HasFeature(ProductFeatures feature) => Asked ? ProductForm.Features(Shown("feature", "")).Contains(feature.ToString()) : Product.Features.Contains(feature);

    private string Amount(ProductLimit limit, long? maximum) => maximum is { } given ? LimitTexts.Amount(limit, given) : texts["Unlimited"];
}
