using Oss.Domain.Events;
using Oss.Domain.Orders;

namespace Oss.Api.Soap.Orders;

/// <summary>The SOAP face of the order use cases.</summary>
internal sealed class OrderService(
    SubmitOrder submit, CheckOrder check, GetOrder get, AmendOrder amend, CancelOrder cancel, RetryOrder retry, GetEvents events, SoapCall call) : IOrderService
{
    public async Task<SubmitOrderResponse> SubmitOrderAsync(SubmitOrderRequest request)
    {
        var result = await submit.ExecuteAsync(OrderMapper.ToRequest(request.Order), call.Actor, call.Aborted);
        return new SubmitOrderResponse { Order = OrderMapper.ToElement(result.Order), Replayed = result.Replayed };
    }

    public async Task<CheckOrderResponse> CheckOrderAsync(CheckOrderRequest request) =>
        OrderMapper.ToResponse(await check.ExecuteAsync(OrderMapper.ToRequest(request.Order), call.Actor, call.Aborted), call.Language);

    public async Task<GetOrderResponse> GetOrderAsync(GetOrderRequest request) =>
        new() { Order = OrderMapper.ToElement(await FindAsync(request.Id, request.External)) };

    public async Task<AmendOrderResponse> AmendOrderAsync(AmendOrderRequest request)
    {
        var content = OrderMapper.ToRequest(request.Order);
        var known = await get.ByExternalIdAsync(content.ExternalSystem, content.ExternalId, call.Actor, call.Aborted);
        return new AmendOrderResponse { Order = OrderMapper.ToElement(await amend.ExecuteAsync(known.Id, request.ExpectedVersion, content, call.Actor, call.Aborted)) };
    }

    public async Task<CancelOrderResponse> CancelOrderAsync(CancelOrderRequest request)
    {
        var known = await FindAsync(request.Id, request.External);
        return new CancelOrderResponse { Order = OrderMapper.ToElement(await cancel.ExecuteAsync(known.Id, request.Reason, call.Actor, call.Aborted)) };
    }

    public async Task<RetryOrderResponse> RetryOrderAsync(RetryOrderRequest request)
    {
        var known = await FindAsync(request.Id, request.External);
        return new RetryOrderResponse { Order = OrderMapper.ToElement(await retry.ExecuteAsync(known.Id, call.Actor, call.Aborted)) };
    }

    public async Task<GetEventsResponse> GetEventsAsync(GetEventsRequest request)
    {
        var page = await events.ExecuteAsync(request.After, request.Limit, request.ExternalSystem, call.Actor, call.Aborted);
        return new GetEventsResponse { Events = [.. page.Events.Select(OrderMapper.ToElement)], Next = page.Next, More = page.More };
    }

    private Task<OrderView> FindAsync(string? id, ExternalOrderIdElement? external) => external is not null
        ? get.ByExternalIdAsync(external.System, external.Id, call.Actor, call.Aborted)
        : get.ByIdAsync(Guid.Parse(id!), call.Actor, call.Aborted);
}
