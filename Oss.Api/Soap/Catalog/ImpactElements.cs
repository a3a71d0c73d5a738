using System.Xml.Serialization;
using Oss.Api.Soap.Contract;
using Oss.Domain.Packages;

namespace Oss.Api.Soap.Catalog;

/// <summary>A limit by its name.</summary>
[XmlType("NamedLimit", Namespace = CatalogContract.Namespace)]
public sealed class NamedLimitElement
{
    /// <summary>Which one.</summary>
    [XmlElement(Order = 0)]
    public ProductLimit Name { get; set; }

    /// <summary>What is allowed.</summary>
    [XmlElement(Order = 1)]
    public LimitElement Limit { get; set; } = new();
}

/// <summary>Whom a change of a product meets.</summary>
[XmlType("Impact", Namespace = CatalogContract.Namespace)]
public sealed class ImpactElement
{
    /// <summary>The product.</summary>
    [XmlElement(Order = 0)]
    public string Code { get; set; } = "";

    /// <summary>The version that was looked at.</summary>
    [XmlElement(Order = 1)]
    public long Version { get; set; }

    /// <summary>Living contracts that have the product.</summary>
    [XmlElement(Order = 2)]
    public long Contracts { get; set; }

    /// <summary>Those of them with limits of their own.</summary>
    [XmlElement(Order = 3)]
    public long Customised { get; set; }

    /// <summary>Mailboxes of all these contracts.</summary>
    [XmlElement(Order = 4)]
    public long Mailboxes { get; set; }

    /// <summary>What changes of the limits.</summary>
    [XmlArray(Order = 5)]
    [XmlArrayItem("Limit")]
    public LimitImpactElement[] Limits { get; set; } = [];

    /// <summary>What changes of the features.</summary>
    [XmlArray(Order = 6)]
    [XmlArrayItem("Feature")]
    public FeatureImpactElement[] Features { get; set; } = [];

    /// <summary>The first contracts with limits of their own.</summary>
    [XmlArray(Order = 7)]
    [XmlArrayItem("Contract")]
    public CustomisedContractElement[] Own { get; set; } = [];

    /// <summary>Contracts with domains that would take no more mail.</summary>
    [XmlElement(Order = 8)]
    public AffectedContractsElement? Unproven { get; set; }
}

/// <summary>What changes of one limit.</summary>
[XmlType("LimitImpact", Namespace = CatalogContract.Namespace)]
public sealed class LimitImpactElement
{
    /// <summary>Which one.</summary>
    [XmlElement(Order = 0)]
    public ProductLimit Name { get; set; }

    /// <summary>The limit now.</summary>
    [XmlElement(Order = 1)]
    public LimitElement Before { get; set; } = new();

    /// <summary>What it would be.</summary>
    [XmlElement(Order = 2)]
    public LimitElement After { get; set; } = new();

    /// <summary>Contracts that follow.</summary>
    [XmlElement(Order = 3)]
    public long Following { get; set; }

    /// <summary>Contracts that keep one of their own.</summary>
    [XmlElement(Order = 4)]
    public long Own { get; set; }

    /// <summary>Mailboxes whose storage limit changes with it.</summary>
    [XmlElement(Order = 5)]
    public long Mailboxes { get; set; }

    /// <summary>Contracts that have more than they could get.</summary>
    [XmlElement(Order = 6)]
    public AffectedContractsElement Exceeding { get; set; } = new();
}

/// <summary>What changes of one feature.</summary>
[XmlType("FeatureImpact", Namespace = CatalogContract.Namespace)]
public sealed class FeatureImpactElement
{
    /// <summary>Which one.</summary>
    [XmlElement(Order = 0)]
    public string Name { get; set; } = "";

    /// <summary>True when it is added, false when it is taken away.</summary>
    [XmlElement(Order = 1)]
    public bool Added { get; set; }

    /// <summary>Mailboxes that get or lose it.</summary>
    [XmlElement(Order = 2)]
    public long Mailboxes { get; set; }
}

/// <summary>A contract with limits of its own.</summary>
[XmlType("CustomisedContract", Namespace = CatalogContract.Namespace)]
public sealed class CustomisedContractElement
{
    /// <summary>The contract.</summary>
    [XmlElement(Order = 0)]
    public string ContractNumber { get; set; } = "";

    /// <summary>The customer.</summary>
    [XmlElement(Order = 1)]
    public string TenantNumber { get; set; } = "";

    /// <summary>The customer's name.</summary>
    [XmlElement(Order = 2)]
    public string TenantName { get; set; } = "";

    /// <summary>What it has of its own.</summary>
    [XmlArray(Order = 3)]
    [XmlArrayItem("Limit")]
    public NamedLimitElement[] Limits { get; set; } = [];
}

/// <summary>Contracts that something meets.</summary>
[XmlType("AffectedContracts", Namespace = CatalogContract.Namespace)]
public sealed class AffectedContractsElement
{
    /// <summary>How many there are.</summary>
    [XmlElement(Order = 0)]
    public long Count { get; set; }

    /// <summary>The first of them.</summary>
    [XmlElement("Contract", Order = 1)]
    public AffectedContractElement[] Samples { get; set; } = [];
}

/// <summary>A contract and how much it has.</summary>
[XmlType("AffectedContract", Namespace = CatalogContract.Namespace)]
public sealed class AffectedContractElement
{
    /// <summary>The contract.</summary>
    [XmlElement(Order = 0)]
    public string ContractNumber { get; set; } = "";

    /// <summary>The customer.</summary>
    [XmlElement(Order = 1)]
    public string TenantNumber { get; set; } = "";

    /// <summary>The customer's name.</summary>
    [XmlElement(Order = 2)]
    public string TenantName { get; set; } = "";

    /// <summary>How much it has.</summary>
    [XmlElement(Order = 3)]
    public long Amount { get; set; }
}
