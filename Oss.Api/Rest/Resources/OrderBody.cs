using System.ComponentModel.DataAnnotations;
using Oss.Api.Changes;
using Oss.Api.Errors;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders;
using Oss.Domain.Packages;
using Oss.Domain.Quotas;
using Oss.Domain.Relaying;

namespace Oss.Api.Rest.Resources;

/// <summary>An order as JSON. A member that is absent leaves untouched what it would set.</summary>
/// <param name="Items">What to do, all of it or nothing unless onFailure says otherwise.</param>
/// <param name="ExternalSystem">The CRM's name for itself; may be left out together with externalId when the header Idempotency-Key names the order.</param>
/// <param name="ExternalId">The CRM's order number; with the system it names the order for ever.</param>
/// <param name="OnFailure">What becomes of the order when one of its items cannot be done: Compensate unless something else is said.</param>
/// <param name="RequestedStart">Not before this time; without a zone it is UTC. Absent or past: at once.</param>
/// <param name="WaitSeconds">How long the reply may wait for the end; the header Prefer says the same and goes first.</param>
internal sealed record OrderBody(
    [property: MaxLength(OrderLimits.Items)] IReadOnlyList<ItemBody> Items,
    [property: MaxLength(OrderLimits.ExternalSystemLength)] string? ExternalSystem = null,
    [property: MaxLength(OrderLimits.ExternalIdLength)] string? ExternalId = null,
    OnFailure? OnFailure = null, DateTime? RequestedStart = null,
    [property: Range(0, OrderLimits.WaitSeconds)] int? WaitSeconds = null)
{
    /// <summary>The order, or what keeps the JSON from being one.</summary>
    /// <param name="key">The caller's name for the request, which names an order without a number of its own.</param>
    /// <param name="actor">Who orders.</param>
    /// <param name="wait">How long to wait, when a header says it.</param>
    public OrderRequest ToRequest(string? key, Actor actor, int? wait) => key is not null && ExternalSystem is null && ExternalId is null
        ? ToRequest(SingleChange.System, SingleChange.ExternalId(actor, key), wait)
        : ToRequest(ExternalSystem ?? throw Missing("externalSystem"), ExternalId ?? throw Missing("externalId"), wait);

    /// <summary>The order under this number.</summary>
    public OrderRequest ToRequest(string system, string id, int? wait)
    {
        var findings = Items.SelectMany((item, index) => ItemBody.Findings(item, $"items[{index}]")).ToArray();
        return findings.Length > 0
            ? throw new DomainException(new DomainError.Validation(findings))
            : new OrderRequest(system, id, [.. Items.Select(item => item.ToItem())], OnFailure ?? Oss.Domain.Orders.OnFailure.Compensate, Instant(RequestedStart), wait ?? WaitSeconds);
    }

    public static RestProblem Missing(string member) => new(
        StatusCodes.Status400BadRequest, CodesOfForm.Schema, "The body is not JSON of the documented form.", new Finding(member, CodesOfForm.Schema, "Missing."));

    // A time without a zone is taken as UTC: the sender's own would be a guess.
    private static DateTime? Instant(DateTime? time) =>
        time is { Kind: DateTimeKind.Unspecified } plain ? DateTime.SpecifyKind(plain, DateTimeKind.Utc) : time?.ToUniversalTime();
}

