using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Oss.Api.Errors;
using Oss.Domain;
using Oss.Domain.Orders;
using Oss.Domain.Quotas;

namespace Oss.Api.Rest;

/// <summary>An order as JSON. A member that is absent leaves untouched what it would set.</summary>
/// <param name="ExternalSystem">The CRM's name for itself.</param>
/// <param name="ExternalId">The CRM's order number; with the system it names the order for ever.</param>
/// <param name="Items">What to do, all of it or nothing, in this order.</param>
internal sealed record OrderBody(
    [property: MaxLength(OrderLimits.ExternalSystemLength)] string ExternalSystem,
    [property: MaxLength(OrderLimits.ExternalIdLength)] string ExternalId,
    [property: MaxLength(OrderLimits.Items)] IReadOnlyList<ItemBody> Items)
{
    /// <summary>The order, or what keeps the JSON from being one.</summary>
    public OrderRequest ToRequest()
    {
        var findings = Items.SelectMany((item, index) => ItemBody.Findings(item, $"items[{index}]")).ToArray();
        return findings.Length > 0
            ? throw new DomainException(new DomainError.Validation(findings))
            : new OrderRequest(ExternalSystem, ExternalId, [.. Items.Select(item => item.ToItem())]);
    }
}

/// <summary>One thing to do to one subject; exactly one subject is given.</summary>
internal sealed record ItemBody(
    OrderAction Action, SubscriptionBody? Subscription = null, DomainBody? Domain = null, MailboxBody? Mailbox = null, AliasBody? Alias = null)
{
    // JSON can put null where the list's type says there is none.
    public static IEnumerable<Finding> Findings(ItemBody? item, string path) =>
        item?.Findings(path) ?? [new Finding(path, CodesOfForm.Schema, "An item is an object.")];

    private IEnumerable<Finding> Findings(string path)
    {
        if (new object?[] { Subscription, Domain, Mailbox, Alias }.Count(subject => subject is not null) != 1)
            yield return new Finding(path, CodesOfForm.Schema, "An item has exactly one of subscription, domain, mailbox and alias.");
        if (Mailbox?.Password is { } password && password.Clear is null == password.Hash is null)
            yield return new Finding($"{path}.mailbox.password", CodesOfForm.Schema, "A password has exactly one of clear and hash.");
        if (Mailbox?.Quota is { } quota && !quota.IsChoice)
            yield return new Finding($"{path}.mailbox.quota", CodesOfForm.Schema, "A quota is {\"unlimited\": true} or {\"bytes\": n} with n of 0 or more.");
        for (var i = 0; i < Alias?.Targets?.Count; i++)
        {
            if (Alias.Targets[i] is null)
                yield return new Finding($"{path}.alias.targets[{i}]", CodesOfForm.Schema, "A target is a text.");
        }
    }

    public OrderItemRequest ToItem() => this switch
    {
        { Subscription: { } it } => new SubscriptionItemRequest(Action, it.ContractNumber, it.TenantNumber, it.TenantName, it.Product),
        { Domain: { } it } => new DomainItemRequest(Action, it.Name, it.ContractNumber),
        { Mailbox: { } it } => new MailboxItemRequest(
            Action, it.Address, it.ContractNumber, it.Password?.ToPassword(), it.DisplayName, it.Quota?.ToQuota()),
        { Alias: { } it } => new AliasItemRequest(Action, it.Address, it.Targets, it.Kind),
        _ => throw new InvalidOperationException("An item without a subject has passed the checks."),
    };
}

/// <summary>A product for a tenant under a contract number.</summary>
internal sealed record SubscriptionBody(string ContractNumber, string? TenantNumber = null, string? TenantName = null, string? Product = null);

/// <summary>A mail domain under a subscription.</summary>
internal sealed record DomainBody(string Name, string? ContractNumber = null);

/// <summary>A mailbox.</summary>
internal sealed record MailboxBody(
    string Address, string? ContractNumber = null, PasswordBody? Password = null, string? DisplayName = null, QuotaBody? Quota = null);

/// <summary>A further address.</summary>
internal sealed record AliasBody(
    string Address, AliasKind? Kind = null, [property: MaxLength(OrderLimits.ForwardTargets)] IReadOnlyList<string>? Targets = null);

/// <summary>A password to set: clear text, or a hash in Dovecot's <c>{SCHEME}</c> form.</summary>
internal sealed record PasswordBody(string? Clear = null, string? Hash = null)
{
    public PasswordChange ToPassword() => Hash is { } hash ? new(hash, IsHash: true) : new(Clear!, IsHash: false);

    /// <summary>Never shows the secret.</summary>
    public override string ToString() => nameof(PasswordBody);
}

/// <summary>A storage limit, or none: <c>{"bytes": 1073741824}</c> or <c>{"unlimited": true}</c>.</summary>
internal sealed record QuotaBody([property: Description("True, and no bytes: no limit.")] bool? Unlimited = null, [property: Range(0, long.MaxValue)] long? Bytes = null)
{
    public bool IsChoice => (Unlimited, Bytes) is (true, null) or (null, >= 0);

    public Quota ToQuota() => Quota.FromNullable(Bytes);
}
