using System.ServiceModel;
using System.Xml.Serialization;
using Oss.Api.Soap.Contract;

namespace Oss.Api.Soap.Orders;

// The order of the members is stated for the message layer only: with an Order on the serializer's attributes too, ChannelFactory refuses the contract.

/// <summary>Accept an order and carry it out.</summary>
[MessageContract(WrapperName = "SubmitOrder", WrapperNamespace = OrderContract.Namespace)]
[XmlRoot("SubmitOrder", Namespace = OrderContract.Namespace), XmlType(AnonymousType = true, Namespace = OrderContract.Namespace)]
public sealed class SubmitOrderRequest : RequestMessage
{
    /// <summary>The order.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 0)]
    public OrderElement Order { get; set; } = new();
}

/// <summary>The order as it stands, safely stored.</summary>
[MessageContract(WrapperName = "SubmitOrderResponse", WrapperNamespace = OrderContract.Namespace)]
[XmlRoot("SubmitOrderResponse", Namespace = OrderContract.Namespace), XmlType(AnonymousType = true, Namespace = OrderContract.Namespace)]
public sealed class SubmitOrderResponse
{
    /// <summary>The order.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 0)]
    public OrderStatusElement Order { get; set; } = new();

    /// <summary>True when nothing was done again.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 1)]
    public bool Replayed { get; set; }
}

/// <summary>Say what an order would do.</summary>
[MessageContract(WrapperName = "CheckOrder", WrapperNamespace = OrderContract.Namespace)]
[XmlRoot("CheckOrder", Namespace = OrderContract.Namespace), XmlType(AnonymousType = true, Namespace = OrderContract.Namespace)]
public sealed class CheckOrderRequest : RequestMessage
{
    /// <summary>The order.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 0)]
    public OrderElement Order { get; set; } = new();
}

/// <summary>What would come of the order.</summary>
[MessageContract(WrapperName = "CheckOrderResponse", WrapperNamespace = OrderContract.Namespace)]
[XmlRoot("CheckOrderResponse", Namespace = OrderContract.Namespace), XmlType(AnonymousType = true, Namespace = OrderContract.Namespace)]
public sealed class CheckOrderResponse
{
    /// <summary>True when submitting it now would be accepted.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 0)]
    public bool Acceptable { get; set; }

    /// <summary>What stands against it.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 1)]
    [XmlArrayItem("Error")]
    public CheckErrorElement[]? Errors { get; set; }

    /// <summary>What would be done.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 2)]
    [XmlArrayItem("Step")]
    public string[]? Plan { get; set; }
}

/// <summary>Ask for an order; exactly one of the two ids is given.</summary>
[MessageContract(WrapperName = "GetOrder", WrapperNamespace = OrderContract.Namespace)]
[XmlRoot("GetOrder", Namespace = OrderContract.Namespace), XmlType(AnonymousType = true, Namespace = OrderContract.Namespace)]
public sealed class GetOrderRequest : RequestMessage
{
    /// <summary>The id the platform gave it.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 0)]
    public string? Id { get; set; }

    /// <summary>The id the CRM gave it.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 1)]
    public ExternalOrderIdElement? External { get; set; }
}

/// <summary>The order as it stands.</summary>
[MessageContract(WrapperName = "GetOrderResponse", WrapperNamespace = OrderContract.Namespace)]
[XmlRoot("GetOrderResponse", Namespace = OrderContract.Namespace), XmlType(AnonymousType = true, Namespace = OrderContract.Namespace)]
public sealed class GetOrderResponse
{
    /// <summary>The order.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 0)]
    public OrderStatusElement Order { get; set; } = new();
}