/// <summary>One thing to do to one subject; exactly one subject is given.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Subscription">A product for a tenant.</param>
/// <param name="Domain">A mail domain.</param>
/// <param name="Mailbox">A mailbox.</param>
/// <param name="Alias">A further address.</param>
/// <param name="Rules">What becomes of a mailbox's mail.</param>
/// <param name="Product">A product of the catalogue; operators' alone.</param>
/// <param name="SendingRight">The right to send by an address of another.</param>
/// <param name="Relay">Where the mail of a domain or a mailbox goes on to; the provider's alone.</param>
internal sealed record ItemBody(
    OrderAction Action, SubscriptionBody? Subscription = null, DomainBody? Domain = null, MailboxBody? Mailbox = null, AliasBody? Alias = null, RulesBody? Rules = null, ProductBody? Product = null,
    SendingRightBody? SendingRight = null, RelayBody? Relay = null)
{
    // JSON can put null where the list's type says there is none.
    public static IEnumerable<Finding> Findings(ItemBody? item, string path) =>
        item?.Findings(path) ?? [new Finding(path, CodesOfForm.Schema, "An item is an object.")];

    private IEnumerable<Finding> Findings(string path)
    {
        if (new object?[] { Subscription, Domain, Mailbox, Alias, Rules, Product, SendingRight, Relay }.Count(subject => subject is not null) != 1)
            yield return new Finding(path, CodesOfForm.Schema, "An item has exactly one of subscription, domain, mailbox, alias, rules, product, sendingRight and relay.");
        foreach (var finding in LimitChangeBody.Findings(Subscription?.Limits, $"{path}.subscription.limits"))
            yield return finding;
        foreach (var finding in LimitChangeBody.Findings(Product?.Limits, $"{path}.product.limits"))
            yield return finding;
        if (Mailbox?.Password is { IsChoice: false })
            yield return new Finding($"{path}.mailbox.password", CodesOfForm.Schema, PasswordBody.Rule);
        if (Mailbox?.Quota is { IsChoice: false })
            yield return new Finding($"{path}.mailbox.quota", CodesOfForm.Schema, QuotaBody.Rule);
        foreach (var (name, list) in new[] { ("targets", Alias?.Targets), ("addTargets", Alias?.AddTargets), ("removeTargets", Alias?.RemoveTargets) })
        {
            for (var i = 0; i < list?.Count; i++)
            {
                if (list[i] is null)
                    yield return new Finding($"{path}.alias.{name}[{i}]", CodesOfForm.Schema, "A target is a text.");
            }
        }
    }

    public OrderItemRequest ToItem() => this switch
    {
        { Subscription: { } it } => new SubscriptionItemRequest(
            Action, it.ContractNumber, it.TenantNumber, it.TenantName, it.Product, it.Suspension?.ToChange(), it.Limits?.Select(limit => limit.ToOverride()).ToArray(),
            ForbidExternalForwarding: it.ForbidExternalForwarding, EvenIfForwarding: it.EvenIfForwarding),
        { Domain: { } it } => new DomainItemRequest(Action, it.Name, it.ContractNumber, it.Shared, it.AliasOf, it.MinNameLength, NewName: it.NewName),
        { Mailbox: { } it } => new MailboxItemRequest(
            Action, it.Address, it.ContractNumber, it.Password?.ToPassword(), it.DisplayName, it.Quota?.ToQuota(),
            it.NewAddress, it.Suspension?.ToChange(), it.MailboxId, it.GraceDays, it.ExpectedVersion, it.Erase),
        { Alias: { } it } => new AliasItemRequest(Action, it.Address, it.Targets, it.Kind, it.AddTargets, it.RemoveTargets),
        { Rules: { } it } => it.ToItem(Action),
        { Product: { } it } => it.ToItem(Action),
        { SendingRight: { } it } => new SendingRightItemRequest(Action, it.Address, it.Mailbox),
        { Relay: { } it } => new RelayItemRequest(Action, it.Name, it.To, it.Recipients, it.As, it.EvenIfInUse ?? false),
        _ => throw new InvalidOperationException("An item without a subject has passed the checks."),
    };
}

/// <summary>A product for a tenant under a contract number.</summary>
/// <param name="ContractNumber">The key.</param>
/// <param name="TenantNumber">The CRM's customer number; required to provide and to transfer.</param>
/// <param name="TenantName">Name of the tenant; required when it is new.</param>
/// <param name="Product">Product code; required to provide.</param>
/// <param name="Suspension">What to suspend or resume; absent for everything.</param>
/// <param name="Limits">Limits of its own, or back to the product's; those not named stay as they are.</param>
/// <param name="ForbidExternalForwarding">Whether mail of the tenant, under all its contracts, may no longer be passed on to addresses outside the platform; absent for as it is.</param>
/// <param name="EvenIfForwarding">Whether that may be forbidden though some of its mail is passed on so: it goes on no more.</param>
internal sealed record SubscriptionBody(
    string ContractNumber, string? TenantNumber = null, string? TenantName = null, string? Product = null, SuspensionBody? Suspension = null,
    IReadOnlyList<LimitChangeBody>? Limits = null, bool? ForbidExternalForwarding = null, bool? EvenIfForwarding = null);

