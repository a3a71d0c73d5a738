using System.ServiceModel;
using System.Xml.Serialization;
using Oss.Api.Soap.Contract;

namespace Oss.Api.Soap.Operations;

/// <summary>Lists mail that is held back, the latest first.</summary>
[MessageContract(WrapperName = "ListQuarantine", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("ListQuarantine", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class ListQuarantineRequest : RequestMessage
{
    /// <summary>Which messages; all that the caller may see when absent.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    public QuarantineFilterElement? Filter { get; set; }

    /// <summary>Which part of the list; the first when absent.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 1)]
    public PageElement? Page { get; set; }
}

/// <summary>A part of the list.</summary>
[MessageContract(WrapperName = "ListQuarantineResponse", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("ListQuarantineResponse", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class ListQuarantineResponse
{
    /// <summary>The rows of this part.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    [XmlArrayItem("Mail")]
    public QuarantinedMailElement[] Mails { get; set; } = [];

    /// <summary>Give it as After of the page for the next part; absent at the end.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 1)]
    public string? Next { get; set; }
}

/// <summary>Shows why a message is held back, and for whom.</summary>
[MessageContract(WrapperName = "GetQuarantined", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("GetQuarantined", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class GetQuarantinedRequest : RequestMessage
{
    /// <summary>The message.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    public string Id { get; set; } = "";
}

/// <summary>The message.</summary>
[MessageContract(WrapperName = "GetQuarantinedResponse", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("GetQuarantinedResponse", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class GetQuarantinedResponse
{
    /// <summary>The message.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    public QuarantinedMailElement Mail { get; set; } = new();
}

/// <summary>Shows the header of a message that is held back; the look is noted in the audit.</summary>
[MessageContract(WrapperName = "ReadQuarantinedHeader", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("ReadQuarantinedHeader", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class ReadQuarantinedHeaderRequest : RequestMessage
{
    /// <summary>The message.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    public string Id { get; set; } = "";
}

/// <summary>The header.</summary>
[MessageContract(WrapperName = "ReadQuarantinedHeaderResponse", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("ReadQuarantinedHeaderResponse", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class ReadQuarantinedHeaderResponse
{
    /// <summary>The header fields, with their line ends.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    public string Header { get; set; } = "";
}

/// <summary>Has a message delivered into the INBOX of its mailbox within seconds, past filters and scripts.</summary>
[MessageContract(WrapperName = "ReleaseQuarantined", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("ReleaseQuarantined", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class ReleaseQuarantinedRequest : RequestMessage
{
    /// <summary>The message.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    public string Id { get; set; } = "";
}

/// <summary>The message, as it stood.</summary>
[MessageContract(WrapperName = "ReleaseQuarantinedResponse", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("ReleaseQuarantinedResponse", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class ReleaseQuarantinedResponse
{
    /// <summary>The message.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    public QuarantinedMailElement Mail { get; set; } = new();
}

/// <summary>Deletes a message that is held back, for good.</summary>
[MessageContract(WrapperName = "DeleteQuarantined", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("DeleteQuarantined", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class DeleteQuarantinedRequest : RequestMessage
{
    /// <summary>The message.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    public string Id { get; set; } = "";
}

/// <summary>The message, as it stood.</summary>
[MessageContract(WrapperName = "DeleteQuarantinedResponse", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("DeleteQuarantinedResponse", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class DeleteQuarantinedResponse
{
    /// <summary>The message.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    public QuarantinedMailElement Mail { get; set; } = new();
}
