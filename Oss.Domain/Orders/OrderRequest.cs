using System.Text.Json.Serialization;
using Oss.Domain.Mailboxes;
using Oss.Domain.Packages;
using Oss.Domain.Relaying;
using Oss.Domain.Rules;

namespace Oss.Domain.Orders;

/// <summary>
/// An order as it comes in, whichever way: SOAP, REST, console. Within one external system the external id names the
/// order for ever: the same content again is a replay, another content is a conflict.
/// </summary>
/// <param name="ExternalSystem">The CRM's name for itself, e.g. <c>crm-koeln</c>; at most <see cref="OrderLimits.ExternalSystemLength"/> characters.</param>
/// <param name="ExternalId">The CRM's order number; at most <see cref="OrderLimits.ExternalIdLength"/> characters.</param>
/// <param name="Items">1 to <see cref="OrderLimits.Items"/> items, carried out in their order, save that what an item builds on comes before it.</param>
/// <param name="OnFailure">What becomes of the order when one of its items cannot be done.</param>
/// <param name="RequestedStart">Not before this time, UTC; absent or past for at once. The rules are looked at when the time has come.</param>
/// <param name="WaitSeconds">How long the caller waits for the end, 0 to <see cref="OrderLimits.WaitSeconds"/>; the order goes on afterwards. Absent for as
/// long as allowed. No part of the content: an order sent again may wait differently.</param>
public sealed record OrderRequest(
    string ExternalSystem, string ExternalId, IReadOnlyList<OrderItemRequest> Items,
    OnFailure OnFailure = OnFailure.Compensate, DateTime? RequestedStart = null, int? WaitSeconds = null);

/// <summary>What an item does to its subject.</summary>
public enum OrderAction
{
    /// <summary>Create it.</summary>
    Provide,

    /// <summary>Change what is given; what is absent stays untouched.</summary>
    Modify,

    /// <summary>End it; a mailbox's mail is kept for a time.</summary>
    Terminate,

    /// <summary>Stop logging in, sending or receiving for a subscription's mailboxes, or for one mailbox.</summary>
    Suspend,

    /// <summary>Take back what was suspended.</summary>
    Resume,

    /// <summary>Bring an ended mailbox back, with its mail and its addresses.</summary>
    Restore,

    /// <summary>Delete an ended mailbox's mail for good: the point of no return.</summary>
    Purge,

    /// <summary>Give a subscription with all it has to another tenant.</summary>
    Transfer,

    /// <summary>Write all mail of a mailbox into a file that can be fetched for a time.</summary>
    Export,
}

/// <summary>One item of an order: the closed sum of subjects.</summary>
/// <param name="Action">What is done to the subject.</param>
[JsonDerivedType(typeof(ProductItemRequest), "product")]
[JsonDerivedType(typeof(SubscriptionItemRequest), "subscription")]
[JsonDerivedType(typeof(DomainItemRequest), "domain")]
[JsonDerivedType(typeof(MailboxItemRequest), "mailbox")]
[JsonDerivedType(typeof(AliasItemRequest), "alias")]
[JsonDerivedType(typeof(RulesItemRequest), "rules")]
[JsonDerivedType(typeof(SendingRightItemRequest), "sendingRight")]
[JsonDerivedType(typeof(RelayItemRequest), "relay")]
public abstract record OrderItemRequest(OrderAction Action);

/// <summary>A product of the catalogue; operators' alone. Subscriptions that have it follow each change, but for what they have of their own.</summary>
/// <param name="Action">To provide, to modify, or to terminate one that no contract ever had.</param>
/// <param name="Code">The code an order names: the key.</param>
/// <param name="Name">Name shown to people; required to provide.</param>
/// <param name="Limits">Limits; those not named stay as they are, or are none in a new product.</param>
/// <param name="AddFeatures">What its mailboxes may do as well from now on.</param>
/// <param name="RemoveFeatures">What its mailboxes may do no more.</param>
/// <param name="MayBecome">Codes of the products that a subscription may change to; empty for none, <see cref="AnyProduct"/> alone for any.</param>
/// <param name="RequiresVerifiedDomains">Whether a domain takes mail only once its tenant has proven to own it.</param>
/// <param name="EvenIfExceeded">Whether a limit may fall below what contracts have: they keep that and get no more. Otherwise the order is refused, and says who they are.</param>
/// <param name="ExpectedVersion">The version of the product that the change is based on; another one stored is a conflict.</param>
public sealed record ProductItemRequest(
    OrderAction Action, string Code, string? Name = null, IReadOnlyList<LimitOverride>? Limits = null, IReadOnlyList<ProductFeatures>? AddFeatures = null,
    IReadOnlyList<ProductFeatures>? RemoveFeatures = null, IReadOnlyList<string>? MayBecome = null, bool? RequiresVerifiedDomains = null, bool EvenIfExceeded = false,
    long? ExpectedVersion = null)
    : OrderItemRequest(Action)
{
    /// <summary>Stands for any product in <see cref="MayBecome"/>.</summary>
    public const string AnyProduct = "*";
}

