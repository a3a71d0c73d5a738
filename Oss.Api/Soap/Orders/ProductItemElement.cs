using System.Xml.Serialization;

namespace Oss.Api.Soap.Orders;

/// <summary>A product of the catalogue.</summary>
[XmlType("Product", Namespace = OrderContract.Namespace)]
public sealed class ProductItemElement
{
    /// <summary>The key.</summary>
    [XmlElement(Order = 0)]
    public string Code { get; set; } = "";

    /// <summary>Name shown to people.</summary>
    [XmlElement(Order = 1)]
    public string? Name { get; set; }

    /// <summary>Limits; those not named stay as they are.</summary>
    [XmlArray(Order = 2)]
    [XmlArrayItem("Limit")]
    public LimitOverrideElement[]? Limits { get; set; }

    /// <summary>What its mailboxes may do as well from now on.</summary>
    [XmlArray(Order = 3)]
    [XmlArrayItem("Feature")]
    public string[]? AddFeatures { get; set; }

    /// <summary>What its mailboxes may do no more.</summary>
    [XmlArray(Order = 4)]
    [XmlArrayItem("Feature")]
    public string[]? RemoveFeatures { get; set; }

    /// <summary>Products that a contract may change to.</summary>
    [XmlArray(Order = 5)]
    [XmlArrayItem("Code")]
    public string[]? MayBecome { get; set; }

    /// <summary>Whether a domain takes mail only once its tenant has proven to own it.</summary>
    [XmlElement(Order = 6)]
    public bool RequiresVerifiedDomains { get; set; }

    /// <summary>True when <see cref="RequiresVerifiedDomains"/> is given.</summary>
    [XmlIgnore]
    public bool RequiresVerifiedDomainsSpecified { get; set; }

    /// <summary>Whether a limit may fall below what contracts have.</summary>
    [XmlElement(Order = 7)]
    public bool EvenIfExceeded { get; set; }

    /// <summary>True when <see cref="EvenIfExceeded"/> is given.</summary>
    [XmlIgnore]
    public bool EvenIfExceededSpecified { get; set; }

    /// <summary>The version that the change is based on.</summary>
    [XmlElement(Order = 8)]
    public long ExpectedVersion { get; set; }

    /// <summary>True when <see cref="ExpectedVersion"/> is given.</summary>
    [XmlIgnore]
    public bool ExpectedVersionSpecified { get; set; }
}
