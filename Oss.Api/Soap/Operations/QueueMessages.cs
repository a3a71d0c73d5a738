using System.ServiceModel;
using System.Xml.Serialization;
using Oss.Api.Soap.Contract;

namespace Oss.Api.Soap.Operations;

/// <summary>Counts queued messages by state, destination and reason.</summary>
[MessageContract(WrapperName = "DescribeQueue", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("DescribeQueue", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class DescribeQueueRequest : RequestMessage
{
    /// <summary>Which messages; all when absent.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    public QueueFilterElement? Filter { get; set; }
}

/// <summary>The queue at a glance.</summary>
[MessageContract(WrapperName = "DescribeQueueResponse", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("DescribeQueueResponse", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class DescribeQueueResponse
{
    /// <summary>The queue at a glance.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    public QueueSummaryElement Summary { get; set; } = new();
}

/// <summary>Lists queued messages, the newest first.</summary>
[MessageContract(WrapperName = "ListQueue", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("ListQueue", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class ListQueueRequest : RequestMessage
{
    /// <summary>Which messages; all when absent.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    public QueueFilterElement? Filter { get; set; }

    /// <summary>Which part of the list; the first when absent.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 1)]
    public PageElement? Page { get; set; }
}

/// <summary>A part of the list.</summary>
[MessageContract(WrapperName = "ListQueueResponse", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("ListQueueResponse", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class ListQueueResponse
{
    /// <summary>The rows of this part.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    [XmlArrayItem("Row")]
    public QueuedRowElement[] Messages { get; set; } = [];

    /// <summary>Give it as After of the page for the next part; absent at the end.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 1)]
    public string? Next { get; set; }

    /// <summary>Give it as Before of the page for the part before; absent at the beginning.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 2)]
    public string? Previous { get; set; }
}

/// <summary>Shows a queued message's envelope and how each recipient stands.</summary>
[MessageContract(WrapperName = "GetQueuedMessage", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("GetQueuedMessage", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class GetQueuedMessageRequest : RequestMessage
{
    /// <summary>The message.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    public string Id { get; set; } = "";
}

/// <summary>The message.</summary>
[MessageContract(WrapperName = "GetQueuedMessageResponse", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("GetQueuedMessageResponse", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class GetQueuedMessageResponse
{
    /// <summary>The message.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    public QueuedMessageElement Message { get; set; } = new();
}

/// <summary>Shows a queued message's header; the look is noted in the audit.</summary>
[MessageContract(WrapperName = "ReadQueuedHeader", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("ReadQueuedHeader", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class ReadQueuedHeaderRequest : RequestMessage
{
    /// <summary>The message.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    public string Id { get; set; } = "";
}

/// <summary>The header.</summary>
[MessageContract(WrapperName = "ReadQueuedHeaderResponse", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("ReadQueuedHeaderResponse", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class ReadQueuedHeaderResponse
{
    /// <summary>The header fields, with their line ends.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    public string Header { get; set; } = "";
}

/// <summary>Holds, releases, retries, requeues or deletes queued messages: those named, or all that match.</summary>
[MessageContract(WrapperName = "ChangeQueue", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("ChangeQueue", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class ChangeQueueRequest : RequestMessage
{
    /// <summary>What is done, and to which messages.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    public QueueChangeElement Change { get; set; } = new();
}

/// <summary>What became of it.</summary>
[MessageContract(WrapperName = "ChangeQueueResponse", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("ChangeQueueResponse", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class ChangeQueueResponse
{
    /// <summary>What became of it.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    public QueueOutcomeElement Outcome { get; set; } = new();
}
