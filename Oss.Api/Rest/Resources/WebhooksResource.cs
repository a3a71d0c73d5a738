using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Oss.Domain.Access;
using Oss.Domain.Orders;
using Oss.Domain.Webhooks;

namespace Oss.Api.Rest.Resources;

/// <summary>A CRM's addresses that are called for events, and what was sent to them.</summary>
internal static class WebhooksResource
{
    public static void MapWebhooks(this RouteGroupBuilder api)
    {
        api.Get("/webhooks", "ListWebhooks", ApiScopes.ReadWebhooks, "Lists webhooks, the oldest first.", ListAsync).Lists<WebhookView>();
        api.Post("/webhooks", "RegisterWebhook", ApiScopes.WriteWebhooks, "Registers a webhook that hears of what happens from now on; the secret is shown this once.", RegisterAsync)
            .Takes<WebhookNew>().Returns<WebhookSecret>(StatusCodes.Status201Created);
        api.Get("/webhooks/{id}", "GetWebhook", ApiScopes.ReadWebhooks, "Shows a webhook.", GetAsync).Returns<WebhookShown>();
        api.Patch("/webhooks/{id}", "ChangeWebhook", ApiScopes.WriteWebhooks, "Gives a webhook another address, stops calling it, or calls it again.", ChangeAsync).Takes<WebhookChanges>().Returns<WebhookShown>();
        api.Delete("/webhooks/{id}", "RemoveWebhook", ApiScopes.WriteWebhooks, "Removes a webhook with its messages.", RemoveAsync).ReturnsNothing();
        api.Post("/webhooks/{id}:rotate", "RotateWebhookSecret", ApiScopes.WriteWebhooks, "Makes a new secret, shown this once; the former one signs beside it for a day.", RotateAsync).Returns<WebhookSecret>();
        api.Post("/webhooks/{id}:test", "TestWebhook", ApiScopes.WriteWebhooks, "Sends a signed test message now and says what came back.", TestAsync).Returns<WebhookTest>();
        api.Post("/webhooks/{id}:replay", "ReplayWebhook", ApiScopes.WriteWebhooks, "Sends again what was given up, or everything after a number.", ReplayAsync).Takes<ReplayBody>(optional: true).Returns<ReplayShown>();
        api.Get("/webhooks/{id}/deliveries", "ListWebhookDeliveries", ApiScopes.ReadWebhooks, "Lists messages of a webhook in a state, the newest first: the dead letters, unless another is asked for.", DeliveriesAsync)
            .Lists<WebhookDeliveryView>();
    }

    private static Guid Id(string text) => OrdersResource.Id("webhook", text);

    private static async Task<Reply> ListAsync(RestCall call, ManageWebhooks webhooks)
    {
        var part = await webhooks.PartAsync(call.AfterId, call.Limit, call.Actor, call.Aborted);
        return Reply.List(call, part.Items, part.Next);
    }

    private static async Task<Reply> RegisterAsync(RestCall call, ManageWebhooks webhooks)
    {
        var body = await call.ReadAsync<WebhookNew>();
        var made = await webhooks.RegisterAsync(body.Url, body.ExternalSystem, call.Actor, call.Aborted);
        return Reply.Say(made, StatusCodes.Status201Created, $"/webhooks/{made.Webhook.Id}");
    }

    private static async Task<Reply> GetAsync(RestCall call, string id, ManageWebhooks webhooks) => Shown(await webhooks.GetAsync(Id(id), call.Actor, call.Aborted));

    private static async Task<Reply> ChangeAsync(RestCall call, string id, ManageWebhooks webhooks)
    {
        var (found, body) = (await webhooks.GetAsync(Id(id), call.Actor, call.Aborted), await call.ReadAsync<WebhookChanges>());
        call.Match(WebhookShown.Of(found), null);
        return Shown(await webhooks.ChangeAsync(found.Id, body.Url, body.Enabled, call.Actor, call.Aborted));
    }

    private static async Task<Reply> RemoveAsync(RestCall call, string id, ManageWebhooks webhooks)
    {
        call.Match(WebhookShown.Of(await webhooks.GetAsync(Id(id), call.Actor, call.Aborted)), null);
        await webhooks.RemoveAsync(Id(id), call.Actor, call.Aborted);
        return Reply.Nothing();
    }

    private static async Task<Reply> RotateAsync(RestCall call, string id, ManageWebhooks webhooks) => Reply.Say(await webhooks.RotateAsync(Id(id), call.Actor, call.Aborted));

    private static async Task<Reply> TestAsync(RestCall call, string id, ManageWebhooks webhooks) => Reply.Say(await webhooks.TestAsync(Id(id), call.Actor, call.Aborted));

    private static async Task<Reply> ReplayAsync(RestCall call, string id, ManageWebhooks webhooks)
    {
        var body = await call.ReadOptionalAsync<ReplayBody>();
        return Reply.Say(new ReplayShown(await webhooks.ReplayAsync(Id(id), body?.After, call.Actor, call.Aborted)));
    }

    private static async Task<Reply> DeliveriesAsync(RestCall call, string id, ManageWebhooks webhooks, DeliveryState state = DeliveryState.Dead)
    {
        var before = call.After is { } key ? long.Parse(key, CultureInfo.InvariantCulture) : (long?)null;
        var part = await webhooks.DeliveriesPartAsync(Id(id), state, before, call.Limit, call.Actor, call.Aborted);
        return Reply.List(call, part.Items, part.Next);
    }

    private static Reply Shown(WebhookView webhook) => Reply.Show(WebhookShown.Of(webhook));
}

/// <summary>A webhook as it was registered. How far it is stands in the list: that goes on by itself, and is no change to whoever changes the rest.</summary>
/// <param name="Id">The id the platform gave it.</param>
/// <param name="Url">Where it is called.</param>
/// <param name="ExternalSystem">The only system whose orders it hears of.</param>
/// <param name="Enabled">Whether it is called.</param>
/// <param name="DisabledBecause">Why not.</param>
/// <param name="CreatedBy">Who registered it.</param>
/// <param name="CreatedAt">When.</param>
internal sealed record WebhookShown(Guid Id, string Url, string? ExternalSystem, bool Enabled, string? DisabledBecause, string CreatedBy, DateTime CreatedAt)
{
    public static WebhookShown Of(WebhookView webhook) =>
        new(webhook.Id, webhook.Url, webhook.ExternalSystem, webhook.DisabledBecause is null, webhook.DisabledBecause, webhook.CreatedBy, webhook.CreatedAt);
}

/// <summary>A webhook to be registered.</summary>
/// <param name="Url">Where it is called; the operator's list of targets must allow it.</param>
/// <param name="ExternalSystem">Only of orders of this system.</param>
internal sealed record WebhookNew([property: MaxLength(Webhook.UrlLength)] string Url, [property: MaxLength(OrderLimits.ExternalSystemLength)] string? ExternalSystem = null);

/// <summary>Changes of a webhook; what is absent stays as it is.</summary>
/// <param name="Url">Where it is called.</param>
/// <param name="Enabled">False to stop calling it; true to call it again, beginning where it stopped.</param>
internal sealed record WebhookChanges([property: MaxLength(Webhook.UrlLength)] string? Url = null, bool? Enabled = null);

/// <summary>From where on to send again.</summary>
/// <param name="After">The last number that the receiver knows; absent for the dead letters only.</param>
internal sealed record ReplayBody(long? After = null);

/// <summary>What is sent again.</summary>
/// <param name="Messages">How many messages.</param>
internal sealed record ReplayShown(int Messages);
