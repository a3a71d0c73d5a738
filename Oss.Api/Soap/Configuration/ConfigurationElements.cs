using System.Xml.Serialization;
using Oss.Domain.Orders;

namespace Oss.Api.Soap.Configuration;

/// <summary>A change as the order that made it.</summary>
[XmlType("Change", Namespace = ConfigurationContract.Namespace)]
public sealed class ChangeElement
{
    /// <summary>The id of the order; OrderService.GetOrder shows it.</summary>
    [XmlElement(Order = 0)]
    public string OrderId { get; set; } = "";

    /// <summary>Where it stands.</summary>
    [XmlElement(Order = 1)]
    public OrderState State { get; set; }

    /// <summary>True when this request id came before with the same content: nothing was done again.</summary>
    [XmlElement(Order = 2)]
    public bool Replayed { get; set; }
}

/// <summary>A place in a script that is brought over, and what is to be said of it.</summary>
[XmlType("ImportRemark", Namespace = ConfigurationContract.Namespace)]
public sealed class ImportRemarkElement
{
    /// <summary>From 1.</summary>
    [XmlElement(Order = 0)]
    public int Line { get; set; }

    /// <summary>From 1.</summary>
    [XmlElement(Order = 1)]
    public int Column { get; set; }

    /// <summary>One English sentence.</summary>
    [XmlElement(Order = 2)]
    public string Text { get; set; } = "";
}
