using Oss.Api.Soap.Orders;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Domains;
using Oss.Domain.Orders;
using Oss.Domain.Orders.Batches;
using Oss.Domain.Subscriptions;
using Oss.Domain.Webhooks;

namespace Oss.Api.Soap.Integration;

/// <summary>From the domain's views to the contract's elements.</summary>
internal static class IntegrationMapper
{
    public static BatchStatusElement ToElement(OrderBatchView batch) => new()
    {
        Id = batch.Id.ToString(), ExternalSystem = batch.ExternalSystem, ExternalId = batch.ExternalId, SubmittedBy = batch.SubmittedBy, SubmittedAt = OrderMapper.Utc(batch.SubmittedAt),
        Orders = batch.Orders, Ended = batch.Ended, States = [.. batch.States.Select(state => new BatchStateElement { State = state.Key, Orders = state.Value })],
    };

    public static WebhookElement ToElement(WebhookView webhook) => new()
    {
        Id = webhook.Id.ToString(), Url = webhook.Url, ExternalSystem = webhook.ExternalSystem, Position = webhook.Position, DisabledBecause = webhook.DisabledBecause, CreatedBy = webhook.CreatedBy,
        CreatedAt = OrderMapper.Utc(webhook.CreatedAt), Pending = webhook.Pending, Dead = webhook.Dead,
    };

    public static DeliveryElement ToElement(WebhookDeliveryView delivery) => new()
    {
        Id = delivery.Id.ToString(), Sequence = delivery.Sequence, State = delivery.State, Attempts = delivery.Attempts, LastError = delivery.LastError,
        NextAt = OrderMapper.Utc(delivery.NextAt ?? default), NextAtSpecified = delivery.NextAt is not null,
        LastStatus = delivery.LastStatus ?? 0, LastStatusSpecified = delivery.LastStatus is not null,
        DeliveredAt = OrderMapper.Utc(delivery.DeliveredAt ?? default), DeliveredAtSpecified = delivery.DeliveredAt is not null,
    };

    public static ApiClientElement ToElement(ApiClientView client) => new()
    {
        Name = client.Name, Role = client.Role, TenantNumber = client.TenantNumber, Scopes = client.Scopes is { } scopes ? [.. scopes] : null, Certificate = client.Certificate,
        OpenIdSubject = client.OpenIdSubject, CreatedAt = OrderMapper.Utc(client.CreatedAt),
        FormerUntil = OrderMapper.Utc(client.FormerUntil ?? default), FormerUntilSpecified = client.FormerUntil is not null,
        LastUsedAt = OrderMapper.Utc(client.LastUsedAt ?? default), LastUsedAtSpecified = client.LastUsedAt is not null,
    };

    public static OrderRowElement ToElement(OrderRow row) => new()
    {
        Id = row.Id.ToString(), ExternalSystem = row.ExternalSystem, ExternalId = row.ExternalId, State = row.State, SubmittedBy = row.SubmittedBy, SubmittedAt = OrderMapper.Utc(row.SubmittedAt),
        TenantNumber = row.TenantNumber, TenantName = row.TenantName, Items = row.Items,
    };

    public static DomainRowElement ToElement(DomainView domain) => new()
    {
        Name = domain.Name, DisplayName = domain.DisplayName, ContractNumber = domain.ContractNumber, TenantNumber = domain.TenantNumber, Shared = domain.Shared, Ownership = domain.Ownership,
    };

    public static SubscriptionRowElement ToElement(SubscriptionView subscription) => new()
    {
        ContractNumber = subscription.ContractNumber, TenantNumber = subscription.TenantNumber, Product = subscription.Product.Code, Domains = subscription.Domains, Mailboxes = subscription.Mailboxes,
        Aliases = subscription.Aliases, QuotaBytes = subscription.QuotaBytes,
        TerminatedAt = OrderMapper.Utc(subscription.TerminatedAt ?? default), TerminatedAtSpecified = subscription.TerminatedAt is not null,
    };

    public static AuditRowElement ToElement(AuditRow row) => new()
    {
        Id = row.Id.ToString(), At = OrderMapper.Utc(row.At), Actor = row.Actor, Action = row.Action, Subject = row.Subject, TenantNumber = row.TenantNumber, TenantName = row.TenantName,
        OrderId = row.OrderId?.ToString(), Detail = row.Detail, OnBehalfOf = row.OnBehalfOf, Reason = row.Reason, Source = row.Source, Before = row.Before, After = row.After,
    };
}
