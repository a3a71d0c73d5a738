using System.ServiceModel;
using System.Xml.Serialization;
using Oss.Api.Soap.Contract;

namespace Oss.Api.Soap.Information;

/// <summary>Finds messages by sender, recipient, message id, client and time, the newest first, part by part.</summary>
[MessageContract(WrapperName = "SearchTrace", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("SearchTrace", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class SearchTraceRequest : RequestMessage
{
    /// <summary>Which messages; the last days when absent.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public TraceFilterElement? Filter { get; set; }

    /// <summary>Which part of the list; the first when absent.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 1)]
    public PageElement? Page { get; set; }
}

/// <summary>A part of the list.</summary>
[MessageContract(WrapperName = "SearchTraceResponse", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("SearchTraceResponse", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class SearchTraceResponse
{
    /// <summary>The rows of this part.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    [XmlArrayItem("Row")]
    public TraceRowElement[] Messages { get; set; } = [];

    /// <summary>Give it as After of the page for the next part; absent at the end.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 1)]
    public string? Next { get; set; }

    /// <summary>Give it as Before of the page for the part before; absent at the beginning.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 2)]
    public string? Previous { get; set; }
}

/// <summary>Shows a message's way to each of its recipients, with all that happened on it.</summary>
[MessageContract(WrapperName = "GetTrace", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("GetTrace", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class GetTraceRequest : RequestMessage
{
    /// <summary>The message, as rows of SearchTrace name it.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public string Message { get; set; } = "";
}

/// <summary>The ways.</summary>
[MessageContract(WrapperName = "GetTraceResponse", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("GetTraceResponse", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class GetTraceResponse
{
    /// <summary>In the order in which they began.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    [XmlArrayItem("Recipient")]
    public TracedRecipientElement[] Recipients { get; set; } = [];
}

/// <summary>Lists the last logins to a mailbox, the newest first.</summary>
[MessageContract(WrapperName = "ListLogins", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("ListLogins", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class ListLoginsRequest : RequestMessage
{
    /// <summary>Any address of the mailbox.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public string Address { get; set; } = "";
}

/// <summary>The logins.</summary>
[MessageContract(WrapperName = "ListLoginsResponse", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("ListLoginsResponse", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class ListLoginsResponse
{
    /// <summary>Logins that were alike are one.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    [XmlArrayItem("Login")]
    public LoginElement[] Logins { get; set; } = [];
}

/// <summary>Shows counters of messages and logins by the hour or by the day.</summary>
[MessageContract(WrapperName = "GetStatistics", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("GetStatistics", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class GetStatisticsRequest : RequestMessage
{
    /// <summary>Which counters.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public UsageFilterElement Filter { get; set; } = new();
}

/// <summary>The counters.</summary>
[MessageContract(WrapperName = "GetStatisticsResponse", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("GetStatisticsResponse", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class GetStatisticsResponse
{
    /// <summary>In the order of time and measure.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    [XmlArrayItem("Count")]
    public UsageCountElement[] Counts { get; set; } = [];
}
