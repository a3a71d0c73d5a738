using System.ServiceModel;
using System.Xml.Serialization;
using Oss.Api.Soap.Contract;
using Oss.Api.Soap.Orders;

namespace Oss.Api.Soap.Integration;

// The order of the members is stated for the message layer only: with an Order on the serializer's attributes too, ChannelFactory refuses the contract.

/// <summary>Takes up to ten thousand orders at once, in at most 4 MB. Repeatable: the same external id with the same content returns the first result.</summary>
[MessageContract(WrapperName = "SubmitBatch", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("SubmitBatch", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class SubmitBatchRequest : RequestMessage
{
    /// <summary>The batch.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public BatchElement Batch { get; set; } = new();
}

/// <summary>What became of a submitted batch.</summary>
[MessageContract(WrapperName = "SubmitBatchResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("SubmitBatchResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class SubmitBatchResponse
{
    /// <summary>The batch as it stands.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public BatchStatusElement Batch { get; set; } = new();

    /// <summary>True when this external id came before with the same content.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public bool Replayed { get; set; }
}

/// <summary>Says how far a batch is.</summary>
[MessageContract(WrapperName = "GetBatch", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("GetBatch", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class GetBatchRequest : RequestMessage
{
    /// <summary>The batch.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public string Id { get; set; } = "";
}

/// <summary>The batch.</summary>
[MessageContract(WrapperName = "GetBatchResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("GetBatchResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class GetBatchResponse
{
    /// <summary>The batch as it stands.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public BatchStatusElement Batch { get; set; } = new();
}

/// <summary>Lists batches, the newest first.</summary>
[MessageContract(WrapperName = "ListBatches", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ListBatches", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ListBatchesRequest : RequestMessage
{
    /// <summary>Which part of the list; the first when absent.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public PageElement? Page { get; set; }
}

/// <summary>A part of the list.</summary>
[MessageContract(WrapperName = "ListBatchesResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ListBatchesResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ListBatchesResponse
{
    /// <summary>The rows of this part.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    [XmlArrayItem("Batch")]
    public BatchStatusElement[] Batches { get; set; } = [];

    /// <summary>Give it as After of the page for the next part; absent at the end.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public string? Next { get; set; }
}

/// <summary>Lists the orders of a batch, as they were given.</summary>
[MessageContract(WrapperName = "ListBatchOrders", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ListBatchOrders", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ListBatchOrdersRequest : RequestMessage
{
    /// <summary>The batch.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public string Id { get; set; } = "";

    /// <summary>Which orders; all when absent.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public BatchOrderFilterElement? Filter { get; set; }

    /// <summary>Which part of the list; the first when absent.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 2)]
    public PageElement? Page { get; set; }
}

/// <summary>A part of the list.</summary>
[MessageContract(WrapperName = "ListBatchOrdersResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ListBatchOrdersResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ListBatchOrdersResponse
{
    /// <summary>The rows of this part.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    [XmlArrayItem("Order")]
    public OrderStatusElement[] Orders { get; set; } = [];

    /// <summary>Give it as After of the page for the next part; absent at the end.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public string? Next { get; set; }

    /// <summary>Give it as Before of the page for the part before; absent at the beginning.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 2)]
    public string? Previous { get; set; }
}
