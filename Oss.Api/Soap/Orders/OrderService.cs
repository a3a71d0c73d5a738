using Oss.Domain.Orders;

namespace Oss.Api.Soap.Orders;

/// <summary>The SOAP face of the order use cases.</summary>
internal sealed class OrderService(SubmitOrder submit, CheckOrder check, GetOrder get, SoapCall call) : IOrderService
{
    public async Task<SubmitOrderResponse> SubmitOrderAsync(SubmitOrderRequest request)
    {
        var result = await submit.ExecuteAsync(OrderMapper.ToRequest(request.Order), call.Actor, call.Aborted);
        return new SubmitOrderResponse { Order = OrderMapper.ToElement(result.Order), Replayed = result.Replayed };
    }

    public async Task<CheckOrderResponse> CheckOrderAsync(CheckOrderRequest request) =>
        OrderMapper.ToResponse(await check.ExecuteAsync(OrderMapper.ToRequest(request.Order), call.Actor, call.Aborted));

    public async Task<GetOrderResponse> GetOrderAsync(GetOrderRequest request)
    {
        var order = request.External is { } external
            ? await get.ByExternalIdAsync(external.System, external.Id, call.Actor, call.Aborted)
            : await get.ByIdAsync(Guid.Parse(request.Id!), call.Actor, call.Aborted);
        return new GetOrderResponse { Order = OrderMapper.ToElement(order) };
    }
}
