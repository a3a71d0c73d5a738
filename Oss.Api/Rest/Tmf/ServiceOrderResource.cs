using System.Text.Json.Serialization;
using Oss.Api.Changes;
using Oss.Api.Rest.Resources;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Orders;

namespace Oss.Api.Rest.Tmf;

/// <summary>TMF641 service orders: the platform's orders in another spelling.</summary>
internal static class ServiceOrderResource
{
    private const string Path = TmfServices.Ordering + "/serviceOrder";
    private const string CancelPath = TmfServices.Ordering + "/cancelServiceOrder";

    public static void MapServiceOrders(this RouteGroupBuilder api)
    {
        api.Get(Path, "TmfListServiceOrders", ApiScopes.ReadOrders, "Lists service orders, the newest first.", ListAsync);
        api.Post(Path, "TmfCreateServiceOrder", ApiScopes.WriteOrders, "Submits a service order.", CreateAsync).Takes<ServiceOrderBody>();
        api.Get(Path + "/{id}", "TmfGetServiceOrder", ApiScopes.ReadOrders, "Shows a service order.", GetAsync);
        api.Patch(Path + "/{id}", "TmfPatchServiceOrder", ApiScopes.WriteOrders, "Changes start or items of an order of which nothing is done yet.", PatchAsync).Takes<ServiceOrderBody>().Unguarded();
        api.Post(CancelPath, "TmfCancelServiceOrder", ApiScopes.WriteOrders, "Cancels a service order.", CancelAsync).Takes<CancelServiceOrderBody>();
        api.Get(CancelPath + "/{id}", "TmfGetCancelServiceOrder", ApiScopes.ReadOrders, "Shows how far a cancellation is.", GetCancelAsync);
    }

    private static async Task<TmfReply> ListAsync(RestCall call, SearchOrders orders, string? state = null, string? externalId = null, int? offset = null, int? limit = null)
    {
        var (skip, rows) = TmfReply.Page(offset, limit);
        var page = await orders.PageAsync(new OrderSearch(StateOf(state), ExternalId: externalId), skip, rows, call.Actor, call.Aborted);
        return TmfReply.List(page.Items.Select(ServiceOrderBody.Of), page.Total);
    }

    private static async Task<TmfReply> CreateAsync(RestCall call, SubmitOrder submit)
    {
        var body = await TmfReply.ReadAsync<ServiceOrderBody>(call);
        var (system, id) = body.ExternalReference is [{ ExternalReferenceType: { } type, Id: var number }, ..] ? (type, number)
            : (SingleChange.System, SingleChange.ExternalId(call.Actor, body.ExternalReference is [{ Id: var reference }, ..] ? reference : body.ExternalId ?? call.IdempotencyKey ?? Guid.CreateVersion7().ToString()));
        var order = new OrderBody(body.Items(), RequestedStart: body.RequestedStartDate).ToRequest(system, id, call.Wait());
        var result = await submit.ExecuteAsync(order, call.Actor, call.Aborted);
        return TmfReply.Of(ServiceOrderBody.Of(result.Order), StatusCodes.Status201Created, $"{Path}/{result.Order.Id}");
    }

    private static async Task<TmfReply> GetAsync(RestCall call, string id, GetOrder get) =>
        TmfReply.Of(ServiceOrderBody.Of(await get.ByIdAsync(OrdersResource.Id("order", id), call.Actor, call.Aborted)));

    // Merge patch (RFC 7396): a list replaces the whole list, what is absent stays.
    private static async Task<TmfReply> PatchAsync(RestCall call, string id, GetOrder get, AmendOrder amend)
    {
        var known = await get.ByIdAsync(OrdersResource.Id("order", id), call.Actor, call.Aborted);
        var body = await TmfReply.ReadAsync<ServiceOrderBody>(call);
        var content = await get.ContentAsync(known.Id, call.Actor, call.Aborted);
        var changed = content with
        {
            Items = body.ServiceOrderItem is null ? content.Items : [.. new OrderBody(body.Items()).ToRequest(content.ExternalSystem, content.ExternalId, null).Items],
            RequestedStart = body.RequestedStartDate?.ToUniversalTime() ?? content.RequestedStart,
        };
        return TmfReply.Of(ServiceOrderBody.Of(await amend.ExecuteAsync(known.Id, known.Version, changed, call.Actor, call.Aborted)));
    }

    private static async Task<TmfReply> CancelAsync(RestCall call, GetOrder get, CancelOrder cancel)
    {
        var body = await TmfReply.ReadAsync<CancelServiceOrderBody>(call);
        var known = await get.ByIdAsync(OrdersResource.Id("order", body.ServiceOrder?.Id ?? ""), call.Actor, call.Aborted);
        var order = await cancel.ExecuteAsync(known.Id, body.CancellationReason, call.Actor, call.Aborted);
        return TmfReply.Of(CancelServiceOrderBody.Of(order, body.CancellationReason), StatusCodes.Status201Created, $"{CancelPath}/{order.Id}");
    }

    private static async Task<TmfReply> GetCancelAsync(RestCall call, string id, GetOrder get)
    {
        var order = await get.ByIdAsync(OrdersResource.Id("order", id), call.Actor, call.Aborted);
        return order.State is OrderState.AssessingCancellation or OrderState.PendingCancellation or OrderState.Cancelled
            ? TmfReply.Of(CancelServiceOrderBody.Of(order, null))
            : throw new DomainException(new DomainError.NotFound("order", id));
    }

    private static OrderState? StateOf(string? state) => state is null ? null
        : Enum.GetValues<OrderState>().Cast<OrderState?>().FirstOrDefault(one => ServiceOrderBody.StateOf(one!.Value) == state)
            ?? throw new DomainException(new DomainError.Validation([new Finding("state", ErrorCodes.NotApplicable, "There is no such state.")]));
}

/// <summary>TMF641 <c>CancelServiceOrder</c>; a cancellation has the id of its order.</summary>
internal sealed record CancelServiceOrderBody
{
    public string? Id { get; init; }

    public string? Href { get; init; }

    public string? CancellationReason { get; init; }

    public DateTime? EffectiveCancellationDate { get; init; }

    public ServiceOrderRef? ServiceOrder { get; init; }

    public string? State { get; init; }

    [JsonPropertyName("@type")]
    public string? Type { get; init; }

    public static CancelServiceOrderBody Of(OrderView order, string? reason) => new()
    {
        Id = order.Id.ToString(),
        Href = $"{TmfServices.Ordering}/cancelServiceOrder/{order.Id}",
        CancellationReason = reason,
        EffectiveCancellationDate = order.State == OrderState.Cancelled ? order.CompletedAt : null,
        ServiceOrder = new ServiceOrderRef(order.Id.ToString(), $"{TmfServices.Ordering}/serviceOrder/{order.Id}"),
        State = order.State switch { OrderState.Cancelled => "done", OrderState.AssessingCancellation => "acknowledged", OrderState.PendingCancellation => "inProgress", _ => "terminatedWithError" },
        Type = "CancelServiceOrder",
    };
}

/// <summary>TMF641 <c>ServiceOrderRef</c>.</summary>
internal sealed record ServiceOrderRef(string? Id, string? Href = null);
