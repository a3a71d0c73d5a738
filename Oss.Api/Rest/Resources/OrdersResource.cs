using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Orders;

namespace Oss.Api.Rest.Resources;

/// <summary>Orders: the same use cases as the SOAP service, for the same callers.</summary>
internal static class OrdersResource
{
    public static void MapOrders(this RouteGroupBuilder api)
    {
        api.Get("/orders", "ListOrders", ApiScopes.ReadOrders, "Lists orders, the newest first.", ListAsync).Lists<OrderRow>();
        api.Post("/orders", "SubmitOrder", ApiScopes.WriteOrders, "Accepts an order and carries it out; the same external id with the same content returns the first result.", SubmitAsync)
            .Takes<OrderBody>().Returns<SubmitResult>(StatusCodes.Status201Created, StatusCodes.Status200OK, StatusCodes.Status202Accepted).Waits();
        api.Post("/orders:check", "CheckOrder", ApiScopes.WriteOrders, "Says what submitting an order would do and what stands against it, and does nothing.", CheckAsync)
            .Takes<OrderBody>().Returns<CheckBody>().Asks();
        api.Get("/orders/{id}", "GetOrder", ApiScopes.ReadOrders, "Shows an order as it stands.", GetAsync).Returns<OrderView>();
        api.Post("/orders/{id}:amend", "AmendOrder", ApiScopes.WriteOrders, "Replaces the content of an order of which nothing is done yet.", AmendAsync)
            .Takes<OrderBody>().Returns<OrderView>().Guarded();
        api.Post("/orders/{id}:cancel", "CancelOrder", ApiScopes.WriteOrders, "Cancels an order that has not come to its end; what was done is undone.", CancelAsync)
            .Takes<CancelBody>(optional: true).Returns<OrderView>(StatusCodes.Status200OK, StatusCodes.Status202Accepted);
        api.Post("/orders/{id}:retry", "RetryOrder", ApiScopes.WriteOrders, "Tries an order again that is held, failed or was rejected.", RetryAsync)
            .Returns<OrderView>(StatusCodes.Status200OK, StatusCodes.Status202Accepted);
    }

    /// <summary>The id of an order or a batch; what is no id is not there either.</summary>
    public static Guid Id(string kind, string text) => Guid.TryParse(text, out var id) ? id : throw new DomainException(new DomainError.NotFound(kind, text));

    private static async Task<Reply> ListAsync(RestCall call, [AsParameters] OrderSearch search, SearchOrders orders) =>
        Reply.List(call, await orders.ExecuteAsync(search, call.Cut, call.Actor, call.Aborted));

    private static async Task<Reply> SubmitAsync(RestCall call, SubmitOrder submit)
    {
        var request = (await call.ReadAsync<OrderBody>()).ToRequest(call.IdempotencyKey, call.Actor, call.Wait());
        var result = await submit.ExecuteAsync(request, call.Actor, call.Aborted);
        var status = result.Replayed ? StatusCodes.Status200OK : OrderTransitions.IsEnd(result.Order.State) ? StatusCodes.Status201Created : StatusCodes.Status202Accepted;
        return Reply.Say(result, status, $"/orders/{result.Order.Id}");
    }

    private static async Task<Reply> CheckAsync(RestCall call, CheckOrder check)
    {
        var result = await check.ExecuteAsync((await call.ReadAsync<OrderBody>()).ToRequest(call.IdempotencyKey, call.Actor, null), call.Actor, call.Aborted);
        return Reply.Say(new CheckBody(result.Acceptable, [.. result.Errors.Select(error => Problems.Body(error, call.Language))], result.Plan));
    }

    private static async Task<Reply> GetAsync(RestCall call, string id, GetOrder get)
    {
        var order = await get.ByIdAsync(Id("order", id), call.Actor, call.Aborted);
        return Reply.Show(order, order.Version);
    }

    private static async Task<Reply> AmendAsync(RestCall call, string id, GetOrder get, AmendOrder amend)
    {
        var (known, body) = (await get.ByIdAsync(Id("order", id), call.Actor, call.Aborted), await call.ReadAsync<OrderBody>());
        var version = call.Match(known, known.Version) ?? known.Version;
        var request = body.ToRequest(body.ExternalSystem ?? known.ExternalSystem, body.ExternalId ?? known.ExternalId, null);
        var amended = await amend.ExecuteAsync(known.Id, version, request, call.Actor, call.Aborted);
        return Reply.Show(amended, amended.Version);
    }

    private static async Task<Reply> CancelAsync(RestCall call, string id, GetOrder get, CancelOrder cancel)
    {
        var known = await get.ByIdAsync(Id("order", id), call.Actor, call.Aborted);
        call.Match(known, known.Version);
        var body = await call.ReadOptionalAsync<CancelBody>();
        return Said(await cancel.ExecuteAsync(known.Id, body?.Reason, call.Actor, call.Aborted));
    }

    private static async Task<Reply> RetryAsync(RestCall call, string id, GetOrder get, RetryOrder retry)
    {
        var known = await get.ByIdAsync(Id("order", id), call.Actor, call.Aborted);
        call.Match(known, known.Version);
        return Said(await retry.ExecuteAsync(known.Id, call.Actor, call.Aborted));
    }

    private static Reply Said(OrderView order) =>
        Reply.Say(order, OrderTransitions.IsEnd(order.State) ? StatusCodes.Status200OK : StatusCodes.Status202Accepted, $"/orders/{order.Id}");
}

/// <summary>Why an order is cancelled.</summary>
/// <param name="Reason">For the record.</param>
internal sealed record CancelBody([property: System.ComponentModel.DataAnnotations.MaxLength(Actor.ReasonLength)] string? Reason = null);

/// <summary>What an order would do.</summary>
/// <param name="Acceptable">True when submitting it now would be accepted.</param>
/// <param name="Errors">What stands against it, the worst first.</param>
/// <param name="Plan">One sentence for each item.</param>
internal sealed record CheckBody(bool Acceptable, IReadOnlyList<CheckErrorBody> Errors, IReadOnlyList<string> Plan);
