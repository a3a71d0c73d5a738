using System.Xml.Serialization;
using Oss.Api.Soap.Contract;
using Oss.Api.Soap.Orders;

namespace Oss.Api.Soap.Catalog;

/// <summary>A product.</summary>
[XmlType("Product", Namespace = CatalogContract.Namespace)]
public sealed class ProductElement
{
    /// <summary>The code an order names.</summary>
    [XmlElement(Order = 0)]
    public string Code { get; set; } = "";

    /// <summary>Name shown to people.</summary>
    [XmlElement(Order = 1)]
    public string Name { get; set; } = "";

    /// <summary>Mailboxes of one contract.</summary>
    [XmlElement(Order = 2)]
    public LimitElement Mailboxes { get; set; } = new();

    /// <summary>Aliases, forwards and catch-alls of one contract.</summary>
    [XmlElement(Order = 3)]
    public LimitElement Aliases { get; set; } = new();

    /// <summary>Domains of one contract.</summary>
    [XmlElement(Order = 4)]
    public LimitElement Domains { get; set; } = new();

    /// <summary>What one mailbox may have, and has unless ordered otherwise.</summary>
    [XmlElement(Order = 5)]
    public QuotaElement MailboxQuota { get; set; } = new();

    /// <summary>What all mailboxes of one contract may have together.</summary>
    [XmlElement(Order = 6)]
    public QuotaElement TotalQuota { get; set; } = new();

    /// <summary>What the mailboxes may do.</summary>
    [XmlArray(Order = 7)]
    [XmlArrayItem("Feature")]
    public string[] Features { get; set; } = [];

    /// <summary>Every limit by its name.</summary>
    [XmlArray(Order = 8)]
    [XmlArrayItem("Limit")]
    public NamedLimitElement[]? Limits { get; set; }

    /// <summary>Products that a contract may change to; absent for any.</summary>
    [XmlArray(Order = 9)]
    [XmlArrayItem("Code")]
    public string[]? MayBecome { get; set; }

    /// <summary>Whether a domain takes mail only once its tenant has proven to own it.</summary>
    [XmlElement(Order = 10)]
    public bool RequiresVerifiedDomains { get; set; }

    /// <summary>True when <see cref="RequiresVerifiedDomains"/> is given.</summary>
    [XmlIgnore]
    public bool RequiresVerifiedDomainsSpecified { get; set; }

    /// <summary>Grows with each change.</summary>
    [XmlElement(Order = 11)]
    public long Version { get; set; }

    /// <summary>True when <see cref="Version"/> is given.</summary>
    [XmlIgnore]
    public bool VersionSpecified { get; set; }
}
