using System.ServiceModel;
using System.Xml.Serialization;
using Oss.Api.Soap.Contract;

namespace Oss.Api.Soap.Integration;

// The order of the members is stated for the message layer only: with an Order on the serializer's attributes too, ChannelFactory refuses the contract.

/// <summary>Lists orders, the newest first.</summary>
[MessageContract(WrapperName = "ListOrders", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ListOrders", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ListOrdersRequest : RequestMessage
{
    /// <summary>Which orders; all when absent.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public OrderFilterElement? Filter { get; set; }

    /// <summary>Which part of the list; the first when absent.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public PageElement? Page { get; set; }
}

/// <summary>A part of the list.</summary>
[MessageContract(WrapperName = "ListOrdersResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ListOrdersResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ListOrdersResponse
{
    /// <summary>The rows of this part.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    [XmlArrayItem("Order")]
    public OrderRowElement[] Orders { get; set; } = [];

    /// <summary>Give it as After of the page for the next part; absent at the end.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public string? Next { get; set; }

    /// <summary>Give it as Before of the page for the part before; absent at the beginning.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 2)]
    public string? Previous { get; set; }
}

/// <summary>Lists mail domains by name.</summary>
[MessageContract(WrapperName = "ListDomains", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ListDomains", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ListDomainsRequest : RequestMessage
{
    /// <summary>Which domains; all when absent.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public DomainFilterElement? Filter { get; set; }

    /// <summary>Which part of the list; the first when absent.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public PageElement? Page { get; set; }
}

/// <summary>A part of the list.</summary>
[MessageContract(WrapperName = "ListDomainsResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ListDomainsResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ListDomainsResponse
{
    /// <summary>The rows of this part.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    [XmlArrayItem("Domain")]
    public DomainRowElement[] Domains { get; set; } = [];

    /// <summary>Give it as After of the page for the next part; absent at the end.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public string? Next { get; set; }

    /// <summary>Give it as Before of the page for the part before; absent at the beginning.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 2)]
    public string? Previous { get; set; }
}

/// <summary>Lists contracts by number.</summary>
[MessageContract(WrapperName = "ListSubscriptions", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ListSubscriptions", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ListSubscriptionsRequest : RequestMessage
{
    /// <summary>Which contracts; all when absent.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public SubscriptionFilterElement? Filter { get; set; }

    /// <summary>Which part of the list; the first when absent.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public PageElement? Page { get; set; }
}

/// <summary>A part of the list.</summary>
[MessageContract(WrapperName = "ListSubscriptionsResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ListSubscriptionsResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ListSubscriptionsResponse
{
    /// <summary>The rows of this part.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    [XmlArrayItem("Subscription")]
    public SubscriptionRowElement[] Subscriptions { get; set; } = [];

    /// <summary>Give it as After of the page for the next part; absent at the end.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public string? Next { get; set; }

    /// <summary>Give it as Before of the page for the part before; absent at the beginning.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 2)]
    public string? Previous { get; set; }
}

/// <summary>Lists who changed what, the newest first.</summary>
[MessageContract(WrapperName = "ListAuditEvents", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ListAuditEvents", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ListAuditEventsRequest : RequestMessage
{
    /// <summary>Which entries; all when absent.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public AuditFilterElement? Filter { get; set; }

    /// <summary>Which part of the list; the first when absent.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public PageElement? Page { get; set; }
}

/// <summary>A part of the list.</summary>
[MessageContract(WrapperName = "ListAuditEventsResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ListAuditEventsResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ListAuditEventsResponse
{
    /// <summary>The rows of this part.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    [XmlArrayItem("Event")]
    public AuditRowElement[] Events { get; set; } = [];

    /// <summary>Give it as After of the page for the next part; absent at the end.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public string? Next { get; set; }

    /// <summary>Give it as Before of the page for the part before; absent at the beginning.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 2)]
    public string? Previous { get; set; }
}
