using System.ServiceModel;
using System.Xml.Serialization;
using Oss.Api.Soap.Contract;
using Oss.Domain.Tenants;

namespace Oss.Api.Soap.Operations;

/// <summary>Lists who of a customer passes mail on to addresses outside the platform, 200 mailboxes at one time: forwards, rules, and scripts by hand.</summary>
[MessageContract(WrapperName = "ListExternalForwards", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("ListExternalForwards", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class ListExternalForwardsRequest : RequestMessage
{
    /// <summary>The customer's number.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    public string TenantNumber { get; set; } = "";

    /// <summary>The mailbox after which to go on, as Next said; absent to begin, with the forwards.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 1)]
    public string? AfterMailbox { get; set; }
}

/// <summary>Those found among them.</summary>
[MessageContract(WrapperName = "ListExternalForwardsResponse", WrapperNamespace = OperationsContract.Namespace)]
[XmlRoot("ListExternalForwardsResponse", Namespace = OperationsContract.Namespace), XmlType(AnonymousType = true, Namespace = OperationsContract.Namespace)]
public sealed class ListExternalForwardsResponse
{
    /// <summary>Forwards first, then mailboxes by their address.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 0)]
    [XmlArrayItem("Forward")]
    public ExternalForwardElement[] Forwards { get; set; } = [];

    /// <summary>The last mailbox that was looked at when there are more; absent when these are all.</summary>
    [MessageBodyMember(Namespace = OperationsContract.Namespace, Order = 1)]
    public string? Next { get; set; }
}

/// <summary>An address whose mail is passed on to addresses outside the platform.</summary>
[XmlType("ExternalForward", Namespace = OperationsContract.Namespace)]
public sealed class ExternalForwardElement
{
    /// <summary>The forward, or the mailbox.</summary>
    [XmlElement(Order = 0)]
    public string Address { get; set; } = "";

    /// <summary>By what.</summary>
    [XmlElement(Order = 1)]
    public ForwardSource Source { get; set; }

    /// <summary>Where to, outside alone.</summary>
    [XmlArray(Order = 2)]
    [XmlArrayItem("Target")]
    public string[] Targets { get; set; } = [];
}