/// <summary>A subscription: a product for a tenant under a CRM contract number.</summary>
/// <param name="Action">What is done.</param>
/// <param name="ContractNumber">The CRM's contract number, unique on the platform: the subscription's key.</param>
/// <param name="TenantNumber">The CRM's customer number; required to provide.</param>
/// <param name="TenantName">Name of the tenant; required when the tenant is not known yet, which creates it.</param>
/// <param name="Product">Product code; required to provide, changes the product when modifying.</param>
/// <param name="Suspension">What to suspend or resume; absent for everything.</param>
/// <param name="Limits">Limits of its own, or back to the product's; those not named stay as they are.</param>
/// <param name="ExpectedVersion">The version of the subscription that the change is based on; another one stored is a conflict.</param>
/// <param name="ForbidExternalForwarding">Whether mail of the tenant, under all its contracts, may no longer be passed on to addresses outside the platform; absent for as it is. To provide or to modify.</param>
/// <param name="EvenIfForwarding">Whether that may be forbidden, or the subscription transferred to a tenant that forbids it, though some of its mail is passed on so: it goes on no more, and what rules and scripts would
/// send stays in the mailbox. Otherwise the order is refused, and says which.</param>
public sealed record SubscriptionItemRequest(
    OrderAction Action, string ContractNumber, string? TenantNumber = null, string? TenantName = null, string? Product = null, SuspensionChange? Suspension = null,
    IReadOnlyList<LimitOverride>? Limits = null, long? ExpectedVersion = null, bool? ForbidExternalForwarding = null, bool? EvenIfForwarding = null)
    : OrderItemRequest(Action);

/// <summary>A mail domain under a subscription.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Name">The domain name, in Unicode or in its A-label form.</param>
/// <param name="ContractNumber">The subscription that has it; required to provide.</param>
/// <param name="Shared">True when other tenants' mailboxes may lie in it, as in the ISP's own <c>netcologne.de</c>; absent when providing means not.</param>
/// <param name="AliasOf">The domain of the same tenant that this one is another name of; only to provide.</param>
/// <param name="MinNameLength">Characters that a new name before the @ must have.</param>
/// <param name="ExpectedVersion">The version of the domain that the change is based on; another one stored is a conflict.</param>
/// <param name="NewName">Another name for the domain and all addresses in it: one that is new, or one that is another name of this domain already. The former name stays as
/// another name, so that nothing sent to it is lost. Only to modify.</param>
public sealed record DomainItemRequest(
    OrderAction Action, string Name, string? ContractNumber = null, bool? Shared = null, string? AliasOf = null, int? MinNameLength = null, long? ExpectedVersion = null, string? NewName = null)
    : OrderItemRequest(Action);

/// <summary>A mailbox.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Address">Its primary address: the mailbox's key.</param>
/// <param name="ContractNumber">The subscription that pays for it; required to provide.</param>
/// <param name="Password">New password: clear text, or a hash in Dovecot's <c>{SCHEME}</c> form; required to provide.</param>
/// <param name="DisplayName">Name shown to people.</param>
/// <param name="Quota">Storage limit; absent when providing means the product's.</param>
/// <param name="NewAddress">Another primary address; the former one becomes an alias. Only to modify.</param>
/// <param name="Suspension">What to suspend or resume; absent for everything.</param>
/// <param name="MailboxId">Which of several ended mailboxes of the same address to restore or purge; absent for the last that ended.</param>
/// <param name="GraceDays">How long the mail of an ended mailbox is kept, 0 to <see cref="OrderLimits.GraceDays"/>; absent for as long as the platform says.</param>
/// <param name="ExpectedVersion">The version of the mailbox that the change is based on; another one stored is a conflict.</param>
/// <param name="Erase">True to erase with the mail whatever is personal in the records about the mailbox: audit entries, whose chain still closes, and past orders. Only to purge.</param>
public sealed record MailboxItemRequest(
    OrderAction Action, string Address, string? ContractNumber = null, PasswordChange? Password = null,
    string? DisplayName = null, Quotas.Quota? Quota = null, string? NewAddress = null, SuspensionChange? Suspension = null, Guid? MailboxId = null, int? GraceDays = null,
    long? ExpectedVersion = null, bool? Erase = null)
    : OrderItemRequest(Action);

