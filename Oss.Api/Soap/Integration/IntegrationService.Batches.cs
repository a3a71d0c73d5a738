using Oss.Api.Soap.Contract;
using Oss.Api.Soap.Orders;
using Oss.Domain.Orders.Batches;

namespace Oss.Api.Soap.Integration;

/// <summary>Batches of orders.</summary>
internal sealed partial class IntegrationService
{
    public async Task<SubmitBatchResponse> SubmitBatchAsync(SubmitBatchRequest request)
    {
        var batch = request.Batch;
        var result = await submit.ExecuteAsync(new OrderBatchRequest(batch.ExternalSystem, batch.ExternalId, [.. batch.Orders.Select(OrderMapper.ToRequest)]), call.Actor, call.Aborted);
        return new SubmitBatchResponse { Batch = IntegrationMapper.ToElement(result.Batch), Replayed = result.Replayed };
    }

    public async Task<GetBatchResponse> GetBatchAsync(GetBatchRequest request) =>
        new() { Batch = IntegrationMapper.ToElement(await batches.ExecuteAsync(Guid.Parse(request.Id), call.Actor, call.Aborted)) };

    public async Task<ListBatchesResponse> ListBatchesAsync(ListBatchesRequest request)
    {
        var part = await batches.PartAsync(PageElement.IdAfter(request.Page), PageElement.LimitOf(request.Page), call.Actor, call.Aborted);
        return new ListBatchesResponse { Batches = [.. part.Items.Select(IntegrationMapper.ToElement)], Next = part.Next };
    }

    public async Task<ListBatchOrdersResponse> ListBatchOrdersAsync(ListBatchOrdersRequest request)
    {
        // Refused where it is none, as everywhere.
        _ = PageElement.NumberAfter(request.Page);
        var part = await batches.OrdersAsync(
            Guid.Parse(request.Id), request.Filter is { StateSpecified: true, State: var state } ? state : null, PageElement.CutOf(request.Page), call.Actor, call.Aborted);
        return new ListBatchOrdersResponse { Orders = [.. part.Items.Select(OrderMapper.ToElement)], Next = part.Next, Previous = part.Previous };
    }
}
