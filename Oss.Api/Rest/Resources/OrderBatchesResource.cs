using System.ComponentModel.DataAnnotations;
using Oss.Api.Errors;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Orders;
using Oss.Domain.Orders.Batches;

namespace Oss.Api.Rest.Resources;

/// <summary>Orders that come in together and keep nobody waiting.</summary>
internal static class OrderBatchesResource
{
    public static void MapOrderBatches(this RouteGroupBuilder api)
    {
        api.Get("/order-batches", "ListBatches", ApiScopes.ReadOrders, "Lists batches of orders, the newest first.", ListAsync).Lists<OrderBatchView>();
        api.Post("/order-batches", "SubmitBatch", ApiScopes.WriteOrders, "Stores a batch of orders, which are then carried out one by one; the same external id with the same content returns the first result.", SubmitAsync)
            .Takes<BatchBody>(RestLimits.BatchOctets).Returns<SubmitBatchResult>(StatusCodes.Status202Accepted, StatusCodes.Status200OK);
        api.Get("/order-batches/{id}", "GetBatch", ApiScopes.ReadOrders, "Shows how far a batch is.", GetAsync).Returns<OrderBatchView>();
        api.Get("/order-batches/{id}/orders", "ListBatchOrders", ApiScopes.ReadOrders, "Lists the orders of a batch, as they were given.", OrdersAsync).Lists<OrderView>();
    }

    private static async Task<Reply> ListAsync(RestCall call, GetBatch batches)
    {
        var part = await batches.PartAsync(call.AfterId, call.Limit, call.Actor, call.Aborted);
        return Reply.List(call, part.Items, part.Next);
    }

    private static async Task<Reply> SubmitAsync(RestCall call, SubmitBatch submit)
    {
        var result = await submit.ExecuteAsync((await call.ReadAsync<BatchBody>()).ToRequest(), call.Actor, call.Aborted);
        return Reply.Say(result, result.Replayed ? StatusCodes.Status200OK : StatusCodes.Status202Accepted, $"/order-batches/{result.Batch.Id}");
    }

    private static async Task<Reply> GetAsync(RestCall call, string id, GetBatch batches) =>
        Reply.Show(await batches.ExecuteAsync(OrdersResource.Id("batch", id), call.Actor, call.Aborted));

    private static async Task<Reply> OrdersAsync(RestCall call, string id, GetBatch batches, OrderState? state = null) =>
        Reply.List(call, await batches.OrdersAsync(OrdersResource.Id("batch", id), state, call.Cut, call.Actor, call.Aborted));
}

/// <summary>A batch of orders as JSON.</summary>
/// <param name="ExternalSystem">The CRM's name for itself, of the batch and of each of its orders.</param>
/// <param name="ExternalId">The CRM's number of the batch.</param>
/// <param name="Orders">The orders, each with a number of its own.</param>
internal sealed record BatchBody(
    [property: MaxLength(OrderLimits.ExternalSystemLength)] string ExternalSystem, [property: MaxLength(OrderLimits.ExternalIdLength)] string ExternalId,
    [property: MaxLength(OrderLimits.BatchOrders)] IReadOnlyList<OrderBody> Orders)
{
    public OrderBatchRequest ToRequest()
    {
        if (Orders.Count > OrderLimits.BatchOrders)
            throw new DomainException(new DomainError.Validation([new Finding("orders", ErrorCodes.Length, $"A batch has 1 to {OrderLimits.BatchOrders} orders.")]));
        return new OrderBatchRequest(ExternalSystem, ExternalId, [.. Orders.Select(Request)]);
    }

    private OrderRequest Request(OrderBody? order, int index)
    {
        try
        {
            return order is null
                ? throw new DomainException(new DomainError.Validation([new Finding("", CodesOfForm.Schema, "An order is an object.")]))
                : order.ToRequest(order.ExternalSystem ?? ExternalSystem, order.ExternalId ?? throw OrderBody.Missing($"orders[{index}].externalId"), null);
        }
        catch (DomainException e) when (e.Error is DomainError.Validation { Findings: var findings })
        {
            throw new DomainException(new DomainError.Validation([.. findings.Select(finding => finding with { Path = $"orders[{index}].{finding.Path}".TrimEnd('.') })]), e);
        }
    }
}
