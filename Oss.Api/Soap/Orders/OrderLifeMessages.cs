using System.ServiceModel;
using System.Xml.Serialization;
using Oss.Api.Soap.Contract;

namespace Oss.Api.Soap.Orders;

// The order of the members is stated for the message layer only: with an Order on the serializer's attributes too, ChannelFactory refuses the contract.

/// <summary>Replace the content of an order of which nothing is done yet.</summary>
[MessageContract(WrapperName = "AmendOrder", WrapperNamespace = OrderContract.Namespace)]
[XmlRoot("AmendOrder", Namespace = OrderContract.Namespace), XmlType(AnonymousType = true, Namespace = OrderContract.Namespace)]
public sealed class AmendOrderRequest : RequestMessage
{
    /// <summary>The new content; system and external id name the order.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 0)]
    public OrderElement Order { get; set; } = new();

    /// <summary>The version of the order that the amendment is based on.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 1)]
    public long ExpectedVersion { get; set; }
}

/// <summary>The order as it stands.</summary>
[MessageContract(WrapperName = "AmendOrderResponse", WrapperNamespace = OrderContract.Namespace)]
[XmlRoot("AmendOrderResponse", Namespace = OrderContract.Namespace), XmlType(AnonymousType = true, Namespace = OrderContract.Namespace)]
public sealed class AmendOrderResponse
{
    /// <summary>The order as it stands.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 0)]
    public OrderStatusElement Order { get; set; } = new();
}

/// <summary>Cancel an order; exactly one of the two ids is given.</summary>
[MessageContract(WrapperName = "CancelOrder", WrapperNamespace = OrderContract.Namespace)]
[XmlRoot("CancelOrder", Namespace = OrderContract.Namespace), XmlType(AnonymousType = true, Namespace = OrderContract.Namespace)]
public sealed class CancelOrderRequest : RequestMessage
{
    /// <summary>The id the platform gave it.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 0)]
    public string? Id { get; set; }

    /// <summary>The id the CRM gave it.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 1)]
    public ExternalOrderIdElement? External { get; set; }

    /// <summary>Why, for the record.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 2)]
    public string? Reason { get; set; }
}

/// <summary>The order as it stands.</summary>
[MessageContract(WrapperName = "CancelOrderResponse", WrapperNamespace = OrderContract.Namespace)]
[XmlRoot("CancelOrderResponse", Namespace = OrderContract.Namespace), XmlType(AnonymousType = true, Namespace = OrderContract.Namespace)]
public sealed class CancelOrderResponse
{
    /// <summary>The order as it stands.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 0)]
    public OrderStatusElement Order { get; set; } = new();
}

/// <summary>Try an order again; exactly one of the two ids is given.</summary>
[MessageContract(WrapperName = "RetryOrder", WrapperNamespace = OrderContract.Namespace)]
[XmlRoot("RetryOrder", Namespace = OrderContract.Namespace), XmlType(AnonymousType = true, Namespace = OrderContract.Namespace)]
public sealed class RetryOrderRequest : RequestMessage
{
    /// <summary>The id the platform gave it.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 0)]
    public string? Id { get; set; }

    /// <summary>The id the CRM gave it.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 1)]
    public ExternalOrderIdElement? External { get; set; }
}

/// <summary>The order as it stands.</summary>
[MessageContract(WrapperName = "RetryOrderResponse", WrapperNamespace = OrderContract.Namespace)]
[XmlRoot("RetryOrderResponse", Namespace = OrderContract.Namespace), XmlType(AnonymousType = true, Namespace = OrderContract.Namespace)]
public sealed class RetryOrderResponse
{
    /// <summary>The order as it stands.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 0)]
    public OrderStatusElement Order { get; set; } = new();
}

/// <summary>Ask what happened to orders.</summary>
[MessageContract(WrapperName = "GetEvents", WrapperNamespace = OrderContract.Namespace)]
[XmlRoot("GetEvents", Namespace = OrderContract.Namespace), XmlType(AnonymousType = true, Namespace = OrderContract.Namespace)]
public sealed class GetEventsRequest : RequestMessage
{
    /// <summary>The last number known; 0 for all.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 0)]
    public long After { get; set; }

    /// <summary>Events wanted at most.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 1)]
    public int Limit { get; set; }

    /// <summary>Only of orders of this system.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 2)]
    public string? ExternalSystem { get; set; }
}

/// <summary>Events in the order of their numbers.</summary>
[MessageContract(WrapperName = "GetEventsResponse", WrapperNamespace = OrderContract.Namespace)]
[XmlRoot("GetEventsResponse", Namespace = OrderContract.Namespace), XmlType(AnonymousType = true, Namespace = OrderContract.Namespace)]
public sealed class GetEventsResponse
{
    /// <summary>The events.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 0)]
    [XmlArrayItem("Event")]
    public EventElement[] Events { get; set; } = [];

    /// <summary>What to give as <c>After</c> next time.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 1)]
    public long Next { get; set; }

    /// <summary>True when there is more now.</summary>
    [MessageBodyMember(Namespace = OrderContract.Namespace, Order = 2)]
    public bool More { get; set; }
}
