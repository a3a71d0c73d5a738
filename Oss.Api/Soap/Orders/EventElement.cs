using System.Xml.Serialization;
using Oss.Domain.Orders;

namespace Oss.Api.Soap.Orders;

/// <summary>An order went over from one state into another.</summary>
[XmlType("Event", Namespace = OrderContract.Namespace)]
public sealed class EventElement
{
    /// <summary>Its number.</summary>
    [XmlElement(Order = 0)]
    public long Sequence { get; set; }

    /// <summary>UTC.</summary>
    [XmlElement(Order = 1)]
    public DateTime At { get; set; }

    /// <summary>The id the platform gave the order.</summary>
    [XmlElement(Order = 2)]
    public string OrderId { get; set; } = "";

    /// <summary>The CRM's name.</summary>
    [XmlElement(Order = 3)]
    public string ExternalSystem { get; set; } = "";

    /// <summary>The CRM's order number.</summary>
    [XmlElement(Order = 4)]
    public string ExternalId { get; set; } = "";

    /// <summary>The batch it came in.</summary>
    [XmlElement(Order = 5)]
    public string? BatchId { get; set; }

    /// <summary>The state before.</summary>
    [XmlElement(Order = 6)]
    public OrderState From { get; set; }

    /// <summary>True when <see cref="From"/> is given.</summary>
    [XmlIgnore]
    public bool FromSpecified { get; set; }

    /// <summary>The state after.</summary>
    [XmlElement(Order = 7)]
    public OrderState To { get; set; }

    /// <summary>Why it is held, failed or was not cancelled.</summary>
    [XmlElement(Order = 8)]
    public string? ErrorCode { get; set; }
}
