using System.Xml.Serialization;
using Oss.Api.Soap.Contract;
using Oss.Api.Soap.Orders;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Packages;
using Oss.Domain.Orders;
using Oss.Domain.Search;

namespace Oss.Api.Soap.Information;

/// <summary>Which mailboxes; what is absent does not filter.</summary>
[XmlType("MailboxFilter", Namespace = InformationContract.Namespace)]
public sealed class MailboxFilterElement
{
    /// <summary>Beginning of an address, alias, domain (with @), name, customer number or contract number.</summary>
    [XmlElement(Order = 0)]
    public string? Text { get; set; }

    /// <summary>Only those of this customer.</summary>
    [XmlElement(Order = 1)]
    public string? TenantNumber { get; set; }

    /// <summary>Only those of this contract.</summary>
    [XmlElement(Order = 2)]
    public string? ContractNumber { get; set; }

    /// <summary>Only those in this state.</summary>
    [XmlElement(Order = 3)]
    public MailboxState State { get; set; }

    /// <summary>True when <see cref="State"/> is given.</summary>
    [XmlIgnore]
    public bool StateSpecified { get; set; }
}

/// <summary>Which addresses; what is absent does not filter.</summary>
[XmlType("AddressFilter", Namespace = InformationContract.Namespace)]
public sealed class AddressFilterElement
{
    /// <summary>Only those of this kind.</summary>
    [XmlElement(Order = 0)]
    public AddressKind Kind { get; set; }

    /// <summary>True when <see cref="Kind"/> is given.</summary>
    [XmlIgnore]
    public bool KindSpecified { get; set; }

    /// <summary>Only those that lead to this mailbox: its primary address.</summary>
    [XmlElement(Order = 1)]
    public string? Mailbox { get; set; }

    /// <summary>Only those of this contract.</summary>
    [XmlElement(Order = 2)]
    public string? ContractNumber { get; set; }

    /// <summary>Only those in this domain.</summary>
    [XmlElement(Order = 3)]
    public string? Domain { get; set; }
}

/// <summary>Something found.</summary>
[XmlType("Hit", Namespace = InformationContract.Namespace)]
public sealed class HitElement
{
    /// <summary>What it is.</summary>
    [XmlElement(Order = 0)]
    public HitKind Kind { get; set; }

    /// <summary>By which it is looked up.</summary>
    [XmlElement(Order = 1)]
    public string Key { get; set; } = "";

    /// <summary>What people call it.</summary>
    [XmlElement(Order = 2)]
    public string? Name { get; set; }

    /// <summary>Whose it is.</summary>
    [XmlElement(Order = 3)]
    public string? TenantNumber { get; set; }
}

/// <summary>A mailbox of a list.</summary>
[XmlType("MailboxRow", Namespace = InformationContract.Namespace)]
public sealed class MailboxRowElement
{
    /// <summary>Its primary address.</summary>
    [XmlElement(Order = 0)]
    public string Address { get; set; } = "";

    /// <summary>Name shown to people.</summary>
    [XmlElement(Order = 1)]
    public string? DisplayName { get; set; }

    /// <summary>Where it stands.</summary>
    [XmlElement(Order = 2)]
    public MailboxState State { get; set; }

    /// <summary>The customer.</summary>
    [XmlElement(Order = 3)]
    public string TenantNumber { get; set; } = "";

    /// <summary>Name of the customer.</summary>
    [XmlElement(Order = 4)]
    public string TenantName { get; set; } = "";

    /// <summary>The contract that pays for it.</summary>
    [XmlElement(Order = 5)]
    public string ContractNumber { get; set; } = "";

    /// <summary>Name of the product.</summary>
    [XmlElement(Order = 6)]
    public string Product { get; set; } = "";
}

/// <summary>A customer of a list.</summary>
[XmlType("TenantRow", Namespace = InformationContract.Namespace)]
public sealed class TenantRowElement
{
    /// <summary>The customer number.</summary>
    [XmlElement(Order = 0)]
    public string Number { get; set; } = "";

    /// <summary>Name of the customer.</summary>
    [XmlElement(Order = 1)]
    public string Name { get; set; } = "";
}

/// <summary>A customer with all that it has, but for the mailboxes.</summary>
[XmlType("TenantOverview", Namespace = InformationContract.Namespace)]
public sealed class TenantOverviewElement
{
    /// <summary>The customer number.</summary>
    [XmlElement(Order = 0)]
    public string Number { get; set; } = "";

