using Oss.Api.Changes;
using Oss.Domain.Orders;

namespace Oss.Api.Rest;

/// <summary>One change as REST makes it: an order of one item, named by the <c>Idempotency-Key</c>.</summary>
internal sealed class RestChange(SingleChange change)
{
    private static readonly Dictionary<string, string> SameNames = [];

    /// <summary>Makes the change and says what came of it.</summary>
    /// <param name="call">The call.</param>
    /// <param name="item">The change.</param>
    /// <param name="names">What the body calls the item's members, where that differs.</param>
    /// <param name="location">Where what was made is, when something was.</param>
    public async Task<Reply> ExecuteAsync(RestCall call, OrderItemRequest item, IReadOnlyDictionary<string, string>? names = null, string? location = null)
    {
        var result = await change.ExecuteAsync(call.IdempotencyKey, item, names ?? SameNames, call.Actor, call.Aborted, call.Wait());
        var order = result.Order;
        var status = !OrderTransitions.IsEnd(order.State) ? StatusCodes.Status202Accepted
            : location is not null && order.State == OrderState.Completed ? StatusCodes.Status201Created
            : StatusCodes.Status200OK;
        return Reply.Say(new ChangeBody(order.Id, order.State, result.Replayed, order.ErrorCode, order.ErrorText), status, status == StatusCodes.Status201Created ? location : $"/orders/{order.Id}");
    }
}

/// <summary>A change as the order that made it.</summary>
/// <param name="OrderId">The id of the order; GET /orders/{id} shows it.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Replayed">True when this key came before with the same content: nothing was done again.</param>
/// <param name="ErrorCode">Why it failed or is held.</param>
/// <param name="ErrorText">The same in a sentence.</param>
internal sealed record ChangeBody(Guid OrderId, OrderState State, bool Replayed, string? ErrorCode = null, string? ErrorText = null);
