using Oss.Api.Rest.Resources;
using Oss.Domain.Access;
using Oss.Domain.Webhooks;

namespace Oss.Api.Rest.Tmf;

/// <summary>TMF641's hub: a listener is a webhook that is called in TMF's form.</summary>
internal static class ServiceOrderEvents
{
    private const string Path = TmfServices.Ordering + "/hub";

    public static void MapServiceOrderEvents(this RouteGroupBuilder api)
    {
        api.Post(Path, "TmfRegisterListener", ApiScopes.WriteWebhooks, "Registers a listener for what happens to service orders.", RegisterAsync).Takes<EventSubscriptionBody>();
        api.Delete(Path + "/{id}", "TmfUnregisterListener", ApiScopes.WriteWebhooks, "Removes a listener.", UnregisterAsync).Unguarded();
    }

    private static async Task<TmfReply> RegisterAsync(RestCall call, ManageWebhooks webhooks)
    {
        var body = await TmfReply.ReadAsync<EventSubscriptionBody>(call);
        var made = await webhooks.RegisterAsync(body.Callback, null, call.Actor, call.Aborted, WebhookFormat.Tmf641);
        return TmfReply.Of(body with { Id = made.Webhook.Id.ToString() }, StatusCodes.Status201Created, $"{Path}/{made.Webhook.Id}");
    }

    private static async Task<TmfReply> UnregisterAsync(RestCall call, string id, ManageWebhooks webhooks)
    {
        await webhooks.RemoveAsync(OrdersResource.Id("webhook", id), call.Actor, call.Aborted);
        return new TmfReply(null, StatusCodes.Status204NoContent);
    }
}

/// <summary>TMF <c>EventSubscription</c>.</summary>
/// <param name="Callback">Where the listener is.</param>
/// <param name="Query">Comes back as it was given; every event of an order is sent.</param>
/// <param name="Id">The id the platform gave it.</param>
internal sealed record EventSubscriptionBody(string Callback, string? Query = null, string? Id = null);