/// <summary>A product of the catalogue. Contracts that have it follow each change, but for the limits that are their own.</summary>
/// <param name="Code">The key: small letters, digits and hyphens.</param>
/// <param name="Name">Name shown to people; required to provide.</param>
/// <param name="Limits">Limits, those of a product following nothing; those not named stay as they are, or are none in a new product.</param>
/// <param name="AddFeatures">What its mailboxes may do as well from now on.</param>
/// <param name="RemoveFeatures">What its mailboxes may do no more.</param>
/// <param name="MayBecome">Codes of the products that a contract may change to: none when empty, any when it is * alone.</param>
/// <param name="RequiresVerifiedDomains">Whether a domain takes mail only once its tenant has proven to own it.</param>
/// <param name="EvenIfExceeded">Whether a limit may fall below what contracts have: they keep that and get no more.</param>
internal sealed record ProductBody(
    string Code, string? Name = null, IReadOnlyList<LimitChangeBody>? Limits = null, IReadOnlyList<ProductFeatures>? AddFeatures = null, IReadOnlyList<ProductFeatures>? RemoveFeatures = null,
    IReadOnlyList<string>? MayBecome = null, bool? RequiresVerifiedDomains = null, bool? EvenIfExceeded = null)
{
    public ProductItemRequest ToItem(OrderAction action) =>
        new ProductChanges(Name, Limits, AddFeatures, RemoveFeatures, MayBecome, RequiresVerifiedDomains, EvenIfExceeded).ToItem(Code) with { Action = action };
}

/// <summary>The right to send by an address that does not lead to the own mailbox.</summary>
/// <param name="Address">The address that is sent by: a mailbox's, an alias or a forward of the same tenant.</param>
/// <param name="Mailbox">The primary address of the mailbox that may.</param>
internal sealed record SendingRightBody(string Address, string Mailbox);

/// <summary>Where the mail of a domain or a mailbox goes on to instead of ending here.</summary>
/// <param name="Name">A domain, or the primary address of a mailbox.</param>
/// <param name="To">smtp:mail.example.org:25, smtps:… in TLS only, lmtp:…, mx:example.org for the mail exchangers of a domain, or mx for those of the domain named; required to provide.</param>
/// <param name="Recipients">Of a domain: which recipients are taken; absent for all.</param>
/// <param name="As">Of a mailbox: the address that the server there knows it by; absent for its primary address.</param>
/// <param name="EvenIfInUse">Whether a mailbox's mail may go elsewhere though it holds mail here, or has rules here that will not work.</param>
internal sealed record RelayBody(string Name, string? To = null, RelayRecipients? Recipients = null, string? As = null, bool? EvenIfInUse = null);

/// <summary>A mail domain under a subscription.</summary>
/// <param name="Name">The key, in Unicode or as A-labels.</param>
/// <param name="ContractNumber">The subscription that has it; required to provide.</param>
/// <param name="Shared">Whether mailboxes of other tenants may lie in it.</param>
/// <param name="AliasOf">The domain of the same tenant that it is another name of.</param>
/// <param name="MinNameLength">Characters that a new name before the @ must have.</param>
/// <param name="NewName">Another name for the domain and all addresses in it; the former name stays as another name.</param>
internal sealed record DomainBody(string Name, string? ContractNumber = null, bool? Shared = null, string? AliasOf = null, int? MinNameLength = null, string? NewName = null);

/// <summary>A mailbox.</summary>
/// <param name="Address">Its primary address: the key.</param>
/// <param name="ContractNumber">The subscription that pays for it; required to provide.</param>
/// <param name="Password">A new password; required to provide.</param>
/// <param name="DisplayName">Name shown to people.</param>
/// <param name="Quota">Storage limit; absent when providing means the product's.</param>
/// <param name="NewAddress">Another primary address; the former one becomes an alias.</param>
/// <param name="Suspension">What to suspend or resume; absent for everything.</param>
/// <param name="MailboxId">Which of several ended mailboxes of the same address to restore or purge.</param>
/// <param name="GraceDays">How long the mail of an ended mailbox is kept.</param>
/// <param name="ExpectedVersion">The version that the change is based on.</param>
/// <param name="Erase">True to erase with the mail whatever is personal in the records about the mailbox; only to purge.</param>
internal sealed record MailboxBody(
    string Address, string? ContractNumber = null, PasswordBody? Password = null, string? DisplayName = null, QuotaBody? Quota = null,
    string? NewAddress = null, SuspensionBody? Suspension = null, Guid? MailboxId = null, [property: Range(0, OrderLimits.GraceDays)] int? GraceDays = null, long? ExpectedVersion = null,
    bool? Erase = null);

