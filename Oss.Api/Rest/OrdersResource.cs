using Oss.Api.Authentication;
using Oss.Domain.Orders;

namespace Oss.Api.Rest;

/// <summary>Orders: the same use cases as the SOAP service, for the same callers.</summary>
internal static class OrdersResource
{
    public static void MapOrders(this RouteGroupBuilder api)
    {
        api.MapPost("/orders", SubmitAsync)
            .WithName("SubmitOrder")
            .WithSummary("Accepts an order and carries it out; the same external id with the same content returns the first result.")
            // Any type gets as far as RestBody, which refuses it as a problem; routing alone would call it 404.
            .Accepts<OrderBody>("application/json", "*/*")
            .Produces<SubmitResult>(StatusCodes.Status201Created)
            .Produces<SubmitResult>()
            .WithProblems(400, 409, 413, 415, 422, 503);
        api.MapGet("/orders/{id:guid}", GetAsync)
            .WithName("GetOrder")
            .WithSummary("An order as it stands.")
            .Produces<OrderView>()
            .WithProblems(404, 503);
    }

    private static async Task SubmitAsync(HttpContext context, SubmitOrder submit)
    {
        if (await RestBody.ReadAsync<OrderBody>(context) is not { } body)
            return;

        var result = await submit.ExecuteAsync(body.ToRequest(), ActorPrincipal.Of(context), context.RequestAborted);
        context.Response.StatusCode = result.Replayed ? StatusCodes.Status200OK : StatusCodes.Status201Created;
        context.Response.Headers.Location = $"{context.Request.PathBase}{RestServices.Root}/orders/{result.Order.Id}";
        await context.Response.WriteAsJsonAsync(result, RestJson.Options, context.RequestAborted);
    }

    private static async Task GetAsync(HttpContext context, Guid id, GetOrder get) => await context.Response.WriteAsJsonAsync(
        await get.ByIdAsync(id, ActorPrincipal.Of(context), context.RequestAborted), RestJson.Options, context.RequestAborted);
}