    /// <summary>Name of the customer.</summary>
    [XmlElement(Order = 1)]
    public string Name { get; set; } = "";

    /// <summary>Its contracts, ended ones too.</summary>
    [XmlArray(Order = 2)]
    [XmlArrayItem("Subscription")]
    public SubscriptionElement[] Subscriptions { get; set; } = [];

    /// <summary>The first 200 of its domains.</summary>
    [XmlArray(Order = 3)]
    [XmlArrayItem("Domain")]
    public string[] Domains { get; set; } = [];

    /// <summary>True when none of its mail is passed on to addresses outside the platform.</summary>
    [XmlElement(Order = 4)]
    public bool ForbidsExternalForwarding { get; set; }

    /// <summary>Told when it is so.</summary>
    [XmlIgnore]
    public bool ForbidsExternalForwardingSpecified { get; set; }
}

/// <summary>A product under a contract.</summary>
[XmlType("Subscription", Namespace = InformationContract.Namespace)]
public sealed class SubscriptionElement
{
    /// <summary>The contract number.</summary>
    [XmlElement(Order = 0)]
    public string ContractNumber { get; set; } = "";

    /// <summary>The customer.</summary>
    [XmlElement(Order = 1)]
    public string TenantNumber { get; set; } = "";

    /// <summary>Product code.</summary>
    [XmlElement(Order = 2)]
    public string Product { get; set; } = "";

    /// <summary>When it ended.</summary>
    [XmlElement(Order = 3)]
    public DateTime TerminatedAt { get; set; }

    /// <summary>True when <see cref="TerminatedAt"/> is given.</summary>
    [XmlIgnore]
    public bool TerminatedAtSpecified { get; set; }

    /// <summary>What it has, and what the product allows.</summary>
    [XmlArray(Order = 4)]
    [XmlArrayItem("Use")]
    public UseElement[] Uses { get; set; } = [];

    /// <summary>Limits of its own; all others follow the product.</summary>
    [XmlArray(Order = 5)]
    [XmlArrayItem("Limit")]
    public OwnLimitElement[]? OwnLimits { get; set; }
}

/// <summary>A limit that differs from the product's.</summary>
[XmlType("OwnLimit", Namespace = InformationContract.Namespace)]
public sealed class OwnLimitElement
{
    /// <summary>Which one.</summary>
    [XmlElement(Order = 0)]
    public ProductLimit Name { get; set; }

    /// <summary>What is allowed.</summary>
    [XmlElement(Order = 1)]
    public LimitElement Limit { get; set; } = new();
}

/// <summary>How much of a limit is used.</summary>
[XmlType("Use", Namespace = InformationContract.Namespace)]
public sealed class UseElement
{
    /// <summary>domains, mailboxes, aliases, quota-total, or quota-pool where the mailboxes share storage.</summary>
    [XmlElement(Order = 0)]
    public string Name { get; set; } = "";

    /// <summary>What is used now; bytes for quota.</summary>
    [XmlElement(Order = 1)]
    public long Current { get; set; }

    /// <summary>What the product allows.</summary>
    [XmlElement(Order = 2)]
    public LimitElement Limit { get; set; } = new();
}

/// <summary>A mailbox.</summary>
[XmlType("MailboxOverview", Namespace = InformationContract.Namespace)]
public sealed class MailboxOverviewElement
{
    /// <summary>The id the platform gave it; never used again.</summary>
    [XmlElement(Order = 0)]
    public string Id { get; set; } = "";

    /// <summary>Its primary address.</summary>
    [XmlElement(Order = 1)]
    public string Address { get; set; } = "";

    /// <summary>Name shown to people.</summary>
    [XmlElement(Order = 2)]
    public string? DisplayName { get; set; }

    /// <summary>Where it stands.</summary>
    [XmlElement(Order = 3)]
    public MailboxState State { get; set; }

    /// <summary>The customer.</summary>
    [XmlElement(Order = 4)]
    public string TenantNumber { get; set; } = "";

    /// <summary>Name of the customer.</summary>
    [XmlElement(Order = 5)]
    public string TenantName { get; set; } = "";

    /// <summary>The contract that pays for it.</summary>
    [XmlElement(Order = 6)]
    public string ContractNumber { get; set; } = "";

    /// <summary>Product code.</summary>
    [XmlElement(Order = 7)]
    public string Product { get; set; } = "";

    /// <summary>The storage limit.</summary>
    [XmlElement(Order = 8)]
    public QuotaElement Quota { get; set; } = new();

