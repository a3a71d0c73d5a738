using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Oss.Domain.Orders;
using Oss.Web.Changes;
using Oss.Web.Shared;

namespace Oss.Web.Pages.Orders;

/// <summary>What people do with an order as a whole: cancel it, and as operators try it again.</summary>
internal static class OrderChanges
{
    public static void MapOrderChanges(this IEndpointRouteBuilder routes)
    {
        routes.MapChange("/orders/{id:guid}/cancel", CancelAsync).RequireAuthorization(new AuthorizeAttribute { Roles = SupportConsole.Changers });
        routes.MapChange("/orders/{id:guid}/retry", RetryAsync).RequireAuthorization(new AuthorizeAttribute { Roles = SupportConsole.Operators });
    }

    private static async Task<IResult> CancelAsync(
        Guid id, [FromForm] string? reason, GetOrderDetails orders, CancelOrder cancel, ConsoleActor console, Change change, CancellationToken cancellationToken)
    {
        await orders.ExecuteAsync(id, console.Get(), cancellationToken);
        return await change.RunAsync($"/orders/{id}", "order", new Dictionary<string, string?>(), async () =>
        {
            var order = await cancel.ExecuteAsync(id, string.IsNullOrWhiteSpace(reason) ? null : reason.Trim(), console.Get(), cancellationToken);
            return new Done(order.State == OrderState.Cancelled ? "OrderCancelled" : "CancellationAsked");
        });
    }

    private static async Task<IResult> RetryAsync(Guid id, GetOrderDetails orders, RetryOrder retry, ConsoleActor console, Change change, CancellationToken cancellationToken)
    {
        await orders.ExecuteAsync(id, console.Get(), cancellationToken);
        return await change.RunAsync($"/orders/{id}", "order", new Dictionary<string, string?>(), async () =>
        {
            await retry.ExecuteAsync(id, console.Get(), cancellationToken);
            return new Done("OrderRetried");
        });
    }
}
