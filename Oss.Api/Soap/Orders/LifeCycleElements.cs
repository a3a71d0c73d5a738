using System.Xml.Serialization;
using Oss.Domain.Mailboxes;
using Oss.Domain.Packages;

namespace Oss.Api.Soap.Orders;

/// <summary>What is suspended or resumed; an axis that is absent stays as it is.</summary>
[XmlType("Suspension", Namespace = OrderContract.Namespace)]
public sealed class SuspensionElement
{
    /// <summary>Reading mail.</summary>
    [XmlElement(Order = 0)]
    public bool Login { get; set; }

    /// <summary>True when <see cref="Login"/> is given.</summary>
    [XmlIgnore]
    public bool LoginSpecified { get; set; }

    /// <summary>Sending mail.</summary>
    [XmlElement(Order = 1)]
    public bool Send { get; set; }

    /// <summary>True when <see cref="Send"/> is given.</summary>
    [XmlIgnore]
    public bool SendSpecified { get; set; }

    /// <summary>What a sender gets.</summary>
    [XmlElement(Order = 2)]
    public ReceivePolicy Receive { get; set; }

    /// <summary>True when <see cref="Receive"/> is given.</summary>
    [XmlIgnore]
    public bool ReceiveSpecified { get; set; }
}

/// <summary>A limit that differs from the product's; exactly one of the three is given.</summary>
[XmlType("LimitOverride", Namespace = OrderContract.Namespace)]
public sealed class LimitOverrideElement
{
    /// <summary>Which limit.</summary>
    [XmlElement(Order = 0)]
    public ProductLimit Name { get; set; }

    /// <summary>Takes the product's again.</summary>
    [XmlElement(Order = 1)]
    public UnlimitedElement? Follow { get; set; }

    /// <summary>No limit.</summary>
    [XmlElement(Order = 2)]
    public UnlimitedElement? Unlimited { get; set; }

    /// <summary>The limit.</summary>
    [XmlElement(Order = 3)]
    public long Maximum { get; set; }

    /// <summary>True when <see cref="Maximum"/> is given.</summary>
    [XmlIgnore]
    public bool MaximumSpecified { get; set; }
}