    /// <summary>What it uses, measured now; absent while it is being created or its volume is out of reach.</summary>
    [XmlElement(Order = 9)]
    public UsageElement? Usage { get; set; }

    /// <summary>All addresses that lead to it.</summary>
    [XmlArray(Order = 10)]
    [XmlArrayItem("Address")]
    public MailboxAddressElement[] Addresses { get; set; } = [];

    /// <summary>When it was ordered.</summary>
    [XmlElement(Order = 11)]
    public DateTime CreatedAt { get; set; }

    /// <summary>The last order about it.</summary>
    [XmlElement(Order = 12)]
    public LastOrderElement? LastOrder { get; set; }

    /// <summary>Addresses of others that it may send by; absent for none.</summary>
    [XmlArray(Order = 13)]
    [XmlArrayItem("Address")]
    public string[]? SendsAs { get; set; }

    /// <summary>Where its mail goes on to.</summary>
    [XmlElement(Order = 14)]
    public string? RelayTo { get; set; }

    /// <summary>The address that the server there knows it by.</summary>
    [XmlElement(Order = 15)]
    public string? RelayAs { get; set; }
}

/// <summary>What a mailbox uses.</summary>
[XmlType("Usage", Namespace = InformationContract.Namespace)]
public sealed class UsageElement
{
    /// <summary>Bytes of all messages.</summary>
    [XmlElement(Order = 0)]
    public long Bytes { get; set; }

    /// <summary>Number of messages.</summary>
    [XmlElement(Order = 1)]
    public long Messages { get; set; }

    /// <summary>When it was measured.</summary>
    [XmlElement(Order = 2)]
    public DateTime MeasuredAt { get; set; }

    /// <summary>The storage that it shares with the other mailboxes of its contract; absent where it shares none.</summary>
    [XmlElement(Order = 3)]
    public PoolUsageElement? Pool { get; set; }
}

/// <summary>What the mailboxes of one contract use of the storage that they share.</summary>
[XmlType("PoolUsage", Namespace = InformationContract.Namespace)]
public sealed class PoolUsageElement
{
    /// <summary>Bytes of all messages of all of them.</summary>
    [XmlElement(Order = 0)]
    public long Bytes { get; set; }

    /// <summary>Bytes that they may use together.</summary>
    [XmlElement(Order = 1)]
    public long LimitBytes { get; set; }
}

/// <summary>An address of a mailbox.</summary>
[XmlType("MailboxAddress", Namespace = InformationContract.Namespace)]
public sealed class MailboxAddressElement
{
    /// <summary>The address, or @example.org.</summary>
    [XmlElement(Order = 0)]
    public string Value { get; set; } = "";

    /// <summary>What it is.</summary>
    [XmlElement(Order = 1)]
    public AddressKind Kind { get; set; }
}

/// <summary>The last order about a mailbox.</summary>
[XmlType("LastOrder", Namespace = InformationContract.Namespace)]
public sealed class LastOrderElement
{
    /// <summary>The id the platform gave it.</summary>
    [XmlElement(Order = 0)]
    public string Id { get; set; } = "";

    /// <summary>The name of the system that ordered.</summary>
    [XmlElement(Order = 1)]
    public string ExternalSystem { get; set; } = "";

    /// <summary>Its order number.</summary>
    [XmlElement(Order = 2)]
    public string ExternalId { get; set; } = "";

    /// <summary>Where it stands.</summary>
    [XmlElement(Order = 3)]
    public OrderState State { get; set; }
}

/// <summary>An address of a list.</summary>
[XmlType("AddressRow", Namespace = InformationContract.Namespace)]
public sealed class AddressRowElement
{
    /// <summary>The address, or @example.org.</summary>
    [XmlElement(Order = 0)]
    public string Value { get; set; } = "";

    /// <summary>What it is.</summary>
    [XmlElement(Order = 1)]
    public AddressKind Kind { get; set; }

    /// <summary>Primary address of the mailbox it leads to; absent for a forward.</summary>
    [XmlElement(Order = 2)]
    public string? Mailbox { get; set; }

    /// <summary>Where a forward leads; absent for anything else.</summary>
    [XmlArray(Order = 3)]
    [XmlArrayItem("Target", Namespace = OrderContract.Namespace)]
    public string[]? Targets { get; set; }

    /// <summary>The contract that pays for it.</summary>
    [XmlElement(Order = 4)]
    public string ContractNumber { get; set; } = "";
}
