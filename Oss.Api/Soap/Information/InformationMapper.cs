using Oss.Api.Soap.Contract;
using Oss.Api.Soap.Orders;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Mailboxes.Archives;
using Oss.Domain.MailPlatform;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Rules;
using Oss.Domain.Search;
using Oss.Domain.Subscriptions;
using Oss.Domain.Tenants;

namespace Oss.Api.Soap.Information;

/// <summary>From the domain's views to the contract's elements.</summary>
internal static class InformationMapper
{
    public static HitElement ToElement(Hit hit) => new() { Kind = hit.Kind, Key = hit.Key, Name = hit.Name, TenantNumber = hit.TenantNumber };

    public static MailboxRowElement ToElement(MailboxRow row) => new()
    {
        Address = row.Address, DisplayName = row.DisplayName, State = row.State, TenantNumber = row.TenantNumber, TenantName = row.TenantName,
        ContractNumber = row.ContractNumber, Product = row.Product,
    };

    public static TenantOverviewElement ToElement(TenantOverview tenant) => new()
    {
        Number = tenant.Number, Name = tenant.Name, Subscriptions = [.. tenant.Subscriptions.Select(ToElement)], Domains = [.. tenant.Domains],
        ForbidsExternalForwarding = tenant.ForbidsExternalForwarding, ForbidsExternalForwardingSpecified = tenant.ForbidsExternalForwarding,
    };

    public static SubscriptionElement ToElement(SubscriptionView subscription) => new()
    {
        ContractNumber = subscription.ContractNumber,
        TenantNumber = subscription.TenantNumber,
        Product = subscription.Product.Code,
        TerminatedAt = OrderMapper.Utc(subscription.TerminatedAt ?? default),
        TerminatedAtSpecified = subscription.TerminatedAt is not null,
        Uses =
        [
            Use("domains", subscription.Domains, subscription.Limits[ProductLimit.Domains]),
            Use("mailboxes", subscription.Mailboxes, subscription.Limits[ProductLimit.Mailboxes]),
            Use("aliases", subscription.Aliases, subscription.Limits[ProductLimit.Aliases]),
            Use("quota-total", subscription.QuotaBytes, subscription.Limits[ProductLimit.QuotaTotal]),
            .. subscription.PoolBytes is { } pool ? [Use("quota-pool", pool, subscription.Limits[ProductLimit.QuotaPool])] : Array.Empty<UseElement>(),
        ],
        OwnLimits = subscription.Own.Count == 0 ? null : [.. subscription.Own.Select(limit => new OwnLimitElement { Name = limit, Limit = LimitElement.Of(subscription.Limits[limit]) })],
    };

    public static MailboxOverviewElement ToElement(MailboxDetails mailbox, MailboxUsage? usage) => new()
    {
        Id = mailbox.Id.ToString(),
        Address = mailbox.Address,
        DisplayName = mailbox.DisplayName,
        State = mailbox.State,
        TenantNumber = mailbox.TenantNumber,
        TenantName = mailbox.TenantName,
        ContractNumber = mailbox.ContractNumber,
        Product = mailbox.ProductCode,
        Quota = OrderMapper.ToElement(mailbox.Quota),
        Usage = ToElement(usage),
        Addresses = [.. mailbox.Addresses.Select(address => new MailboxAddressElement { Value = address.Value, Kind = address.Kind })],
        SendsAs = mailbox.SendsAs.Count == 0 ? null : [.. mailbox.SendsAs],
        RelayTo = mailbox.RelayTo,
        RelayAs = mailbox.RelayAs,
        CreatedAt = OrderMapper.Utc(mailbox.CreatedAt),
        LastOrder = mailbox.LastOrder is { } order ? ToElement(order) : null,
    };

    public static UsageElement? ToElement(MailboxUsage? usage) => usage is null
        ? null
        : new UsageElement
        {
            Bytes = usage.Bytes, Messages = usage.Messages, MeasuredAt = OrderMapper.Utc(usage.MeasuredAt),
            Pool = usage.Pool is { } pool ? new PoolUsageElement { Bytes = pool.Bytes, LimitBytes = pool.LimitBytes } : null,
        };

    public static AddressRowElement ToElement(AddressView address) => new()
    {
        Value = address.Value, Kind = address.Kind, Mailbox = address.Mailbox, Targets = address.Targets.Count == 0 ? null : [.. address.Targets],
        ContractNumber = address.ContractNumber,
    };

    private static LastOrderElement ToElement(OrderView order) =>
        new() { Id = order.Id.ToString(), ExternalSystem = order.ExternalSystem, ExternalId = order.ExternalId, State = order.State };

    private static UseElement Use(string name, long current, long? maximum) => new() { Name = name, Current = current, Limit = LimitElement.Of(maximum) };

    public static MailRulesElement ToElement(RulesView view) => new()
    {
        Mailbox = view.Address,
        Origin = view.Sheet switch { RuleSheet.FromRules => RuleOrigin.Rules, RuleSheet.ByHand => RuleOrigin.ByHand, _ => RuleOrigin.None },
        Tag = view.Sheet.Tag,
        Pending = view.IsPending,
        Settings = RuleMapper.ToElement(view.Rules),
        Script = view.ByHand is { } script
            ? new ScriptByHandElement { Name = script.Name, Text = script.Text, Problems = ToElements(script.Problems), Lost = ToElements(script.Lost) }
            : null,
    };

    public static ScriptElement ToElement(MailboxScript script) =>
        new() { Name = script.Name, Active = script.IsActive, Octets = script.Octets, Problems = ToElements(script.Problems) };

    public static TryRulesResponse ToResponse(ScriptTrial trial) => new()
    {
        Actions = [.. trial.Actions], Error = trial.Error is { } error ? ToElement(error) : null, Trace = [.. trial.Trace],
    };

    private static ScriptProblemElement ToElement(ScriptProblem problem) => new() { Line = problem.Line, Column = problem.Column, Text = problem.Text };

    private static ScriptProblemElement[]? ToElements(IReadOnlyList<ScriptProblem> problems) => problems.Count == 0
        ? null
        : [.. problems.Select(ToElement)];

    public static MailboxExportElement ToElement(MailArchiveView archive) => new()
    {
        Id = archive.Id.ToString(), RequestedBy = archive.RequestedBy, RequestedAt = OrderMapper.Utc(archive.RequestedAt), Octets = archive.Bytes,
        ReadyAt = OrderMapper.Utc(archive.ReadyAt ?? default), ReadyAtSpecified = archive.ReadyAt is not null,
        ExpiresAt = OrderMapper.Utc(archive.ExpiresAt ?? default), ExpiresAtSpecified = archive.ExpiresAt is not null,
        Url = archive.ReadyAt is null ? null : $"/api/v1/exports/{archive.Id}/file",
    };
}
