using System.Xml.Serialization;
using Oss.Domain.Orders;
using Oss.Domain.Relaying;

namespace Oss.Api.Soap.Orders;

/// <summary>An order: type <c>Order</c> of <c>orders.xsd</c>.</summary>
[XmlType("Order", Namespace = OrderContract.Namespace)]
public sealed class OrderElement
{
    /// <summary>The CRM's name for itself.</summary>
    [XmlElement(Order = 0)]
    public string ExternalSystem { get; set; } = "";

    /// <summary>The CRM's order number.</summary>
    [XmlElement(Order = 1)]
    public string ExternalId { get; set; } = "";

    /// <summary>What to do, all of it or nothing.</summary>
    [XmlArray(Order = 2)]
    [XmlArrayItem("Item")]
    public ItemElement[] Items { get; set; } = [];

    /// <summary>What becomes of the order when one of its items cannot be done.</summary>
    [XmlElement(Order = 3)]
    public OnFailure OnFailure { get; set; }

    /// <summary>True when <see cref="OnFailure"/> is given.</summary>
    [XmlIgnore]
    public bool OnFailureSpecified { get; set; }

    /// <summary>Not before this time.</summary>
    [XmlElement(Order = 4)]
    public DateTime RequestedStart { get; set; }

    /// <summary>True when <see cref="RequestedStart"/> is given.</summary>
    [XmlIgnore]
    public bool RequestedStartSpecified { get; set; }

    /// <summary>How long the reply may wait for the end.</summary>
    [XmlElement(Order = 5)]
    public int WaitSeconds { get; set; }

    /// <summary>True when <see cref="WaitSeconds"/> is given.</summary>
    [XmlIgnore]
    public bool WaitSecondsSpecified { get; set; }
}

/// <summary>One thing to do to one subject; exactly one subject is given.</summary>
[XmlType("Item", Namespace = OrderContract.Namespace)]
public sealed class ItemElement
{
    /// <summary>What to do.</summary>
    [XmlElement(Order = 0)]
    public OrderAction Action { get; set; }

    /// <summary>A product for a tenant.</summary>
    [XmlElement(Order = 1)]
    public SubscriptionElement? Subscription { get; set; }

    /// <summary>A mail domain.</summary>
    [XmlElement(Order = 2)]
    public DomainElement? Domain { get; set; }

    /// <summary>A mailbox.</summary>
    [XmlElement(Order = 3)]
    public MailboxElement? Mailbox { get; set; }

    /// <summary>A further address.</summary>
    [XmlElement(Order = 4)]
    public AliasElement? Alias { get; set; }

    /// <summary>What becomes of a mailbox's incoming mail.</summary>
    [XmlElement(Order = 5)]
    public RulesElement? Rules { get; set; }

    /// <summary>A product of the catalogue.</summary>
    [XmlElement(Order = 6)]
    public ProductItemElement? Product { get; set; }

    /// <summary>The right to send by an address of another.</summary>
    [XmlElement(Order = 7)]
    public SendingRightElement? SendingRight { get; set; }

    /// <summary>Where the mail of a domain or a mailbox goes on to.</summary>
    [XmlElement(Order = 8)]
    public RelayElement? Relay { get; set; }
}

/// <summary>Where the mail of a domain or a mailbox goes on to.</summary>
[XmlType("Relay", Namespace = OrderContract.Namespace)]
public sealed class RelayElement
{
    /// <summary>A domain, or the primary address of a mailbox.</summary>
    [XmlElement(Order = 0)]
    public string Name { get; set; } = "";

    /// <summary>The way to the other server.</summary>
    [XmlElement(Order = 1)]
    public string? To { get; set; }

    /// <summary>Of a domain: which recipients are taken.</summary>
    [XmlElement(Order = 2)]
    public RelayRecipients Recipients { get; set; }

    /// <summary>True when <see cref="Recipients"/> is given.</summary>
    [XmlIgnore]
    public bool RecipientsSpecified { get; set; }

    /// <summary>Of a mailbox: the address that the server there knows it by.</summary>
    [XmlElement(Order = 3)]
    public string? As { get; set; }