/// <summary>A further address: an alias of a mailbox, a forward to addresses, a domain's catch-all, or one that is known to the server that its domain's mail goes on to.</summary>
/// <param name="Action">What is done.</param>
/// <param name="Address">The address, or <c>@example.org</c> for everything in the domain that nothing else owns.</param>
/// <param name="Targets">For an alias or a catch-all the one primary address of a mailbox; for a forward 1 to
/// <see cref="OrderLimits.ForwardTargets"/> addresses on the platform; none for one that another server knows. Required to provide, replaces when modifying; an address that
/// is terminated must lead there, when given.</param>
/// <param name="Kind">What kind of address; required to provide. Otherwise the address must be of that kind, when given.</param>
/// <param name="AddTargets">Targets that a forward gets beside those it has; only to modify.</param>
/// <param name="RemoveTargets">Targets that a forward loses; only to modify.</param>
public sealed record AliasItemRequest(
    OrderAction Action, string Address, IReadOnlyList<string>? Targets = null, AliasKind? Kind = null,
    IReadOnlyList<string>? AddTargets = null, IReadOnlyList<string>? RemoveTargets = null)
    : OrderItemRequest(Action);

/// <summary>What becomes of a mailbox's incoming mail: forwarding, automatic reply, spam, rules.</summary>
/// <param name="Action">To modify: what is absent stays as it is; to terminate: all of it goes.</param>
/// <param name="Mailbox">The mailbox's primary address.</param>
/// <param name="Forwarding">Where mail goes on to.</param>
/// <param name="AutoReply">The automatic reply.</param>
/// <param name="Spam">What becomes of spam.</param>
/// <param name="Rules">All rules, in their order.</param>
/// <param name="Remove">Parts that are taken away.</param>
/// <param name="Replace">Whether a script that was written by hand may be replaced; it stays in the mailbox under its name.</param>
/// <param name="ExpectedTag">The <see cref="RuleSheet.Tag"/> of what the change is based on; another one there is a conflict.</param>
public sealed record RulesItemRequest(
    OrderAction Action, string Mailbox, Forwarding? Forwarding = null, AutoReply? AutoReply = null, SpamHandling? Spam = null, IReadOnlyList<MailRule>? Rules = null,
    IReadOnlyList<RulePart>? Remove = null, bool Replace = false, string? ExpectedTag = null)
    : OrderItemRequest(Action);

/// <summary>The right to send by an address that does not lead to the own mailbox.</summary>
/// <param name="Action">To provide or to terminate.</param>
/// <param name="Address">The address that is sent by: a mailbox's, an alias or a forward of the same tenant.</param>
/// <param name="Mailbox">The primary address of the mailbox that may.</param>
public sealed record SendingRightItemRequest(OrderAction Action, string Address, string Mailbox) : OrderItemRequest(Action);

/// <summary>Where the mail of a domain or of a mailbox goes on to instead of ending here; the provider's alone.</summary>
/// <param name="Action">To provide, which replaces what there was, or to terminate.</param>
/// <param name="Name">A domain, or the primary address of a mailbox.</param>
/// <param name="To">A <see cref="MailRoute"/>; required to provide.</param>
/// <param name="Recipients">Of a domain: which recipients are taken; absent for all.</param>
/// <param name="As">Of a mailbox: the address that the other server knows it by; absent for its primary address.</param>
/// <param name="EvenIfInUse">Whether a mailbox's mail may go elsewhere though it holds mail here, or has rules here that will not work.</param>
public sealed record RelayItemRequest(OrderAction Action, string Name, string? To = null, RelayRecipients? Recipients = null, string? As = null, bool EvenIfInUse = false) : OrderItemRequest(Action);

/// <summary>Kinds of address an <see cref="AliasItemRequest"/> can name.</summary>
public enum AliasKind
{
    /// <summary>Another name of one mailbox; logs in and receives like the primary address.</summary>
    Alias,

    /// <summary>Passes mail on to other addresses.</summary>
    Forward,

    /// <summary>Takes everything in a domain that nothing else owns.</summary>
    CatchAll,

    /// <summary>Is known to the server that its domain's mail goes on to; leads nowhere here.</summary>
    Relayed,
}

/// <summary>A limit that differs from the product's.</summary>
/// <param name="Limit">Which limit.</param>
/// <param name="Maximum">The subscription's own; absent for none.</param>
/// <param name="Follow">True to take the product's again.</param>
public sealed record LimitOverride(ProductLimit Limit, long? Maximum = null, bool Follow = false);

/// <summary>What is suspended or resumed; an axis that is absent stays as it is.</summary>
/// <param name="Login">Reading mail.</param>
/// <param name="Send">Sending mail.</param>
/// <param name="Receive">What a sender gets; <see cref="ReceivePolicy.Accept"/> suspends nothing.</param>
public sealed record SuspensionChange(bool? Login = null, bool? Send = null, ReceivePolicy? Receive = null);

/// <summary>A password to set: clear text to be hashed here, or a hash made elsewhere.</summary>
/// <param name="Value">Clear text, or <c>{SCHEME}hash</c>.</param>
/// <param name="IsHash">True when <paramref name="Value"/> is a hash.</param>
public sealed record PasswordChange(string Value, bool IsHash)
{
    /// <summary>Keys for SCRAM beside a hash made here; nobody orders them.</summary>
    public string? ScramKeys { get; init; }

    /// <summary>Never shows the secret.</summary>
    public override string ToString() => IsHash ? "PasswordChange(hash)" : "PasswordChange(clear text)";
}
