using System.ServiceModel;
using System.Xml.Serialization;
using Oss.Api.Soap.Contract;

namespace Oss.Api.Soap.Operations;

/// <summary>Lists mailboxes whose users send without a login: who could not any more if it became mandatory.</summary>
[MessageContract(WrapperName = "ListSendingWithoutLogin", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("ListSendingWithoutLogin", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class ListSendingWithoutLoginRequest : RequestMessage
{
    /// <summary>Which mailboxes; those of the last thirty days when absent.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    public WithoutLoginFilterElement? Filter { get; set; }

    /// <summary>Which part of the list; the first when absent.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 1)]
    public PageElement? Page { get; set; }
}

/// <summary>A part of the list.</summary>
[MessageContract(WrapperName = "ListSendingWithoutLoginResponse", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("ListSendingWithoutLoginResponse", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class ListSendingWithoutLoginResponse
{
    /// <summary>The rows of this part.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    [XmlArrayItem("Row")]
    public WithoutLoginRowElement[] Rows { get; set; } = [];

    /// <summary>Give it as After of the page for the next part; absent at the end.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 1)]
    public string? Next { get; set; }
}