    /// <summary>Whether a mailbox's mail may go elsewhere though it is in use here.</summary>
    [XmlElement(Order = 4)]
    public bool EvenIfInUse { get; set; }

    /// <summary>True when <see cref="EvenIfInUse"/> is given.</summary>
    [XmlIgnore]
    public bool EvenIfInUseSpecified { get; set; }
}

/// <summary>The right to send by an address of another.</summary>
[XmlType("SendingRight", Namespace = OrderContract.Namespace)]
public sealed class SendingRightElement
{
    /// <summary>The address that is sent by.</summary>
    [XmlElement(Order = 0)]
    public string Address { get; set; } = "";

    /// <summary>The primary address of the mailbox that may.</summary>
    [XmlElement(Order = 1)]
    public string Mailbox { get; set; } = "";
}

/// <summary>A product for a tenant under a contract number.</summary>
[XmlType("Subscription", Namespace = OrderContract.Namespace)]
public sealed class SubscriptionElement
{
    /// <summary>The key.</summary>
    [XmlElement(Order = 0)]
    public string ContractNumber { get; set; } = "";

    /// <summary>The CRM's customer number.</summary>
    [XmlElement(Order = 1)]
    public string? TenantNumber { get; set; }

    /// <summary>Name of the tenant.</summary>
    [XmlElement(Order = 2)]
    public string? TenantName { get; set; }

    /// <summary>Product code.</summary>
    [XmlElement(Order = 3)]
    public string? Product { get; set; }

    /// <summary>What to suspend or resume; absent for everything.</summary>
    [XmlElement(Order = 4)]
    public SuspensionElement? Suspension { get; set; }

    /// <summary>Limits of its own, or back to the product's.</summary>
    [XmlArray(Order = 5)]
    [XmlArrayItem("Limit")]
    public LimitOverrideElement[]? Limits { get; set; }

    /// <summary>Whether mail of the tenant, under all its contracts, may no longer be passed on to addresses outside the platform; absent for as it is.</summary>
    [XmlElement(Order = 6)]
    public bool ForbidExternalForwarding { get; set; }

    /// <summary>True when <see cref="ForbidExternalForwarding"/> is given.</summary>
    [XmlIgnore]
    public bool ForbidExternalForwardingSpecified { get; set; }

    /// <summary>Whether that may be forbidden though some of its mail is passed on so: it goes on no more.</summary>
    [XmlElement(Order = 7)]
    public bool EvenIfForwarding { get; set; }

    /// <summary>True when <see cref="EvenIfForwarding"/> is given.</summary>
    [XmlIgnore]
    public bool EvenIfForwardingSpecified { get; set; }
}

/// <summary>A mail domain under a subscription.</summary>
[XmlType("Domain", Namespace = OrderContract.Namespace)]
public sealed class DomainElement
{
    /// <summary>The key.</summary>
    [XmlElement(Order = 0)]
    public string Name { get; set; } = "";

    /// <summary>The subscription that has it.</summary>
    [XmlElement(Order = 1)]
    public string? ContractNumber { get; set; }

    /// <summary>Whether mailboxes of other tenants may lie in it.</summary>
    [XmlElement(Order = 2)]
    public bool Shared { get; set; }

    /// <summary>True when <see cref="Shared"/> is given.</summary>
    [XmlIgnore]
    public bool SharedSpecified { get; set; }

    /// <summary>The domain that this one is another name of.</summary>
    [XmlElement(Order = 3)]
    public string? AliasOf { get; set; }

    /// <summary>Characters that a new name before the @ must have.</summary>
    [XmlElement(Order = 4)]
    public int MinNameLength { get; set; }

    /// <summary>True when <see cref="MinNameLength"/> is given.</summary>
    [XmlIgnore]
    public bool MinNameLengthSpecified { get; set; }

    /// <summary>Another name for the domain and all addresses in it; the former name stays as another name.</summary>
    [XmlElement(Order = 5)]
    public string? NewName { get; set; }
}

/// <summary>A mailbox.</summary>
[XmlType("Mailbox", Namespace = OrderContract.Namespace)]
public sealed class MailboxElement
{
    /// <summary>Its primary address: the key.</summary>
    [XmlElement(Order = 0)]
    public string Address { get; set; } = "";

