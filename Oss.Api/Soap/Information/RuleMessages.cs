using System.ServiceModel;
using System.Xml.Serialization;
using Oss.Api.Soap.Contract;

namespace Oss.Api.Soap.Information;

/// <summary>Shows what becomes of a mailbox's incoming mail, read back from its active script.</summary>
[MessageContract(WrapperName = "GetRules", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("GetRules", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class GetRulesRequest : RequestMessage
{
    /// <summary>Any address of the mailbox.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public string Address { get; set; } = "";
}

/// <summary>The rules.</summary>
[MessageContract(WrapperName = "GetRulesResponse", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("GetRulesResponse", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class GetRulesResponse
{
    /// <summary>The rules.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public MailRulesElement Rules { get; set; } = new();
}

/// <summary>Lists a mailbox's scripts.</summary>
[MessageContract(WrapperName = "ListScripts", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("ListScripts", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class ListScriptsRequest : RequestMessage
{
    /// <summary>Any address of the mailbox.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public string Address { get; set; } = "";
}

/// <summary>The scripts.</summary>
[MessageContract(WrapperName = "ListScriptsResponse", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("ListScriptsResponse", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class ListScriptsResponse
{
    /// <summary>By name; at most one is active.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    [XmlArrayItem("Script")]
    public ScriptElement[] Scripts { get; set; } = [];
}
