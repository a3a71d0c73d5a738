using System.Xml.Serialization;
using Oss.Domain.Orders;

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
}
