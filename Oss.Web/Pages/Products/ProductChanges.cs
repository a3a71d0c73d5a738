using System.Globalization;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Oss.Domain;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Web.Changes;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Products;

/// <summary>What operators change at products, as an order.</summary>
internal static class ProductChanges
{
    private const string System = "console";

    public static void MapProductChanges(this IEndpointRouteBuilder routes) =>
        routes.MapChange("/products/{code}/change", ChangeAsync).RequireAuthorization(new AuthorizeAttribute { Roles = SupportConsole.Operators });

    private static async Task<IResult> ChangeAsync(
        string code, HttpRequest request, ListProducts products, SubmitOrder submit, ConsoleActor console, Change change, CancellationToken cancellationToken)
    {
        var (product, form) = (await products.ByCodeAsync(code, cancellationToken), await request.ReadFormAsync(cancellationToken));
        return await change.RunAsync($"/products/{Uri.EscapeDataString(product.Code)}/edit", "product", new Dictionary<string, string?>(), async () =>
        {
            // What was seen of the customers is of one version; the form says which.
            _ = long.TryParse(form["version"], NumberStyles.None, CultureInfo.InvariantCulture, out var version);
            var item = ProductForm.Read(product, form) with { ExpectedVersion = version };
            var order = Guid.TryParse(form["order"], out var id) ? id : Guid.CreateVersion7();
            var result = await submit.ExecuteAsync(new OrderRequest(System, order.ToString("D", CultureInfo.InvariantCulture), [item]), console.Get(), cancellationToken);
            return result.Order.State == OrderState.Completed
                ? new Done("ProductChanged", product.Name) { Page = $"/products/{Uri.EscapeDataString(product.Code)}" }
                : throw new DomainException(new DomainError.Conflict(result.Order.ErrorCode ?? ErrorCodes.Unavailable, result.Order.ErrorText ?? ""));
        });
    }
}
