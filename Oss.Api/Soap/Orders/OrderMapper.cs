using Oss.Domain;
using Oss.Domain.Orders;
using Oss.Domain.Quotas;

namespace Oss.Api.Soap.Orders;

/// <summary>Between the contract's elements and the domain's records. Its input has passed the XSD, so a choice has exactly one of its branches.</summary>
internal static class OrderMapper
{
    public static OrderRequest ToRequest(OrderElement order) =>
        new(order.ExternalSystem, order.ExternalId, [.. order.Items.Select(ToItem)]);

    public static OrderStatusElement ToElement(OrderView order) => new()
    {
        Id = order.Id.ToString(),
        ExternalSystem = order.ExternalSystem,
        ExternalId = order.ExternalId,
        State = order.State,
        Items = [.. order.Items.Select(ToElement)],
        SubmittedBy = order.SubmittedBy,
        SubmittedAt = Utc(order.SubmittedAt),
        CompletedAt = Utc(order.CompletedAt ?? default),
        CompletedAtSpecified = order.CompletedAt is not null,
    };

    public static CheckOrderResponse ToResponse(CheckResult check) => new()
    {
        Acceptable = check.Acceptable,
        Errors = check.Errors.Count == 0 ? null : [.. check.Errors.Select(ToElement)],
        Plan = check.Plan.Count == 0 ? null : [.. check.Plan],
    };

    private static OrderItemRequest ToItem(ItemElement item) => item switch
    {
        { Subscription: { } it } => new SubscriptionItemRequest(item.Action, it.ContractNumber, it.TenantNumber, it.TenantName, it.Product),
        { Domain: { } it } => new DomainItemRequest(item.Action, it.Name, it.ContractNumber),
        { Mailbox: { } it } => new MailboxItemRequest(
            item.Action, it.Address, it.ContractNumber, ToPassword(it.Password), it.DisplayName, ToQuota(it.Quota)),
        { Alias: { } it } => new AliasItemRequest(item.Action, it.Address, it.Targets, it.KindSpecified ? it.Kind : null),
        _ => throw new InvalidOperationException("An item without a subject has passed the schema."),
    };

    private static PasswordChange? ToPassword(PasswordElement? password) => password switch
    {
        null => null,
        { Hash: { } hash } => new PasswordChange(hash, IsHash: true),
        _ => new PasswordChange(password.Clear ?? "", IsHash: false),
    };

    private static Quota? ToQuota(QuotaElement? quota) => quota switch
    {
        null => null,
        { Unlimited: not null } => Quota.Unlimited,
        _ => Quota.OfBytes(quota.Bytes),
    };

    private static ItemStatusElement ToElement(OrderItemView item) => new()
    {
        Position = item.Position,
        Action = item.Action,
        Subject = item.Subject,
        Key = item.Key,
        State = item.State,
        ErrorCode = item.ErrorCode,
        ErrorText = item.ErrorText,
    };

    private static CheckErrorElement ToElement(DomainError error) => new()
    {
        Code = error.Code,
        Text = error.Text,
        Findings = error is DomainError.Validation { Findings: var findings } ? SoapFaults.ToFindings(findings) : null,
        Limit = error is DomainError.LimitExceeded limit ? SoapFaults.ToLimit(limit) : null,
    };

    // The reply says Z, never a local time: XmlSerializer writes what Kind says.
    private static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);
}
