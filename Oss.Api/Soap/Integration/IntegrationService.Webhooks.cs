using Oss.Api.Soap.Contract;
using Oss.Domain.Webhooks;

namespace Oss.Api.Soap.Integration;

/// <summary>Webhooks, and what they were sent.</summary>
internal sealed partial class IntegrationService
{
    public async Task<RegisterWebhookResponse> RegisterWebhookAsync(RegisterWebhookRequest request)
    {
        var made = await webhooks.RegisterAsync(request.Url, request.ExternalSystem, call.Actor, call.Aborted);
        return new RegisterWebhookResponse { Webhook = IntegrationMapper.ToElement(made.Webhook), Secret = made.Secret };
    }

    public async Task<ListWebhooksResponse> ListWebhooksAsync(ListWebhooksRequest request)
    {
        var part = await webhooks.PartAsync(PageElement.IdAfter(request.Page), PageElement.LimitOf(request.Page), call.Actor, call.Aborted);
        return new ListWebhooksResponse { Webhooks = [.. part.Items.Select(IntegrationMapper.ToElement)], Next = part.Next };
    }

    public async Task<GetWebhookResponse> GetWebhookAsync(GetWebhookRequest request) =>
        new() { Webhook = IntegrationMapper.ToElement(await webhooks.GetAsync(Guid.Parse(request.Id), call.Actor, call.Aborted)) };

    public async Task<ChangeWebhookResponse> ChangeWebhookAsync(ChangeWebhookRequest request)
    {
        var changes = request.Changes;
        return new ChangeWebhookResponse
        {
            Webhook = IntegrationMapper.ToElement(await webhooks.ChangeAsync(Guid.Parse(request.Id), changes.Url, changes.EnabledSpecified ? changes.Enabled : null, call.Actor, call.Aborted)),
        };
    }

    public async Task<RemoveWebhookResponse> RemoveWebhookAsync(RemoveWebhookRequest request)
    {
        await webhooks.RemoveAsync(Guid.Parse(request.Id), call.Actor, call.Aborted);
        return new RemoveWebhookResponse();
    }

    public async Task<RotateWebhookSecretResponse> RotateWebhookSecretAsync(RotateWebhookSecretRequest request)
    {
        var made = await webhooks.RotateAsync(Guid.Parse(request.Id), call.Actor, call.Aborted);
        return new RotateWebhookSecretResponse { Webhook = IntegrationMapper.ToElement(made.Webhook), Secret = made.Secret };
    }

    public async Task<TestWebhookResponse> TestWebhookAsync(TestWebhookRequest request)
    {
        var test = await webhooks.TestAsync(Guid.Parse(request.Id), call.Actor, call.Aborted);
        return new TestWebhookResponse
        {
            Result = new WebhookTestElement { Delivered = test.Delivered, Status = test.Status ?? 0, StatusSpecified = test.Status is not null, Error = test.Error },
        };
    }

    public async Task<ReplayWebhookResponse> ReplayWebhookAsync(ReplayWebhookRequest request) =>
        new() { Messages = await webhooks.ReplayAsync(Guid.Parse(request.Id), request.From?.After, call.Actor, call.Aborted) };

    public async Task<ListWebhookDeliveriesResponse> ListWebhookDeliveriesAsync(ListWebhookDeliveriesRequest request)
    {
        var state = request.Filter is { StateSpecified: true, State: var wanted } ? wanted : DeliveryState.Dead;
        var part = await webhooks.DeliveriesPartAsync(Guid.Parse(request.Id), state, PageElement.NumberAfter(request.Page), PageElement.LimitOf(request.Page), call.Actor, call.Aborted);
        return new ListWebhookDeliveriesResponse { Deliveries = [.. part.Items.Select(IntegrationMapper.ToElement)], Next = part.Next };
    }
}
