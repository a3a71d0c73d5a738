using Oss.Api.Errors;
using Oss.Domain;
using Oss.Domain.Events;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Quotas;

namespace Oss.Api.Soap.Orders;

/// <summary>Between the contract's elements and the domain's records. Its input has passed the XSD, so a choice has exactly one of its branches.</summary>
internal static class OrderMapper
{
    public static OrderRequest ToRequest(OrderElement order) =>
        new(order.ExternalSystem, order.ExternalId, [.. order.Items.Select(ToItem)],
            order.OnFailureSpecified ? order.OnFailure : OnFailure.Compensate,
            order.RequestedStartSpecified ? Instant(order.RequestedStart) : null,
            order.WaitSecondsSpecified ? order.WaitSeconds : null);

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
        OnFailure = order.OnFailure,
        OnFailureSpecified = true,
        RequestedStart = Utc(order.RequestedStart ?? default),
        RequestedStartSpecified = order.RequestedStart is not null,
        Version = order.Version,
        VersionSpecified = true,
        Lane = order.Lane,
        LaneSpecified = true,
        BatchId = order.BatchId?.ToString(),
        PointOfNoReturnAt = Utc(order.PointOfNoReturnAt ?? default),
        PointOfNoReturnAtSpecified = order.PointOfNoReturnAt is not null,
        NextAttemptAt = Utc(order.NextAttemptAt ?? default),
        NextAttemptAtSpecified = order.NextAttemptAt is not null,
        Attempts = order.Attempts,
        AttemptsSpecified = true,
        ErrorCode = order.ErrorCode,
        ErrorText = order.ErrorText,
    };

    public static CheckOrderResponse ToResponse(CheckResult check, Language language) => new()
    {
        Acceptable = check.Acceptable,
        Errors = check.Errors.Count == 0 ? null : [.. check.Errors.Select(error => ToElement(error, language))],
        Plan = check.Plan.Count == 0 ? null : [.. check.Plan],
    };

    public static EventElement ToElement(OrderEventView happened) => new()
    {
        Sequence = happened.Sequence,
        At = Utc(happened.At),
        OrderId = happened.OrderId.ToString(),
        ExternalSystem = happened.ExternalSystem,
        ExternalId = happened.ExternalId,
        BatchId = happened.BatchId?.ToString(),
        From = happened.From ?? default,
        FromSpecified = happened.From is not null,
        To = happened.To,
        ErrorCode = happened.ErrorCode,
    };

    private static OrderItemRequest ToItem(ItemElement item) => item switch
    {
        { Subscription: { } it } => new SubscriptionItemRequest(item.Action, it.ContractNumber, it.TenantNumber, it.TenantName, it.Product,
            ToSuspension(it.Suspension), it.Limits?.Select(ToOverride).ToArray(), ForbidExternalForwarding: it.ForbidExternalForwardingSpecified ? it.ForbidExternalForwarding : null,
            EvenIfForwarding: it.EvenIfForwardingSpecified ? it.EvenIfForwarding : null),
        { Domain: { } it } => new DomainItemRequest(item.Action, it.Name, it.ContractNumber, it.SharedSpecified ? it.Shared : null, it.AliasOf,
            it.MinNameLengthSpecified ? it.MinNameLength : null, NewName: it.NewName),
        { Mailbox: { } it } => new MailboxItemRequest(
            item.Action, it.Address, it.ContractNumber, ToPassword(it.Password), it.DisplayName, ToQuota(it.Quota),
            it.NewAddress, ToSuspension(it.Suspension), it.MailboxId is null ? null : Guid.Parse(it.MailboxId), it.GraceDaysSpecified ? it.GraceDays : null,
            it.ExpectedVersionSpecified ? it.ExpectedVersion : null, it.EraseSpecified ? it.Erase : null),
        { Alias: { } it } => new AliasItemRequest(item.Action, it.Address, it.Targets, it.KindSpecified ? it.Kind : null, it.AddTargets, it.RemoveTargets),
        { Rules: { } it } => RuleMapper.ToItem(item.Action, it),
        { Product: { } it } => ToItem(item.Action, it),
        { SendingRight: { } it } => new SendingRightItemRequest(item.Action, it.Address, it.Mailbox),
        { Relay: { } it } => new RelayItemRequest(item.Action, it.Name, it.To, it.RecipientsSpecified ? it.Recipients : null, it.As, it.EvenIfInUse),
        _ => throw new InvalidOperationException("An item without a subject has passed the schema."),
    };

    public static ProductItemRequest ToItem(OrderAction action, ProductItemElement it) => new(
        action, it.Code, it.Name, it.Limits?.Select(ToOverride).ToArray(), it.AddFeatures?.Select(Enum.Parse<ProductFeatures>).ToArray(), it.RemoveFeatures?.Select(Enum.Parse<ProductFeatures>).ToArray(),
        it.MayBecome, it.RequiresVerifiedDomainsSpecified ? it.RequiresVerifiedDomains : null, it.EvenIfExceeded, it.ExpectedVersionSpecified ? it.ExpectedVersion : null);

    private static SuspensionChange? ToSuspension(SuspensionElement? suspension) => suspension is null
        ? null
        : new SuspensionChange(
            suspension.LoginSpecified ? suspension.Login : null, suspension.SendSpecified ? suspension.Send : null,
            suspension.ReceiveSpecified ? suspension.Receive : null);

    private static LimitOverride ToOverride(LimitOverrideElement limit) =>
        new(limit.Name, limit.MaximumSpecified ? limit.Maximum : null, Follow: limit.Follow is not null);

    public static PasswordChange? ToPassword(PasswordElement? password) => password switch
    {
        null => null,
        { Hash: { } hash } => new PasswordChange(hash, IsHash: true),
        _ => new PasswordChange(password.Clear ?? "", IsHash: false),
    };

    public static Quota? ToQuota(QuotaElement? quota) => quota switch
    {
        null => null,
        { Unlimited: not null } => Quota.Unlimited,
        _ => Quota.OfBytes(quota.Bytes),
    };

    public static QuotaElement ToElement(Quota quota) => quota.Bytes is { } bytes
        ? new QuotaElement { Bytes = bytes, BytesSpecified = true }
        : new QuotaElement { Unlimited = new UnlimitedElement() };

    private static ItemStatusElement ToElement(OrderItemView item) => new()
    {
        Position = item.Position,
        Action = item.Action,
        Subject = item.Subject,
        Key = item.Key,
        State = item.State,
        ErrorCode = item.ErrorCode,
        ErrorText = item.ErrorText,
        DependsOn = item.DependsOn is { Count: > 0 } positions ? [.. positions] : null,
    };

    // A time without a zone is taken as UTC: the sender's own would be a guess.
    private static DateTime Instant(DateTime time) => time.Kind == DateTimeKind.Unspecified ? Utc(time) : time.ToUniversalTime();

    private static CheckErrorElement ToElement(DomainError error, Language language) => new()
    {
        Code = error.Code,
        Text = ErrorTexts.Of(error, language),
        Findings = error is DomainError.Validation { Findings: var findings } ? SoapFaults.ToFindings(ErrorTexts.Of(findings, language)) : null,
        Limit = error is DomainError.LimitExceeded limit ? SoapFaults.ToLimit(limit) : null,
    };

    // The reply says Z, never a local time: XmlSerializer writes what Kind says.
    public static DateTime Utc(DateTime time) => DateTime.SpecifyKind(time, DateTimeKind.Utc);
}