    /// <summary>The subscription that pays for it.</summary>
    [XmlElement(Order = 1)]
    public string? ContractNumber { get; set; }

    /// <summary>A new password.</summary>
    [XmlElement(Order = 2)]
    public PasswordElement? Password { get; set; }

    /// <summary>Name shown to people.</summary>
    [XmlElement(Order = 3)]
    public string? DisplayName { get; set; }

    /// <summary>Storage limit.</summary>
    [XmlElement(Order = 4)]
    public QuotaElement? Quota { get; set; }

    /// <summary>The version that a modification is based on.</summary>
    [XmlElement(Order = 9)]
    public long ExpectedVersion { get; set; }

    /// <summary>True when <see cref="ExpectedVersion"/> is given.</summary>
    [XmlIgnore]
    public bool ExpectedVersionSpecified { get; set; }

    /// <summary>Another primary address; the former one becomes an alias.</summary>
    [XmlElement(Order = 5)]
    public string? NewAddress { get; set; }

    /// <summary>What to suspend or resume; absent for everything.</summary>
    [XmlElement(Order = 6)]
    public SuspensionElement? Suspension { get; set; }

    /// <summary>Which of several ended mailboxes of the same address.</summary>
    [XmlElement(Order = 7)]
    public string? MailboxId { get; set; }

    /// <summary>How long the mail of an ended mailbox is kept.</summary>
    [XmlElement(Order = 8)]
    public int GraceDays { get; set; }

    /// <summary>True when <see cref="GraceDays"/> is given.</summary>
    [XmlIgnore]
    public bool GraceDaysSpecified { get; set; }

    /// <summary>True to erase with the mail whatever is personal in the records about the mailbox.</summary>
    [XmlElement(Order = 10)]
    public bool Erase { get; set; }

    /// <summary>True when <see cref="Erase"/> is given.</summary>
    [XmlIgnore]
    public bool EraseSpecified { get; set; }
}

/// <summary>A password to set; exactly one of the two is given.</summary>
[XmlType("Password", Namespace = OrderContract.Namespace)]
public sealed class PasswordElement
{
    /// <summary>Clear text.</summary>
    [XmlElement(Order = 0)]
    public string? Clear { get; set; }

    /// <summary>A hash with its scheme in braces.</summary>
    [XmlElement(Order = 1)]
    public string? Hash { get; set; }
}

/// <summary>A storage limit, or none; exactly one of the two is given.</summary>
[XmlType("Quota", Namespace = OrderContract.Namespace)]
public sealed class QuotaElement
{
    /// <summary>No limit.</summary>
    [XmlElement(Order = 0)]
    public UnlimitedElement? Unlimited { get; set; }

    /// <summary>The limit in bytes.</summary>
    [XmlElement(Order = 1)]
    public long Bytes { get; set; }

    /// <summary>True when <see cref="Bytes"/> is given.</summary>
    [XmlIgnore]
    public bool BytesSpecified { get; set; }
}

/// <summary>Stands for the absence of a limit.</summary>
[XmlType("Unlimited", Namespace = OrderContract.Namespace)]
public sealed class UnlimitedElement;

/// <summary>A further address.</summary>
[XmlType("Alias", Namespace = OrderContract.Namespace)]
public sealed class AliasElement
{
    /// <summary>The key.</summary>
    [XmlElement(Order = 0)]
    public string Address { get; set; } = "";

    /// <summary>What kind of address.</summary>
    [XmlElement(Order = 1)]
    public AliasKind Kind { get; set; }

    /// <summary>True when <see cref="Kind"/> is given.</summary>
    [XmlIgnore]
    public bool KindSpecified { get; set; }

    /// <summary>Where its mail goes.</summary>
    [XmlArray(Order = 2)]
    [XmlArrayItem("Target")]
    public string[]? Targets { get; set; }

    /// <summary>Addresses that a forward leads to as well from now on.</summary>
    [XmlArray(Order = 3)]
    [XmlArrayItem("Target")]
    public string[]? AddTargets { get; set; }

    /// <summary>Addresses that a forward leads to no more.</summary>
    [XmlArray(Order = 4)]
    [XmlArrayItem("Target")]
    public string[]? RemoveTargets { get; set; }
}
