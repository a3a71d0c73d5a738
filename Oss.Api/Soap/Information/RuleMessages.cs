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

/// <summary>Says what a mailbox's filters would do with a message; nothing is stored or sent.</summary>
[MessageContract(WrapperName = "TryRules", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("TryRules", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class TryRulesRequest : RequestMessage
{
    /// <summary>Any address of the mailbox.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public string Address { get; set; } = "";

    /// <summary>The message, header and body; absent for one of the mailbox, for which the context's Reason is needed.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 1)]
    public string? Message { get; set; }

    /// <summary>The message's folder; absent for INBOX, or with a Message-ID for any.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 2)]
    public string? Folder { get; set; }

    /// <summary>Its IMAP UID there.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 3)]
    public uint Uid { get; set; }

    /// <summary>Its Message-ID, when its UID is not known.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 4)]
    public string? MessageId { get; set; }

    /// <summary>The envelope's sender; absent for what the message says of it.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 5)]
    public string? Sender { get; set; }
}

/// <summary>What they would do.</summary>
[MessageContract(WrapperName = "TryRulesResponse", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("TryRulesResponse", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class TryRulesResponse
{
    /// <summary>What would be done, and of what would not be, why.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    [XmlArrayItem("Action")]
    public string[] Actions { get; set; } = [];

    /// <summary>Why a script did not come to its end; the message is kept then.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 1)]
    public ScriptProblemElement? Error { get; set; }

    /// <summary>Each script that runs, each test with its answer, each action, with where it stands.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 2)]
    [XmlArrayItem("Step")]
    public string[] Trace { get; set; } = [];
}
