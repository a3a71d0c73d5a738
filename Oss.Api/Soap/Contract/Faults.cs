using System.Xml.Serialization;

namespace Oss.Api.Soap.Contract;

/// <summary>What every fault says.</summary>
[XmlType(Namespace = ContractNames.Common)]
public abstract class Fault
{
    /// <summary>Stable code for programs.</summary>
    [XmlElement(Order = 0)]
    public string Code { get; set; } = "";

    /// <summary>One English sentence for people.</summary>
    [XmlElement(Order = 1)]
    public string Text { get; set; } = "";

    /// <summary>Finds the request in the platform's log.</summary>
    [XmlElement(Order = 2)]
    public string CorrelationId { get; set; } = "";
}

/// <summary>The request breaks rules.</summary>
[XmlType(Namespace = ContractNames.Common), XmlRoot(Namespace = ContractNames.Common)]
public sealed class ValidationFault : Fault
{
    /// <summary>Every broken rule that was found.</summary>
    [XmlArray(Order = 3)]
    [XmlArrayItem("Finding")]
    public ContractFinding[] Findings { get; set; } = [];
}

/// <summary>Something the request names does not exist, or is not the caller's to see.</summary>
[XmlType(Namespace = ContractNames.Common), XmlRoot(Namespace = ContractNames.Common)]
public sealed class NotFoundFault : Fault
{
    /// <summary>What was looked for.</summary>
    [XmlElement(Order = 3)]
    public string Kind { get; set; } = "";

    /// <summary>The key as the caller gave it.</summary>
    [XmlElement(Order = 4)]
    public string Key { get; set; } = "";
}

/// <summary>The request contradicts what is there.</summary>
[XmlType(Namespace = ContractNames.Common), XmlRoot(Namespace = ContractNames.Common)]
public sealed class ConflictFault : Fault;

/// <summary>A limit of the product would be exceeded.</summary>
[XmlType(Namespace = ContractNames.Common), XmlRoot(Namespace = ContractNames.Common)]
public sealed class LimitExceededFault : Fault
{
    /// <summary>Which limit, and the numbers.</summary>
    [XmlElement(Order = 3)]
    public LimitUse Limit { get; set; } = new();
}

/// <summary>The caller is not known, or may not do this.</summary>
[XmlType(Namespace = ContractNames.Common), XmlRoot(Namespace = ContractNames.Common)]
public sealed class AuthorizationFault : Fault;

/// <summary>A part of the platform is out of reach; send the same request again later.</summary>
[XmlType(Namespace = ContractNames.Common), XmlRoot(Namespace = ContractNames.Common)]
public sealed class UnavailableFault : Fault;

/// <summary>The platform failed; the log knows why.</summary>
[XmlType(Namespace = ContractNames.Common), XmlRoot(Namespace = ContractNames.Common)]
public sealed class InternalFault : Fault;

/// <summary>One broken rule and its place.</summary>
[XmlType("Finding", Namespace = ContractNames.Common)]
public sealed class ContractFinding
{
    /// <summary>Where in the request, as in <c>items[2].mailbox.address</c>.</summary>
    [XmlElement(Order = 0)]
    public string Path { get; set; } = "";

    /// <summary>Stable code for programs.</summary>
    [XmlElement(Order = 1)]
    public string Code { get; set; } = "";

    /// <summary>One English sentence.</summary>
    [XmlElement(Order = 2)]
    public string Text { get; set; } = "";
}

/// <summary>A limit and how much of it is used.</summary>
[XmlType(Namespace = ContractNames.Common)]
public sealed class LimitUse
{
    /// <summary>Which limit.</summary>
    [XmlElement(Order = 0)]
    public string Name { get; set; } = "";

    /// <summary>The limit; bytes for quota.</summary>
    [XmlElement(Order = 1)]
    public long Maximum { get; set; }

    /// <summary>What is used now.</summary>
    [XmlElement(Order = 2)]
    public long Current { get; set; }

    /// <summary>What the request would make of it.</summary>
    [XmlElement(Order = 3)]
    public long Requested { get; set; }
}
