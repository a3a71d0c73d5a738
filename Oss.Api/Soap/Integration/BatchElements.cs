using System.Xml.Serialization;
using Oss.Api.Soap.Orders;
using Oss.Domain.Orders;

namespace Oss.Api.Soap.Integration;

/// <summary>Orders that come in together and are carried out one by one, each by itself.</summary>
[XmlType("Batch", Namespace = IntegrationContract.Namespace)]
public sealed class BatchElement
{
    /// <summary>The CRM's name for itself, of the batch and of each of its orders.</summary>
    [XmlElement(Order = 0)]
    public string ExternalSystem { get; set; } = "";

    /// <summary>The CRM's number of the batch.</summary>
    [XmlElement(Order = 1)]
    public string ExternalId { get; set; } = "";

    /// <summary>The orders, each with a number of its own.</summary>
    [XmlArray(Order = 2)]
    [XmlArrayItem("Order")]
    public OrderElement[] Orders { get; set; } = [];
}

/// <summary>How far a batch is.</summary>
[XmlType("BatchStatus", Namespace = IntegrationContract.Namespace)]
public sealed class BatchStatusElement
{
    /// <summary>The id the platform gave it.</summary>
    [XmlElement(Order = 0)]
    public string Id { get; set; } = "";

    /// <summary>The CRM's name.</summary>
    [XmlElement(Order = 1)]
    public string ExternalSystem { get; set; } = "";

    /// <summary>The CRM's number of the batch.</summary>
    [XmlElement(Order = 2)]
    public string ExternalId { get; set; } = "";

    /// <summary>Who submitted it.</summary>
    [XmlElement(Order = 3)]
    public string SubmittedBy { get; set; } = "";

    /// <summary>When; UTC.</summary>
    [XmlElement(Order = 4)]
    public DateTime SubmittedAt { get; set; }

    /// <summary>How many orders it has.</summary>
    [XmlElement(Order = 5)]
    public int Orders { get; set; }

    /// <summary>How many have come to their end.</summary>
    [XmlElement(Order = 6)]
    public int Ended { get; set; }

    /// <summary>How many of them are in which state.</summary>
    [XmlArray(Order = 7)]
    [XmlArrayItem("State")]
    public BatchStateElement[] States { get; set; } = [];
}

/// <summary>How many orders are in one state.</summary>
[XmlType("BatchState", Namespace = IntegrationContract.Namespace)]
public sealed class BatchStateElement
{
    /// <summary>The state.</summary>
    [XmlElement(Order = 0)]
    public OrderState State { get; set; }

    /// <summary>How many orders.</summary>
    [XmlElement(Order = 1)]
    public int Orders { get; set; }
}

/// <summary>Which orders of a batch.</summary>
[XmlType("BatchOrderFilter", Namespace = IntegrationContract.Namespace)]
public sealed class BatchOrderFilterElement
{
    /// <summary>Only those in this state.</summary>
    [XmlElement(Order = 0)]
    public OrderState State { get; set; }

    /// <summary>True when <see cref="State"/> is given.</summary>
    [XmlIgnore]
    public bool StateSpecified { get; set; }
}
