using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Events;

namespace Oss.Api.Rest.Resources;

/// <summary>What happened to orders, by numbers without a gap: whoever knows the last one he has seen misses nothing.</summary>
internal static class EventsResource
{
    public static void MapEvents(this RouteGroupBuilder api) =>
        api.Get("/events", "GetEvents", ApiScopes.ReadOrders, "Shows what happened to orders after a number, in order and without a gap.", ListAsync).Returns<EventPage>();

    private static async Task<Reply> ListAsync(RestCall call, GetEvents events, long after = 0, int limit = RestLimits.DefaultPage, string? externalSystem = null) =>
        limit is < 1 or > Page.MaxLimit || after < 0
            ? throw new DomainException(new DomainError.Validation([new Finding(after < 0 ? "after" : "limit", ErrorCodes.OutOfRange, $"after is 0 or more, limit 1 to {Page.MaxLimit}.")]))
            : Reply.Show(await events.ExecuteAsync(after, limit, externalSystem, call.Actor, call.Aborted));
}
