using Oss.Api.Soap.Contract;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Domains;
using Oss.Domain.Orders;
using Oss.Domain.Orders.Batches;
using Oss.Domain.Subscriptions;
using Oss.Domain.Webhooks;

namespace Oss.Api.Soap.Integration;

/// <summary>The SOAP face of what ties other systems to the platform; a part of it for each concept.</summary>
internal sealed partial class IntegrationService(
    SubmitBatch submit, GetBatch batches, ManageWebhooks webhooks, ManageApiClients clients, SearchOrders orders, GetDomain domains, GetSubscription subscriptions, SearchAudit audit, SoapCall call)
    : IIntegrationService
{
    public async Task<ListOrdersResponse> ListOrdersAsync(ListOrdersRequest request)
    {
        var search = request.Filter is { } which
            ? new OrderSearch(which.StateSpecified ? which.State : null, which.ExternalSystem, which.ExternalId, which.TenantNumber, which.MailboxId is { } id ? Guid.Parse(id) : null)
            : new OrderSearch();
        var found = await orders.ExecuteAsync(search, PageElement.CutInTime(request.Page), call.Actor, call.Aborted);
        return new ListOrdersResponse { Orders = [.. found.Items.Select(IntegrationMapper.ToElement)], Next = found.Next, Previous = found.Previous };
    }

    public async Task<ListDomainsResponse> ListDomainsAsync(ListDomainsRequest request)
    {
        var part = await domains.ListAsync(request.Filter?.Text ?? "", request.Filter?.ContractNumber, PageElement.CutOf(request.Page), call.Actor, call.Aborted);
        return new ListDomainsResponse { Domains = [.. part.Items.Select(IntegrationMapper.ToElement)], Next = part.Next, Previous = part.Previous };
    }

    public async Task<ListSubscriptionsResponse> ListSubscriptionsAsync(ListSubscriptionsRequest request)
    {
        var part = await subscriptions.ListAsync(request.Filter?.TenantNumber, PageElement.CutOf(request.Page), call.Actor, call.Aborted);
        return new ListSubscriptionsResponse { Subscriptions = [.. part.Items.Select(IntegrationMapper.ToElement)], Next = part.Next, Previous = part.Previous };
    }

    public async Task<ListAuditEventsResponse> ListAuditEventsAsync(ListAuditEventsRequest request)
    {
        var search = request.Filter is { } which
            ? new AuditSearch(which.Actor, which.Action, which.Subject, which.TenantNumber, which.FromSpecified ? which.From.ToUniversalTime() : null, which.UntilSpecified ? which.Until.ToUniversalTime() : null)
            : new AuditSearch();
        var found = await audit.ExecuteAsync(search, PageElement.CutInTime(request.Page), call.Actor, call.Aborted);
        return new ListAuditEventsResponse { Events = [.. found.Items.Select(IntegrationMapper.ToElement)], Next = found.Next, Previous = found.Previous };
    }
}