/// <summary>A further address.</summary>
/// <param name="Address">The key: an address, or @example.org for a catch-all.</param>
/// <param name="Kind">What kind of address; required to provide.</param>
/// <param name="Targets">Where its mail goes: the mailbox of an alias or a catch-all, the addresses of a forward. Replaces when modifying.</param>
/// <param name="AddTargets">Targets that a forward gets beside those it has; only to modify.</param>
/// <param name="RemoveTargets">Targets that a forward loses; only to modify.</param>
internal sealed record AliasBody(
    string Address, AliasKind? Kind = null, [property: MaxLength(OrderLimits.ForwardTargets)] IReadOnlyList<string>? Targets = null,
    [property: MaxLength(OrderLimits.ForwardTargets)] IReadOnlyList<string>? AddTargets = null, [property: MaxLength(OrderLimits.ForwardTargets)] IReadOnlyList<string>? RemoveTargets = null);

/// <summary>A password to set: clear text, or a hash in Dovecot's {SCHEME} form; exactly one of the two is given.</summary>
/// <param name="Clear">Clear text.</param>
/// <param name="Hash">A hash with its scheme in braces.</param>
internal sealed record PasswordBody(string? Clear = null, string? Hash = null)
{
    internal const string Rule = "A password has exactly one of clear and hash.";

    internal bool IsChoice => Clear is null != Hash is null;

    public PasswordChange ToPassword() => Hash is { } hash ? new(hash, IsHash: true) : new(Clear!, IsHash: false);

    /// <summary>Never shows the secret.</summary>
    public override string ToString() => nameof(PasswordBody);
}

/// <summary>A storage limit, or none: {"bytes": 1073741824} or {"unlimited": true}.</summary>
/// <param name="Unlimited">True, and no bytes: no limit.</param>
/// <param name="Bytes">The limit in bytes.</param>
internal sealed record QuotaBody(bool? Unlimited = null, [property: Range(0, long.MaxValue)] long? Bytes = null)
{
    internal const string Rule = "A quota is {\"unlimited\": true} or {\"bytes\": n} with n of 0 or more.";

    internal bool IsChoice => (Unlimited, Bytes) is (true, null) or (null, >= 0);

    public Quota ToQuota() => Quota.FromNullable(Bytes);

    public static QuotaBody Of(Quota quota) => quota.Bytes is { } bytes ? new(Bytes: bytes) : new(Unlimited: true);
}

/// <summary>What is suspended: three axes, each by itself. As a change, an axis that is absent stays as it is.</summary>
/// <param name="Login">Reading mail.</param>
/// <param name="Send">Sending mail.</param>
/// <param name="Receive">What a sender gets; Accept suspends nothing.</param>
internal sealed record SuspensionBody(bool? Login = null, bool? Send = null, ReceivePolicy? Receive = null)
{
    public SuspensionChange ToChange() => new(Login, Send, Receive);

    public static SuspensionBody Of(Suspension suspension) => new(suspension.Login, suspension.Send, suspension.Receive);
}

/// <summary>A limit that differs from the product's; beside its name exactly one member is given.</summary>
/// <param name="Name">Which limit.</param>
/// <param name="Maximum">The limit; bytes for quota.</param>
/// <param name="Unlimited">True: no limit.</param>
/// <param name="Follow">True: the product's again.</param>
internal sealed record LimitChangeBody(ProductLimit Name, long? Maximum = null, bool? Unlimited = null, bool? Follow = null)
{
    public LimitOverride ToOverride() => new(Name, Maximum, Follow is true);

    // JSON can put null where the list's type says there is none.
    public static IEnumerable<Finding> Findings(IReadOnlyList<LimitChangeBody?>? limits, string path) => (limits ?? [])
        .Select((limit, index) => (limit, index))
        .Where(one => (one.limit?.Maximum, one.limit?.Unlimited, one.limit?.Follow) is not ((not null, null, null) or (null, true, null) or (null, null, true)))
        .Select(one => new Finding($"{path}[{one.index}]", CodesOfForm.Schema, "A limit has exactly one of maximum, unlimited and follow, the latter two being true."));
}

/// <summary>A number that may not be exceeded, or none: {"maximum": 5} or {"unlimited": true}.</summary>
/// <param name="Unlimited">True: no limit.</param>
/// <param name="Maximum">The limit; bytes for quota.</param>
internal sealed record LimitShown(bool? Unlimited, long? Maximum)
{
    public static LimitShown Of(long? maximum) => maximum is null ? new(true, null) : new(null, maximum);
}
