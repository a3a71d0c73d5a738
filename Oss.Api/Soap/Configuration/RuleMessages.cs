using System.ServiceModel;
using System.Xml.Serialization;
using Oss.Api.Soap.Contract;
using Oss.Api.Soap.Orders;

namespace Oss.Api.Soap.Configuration;

// The order of the members is stated for the message layer only: with an Order on the serializer's attributes too, ChannelFactory refuses the contract.

/// <summary>Passes a mailbox's mail on, with or without keeping a copy.</summary>
[MessageContract(WrapperName = "SetForwarding", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("SetForwarding", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class SetForwardingRequest : RequestMessage
{
    /// <summary>Names this change for ever, so that it may be sent again: the same content returns the first result, another content is a conflict. Absent: each call is a change of its own.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string? RequestId { get; set; }

    /// <summary>Its primary address.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 1)]
    public string Mailbox { get; set; } = "";

    /// <summary>Where to.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 2)]
    public ForwardingElement Forwarding { get; set; } = new();

    /// <summary>What the change is based on; absent for what there is, as long as nobody wrote it by hand.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 3)]
    public RuleBasisElement? Basis { get; set; }
}

/// <summary>The change, safely stored.</summary>
[MessageContract(WrapperName = "SetForwardingResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("SetForwardingResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class SetForwardingResponse
{
    /// <summary>The order that made the change.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public ChangeElement Change { get; set; } = new();
}

/// <summary>Ends the forwarding of a mailbox.</summary>
[MessageContract(WrapperName = "RemoveForwarding", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("RemoveForwarding", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class RemoveForwardingRequest : RequestMessage
{
    /// <summary>Names this change for ever, so that it may be sent again: the same content returns the first result, another content is a conflict. Absent: each call is a change of its own.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string? RequestId { get; set; }

    /// <summary>Its primary address.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 1)]
    public string Mailbox { get; set; } = "";

    /// <summary>What the change is based on; absent for what there is, as long as nobody wrote it by hand.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 2)]
    public RuleBasisElement? Basis { get; set; }
}

/// <summary>The change, safely stored.</summary>
[MessageContract(WrapperName = "RemoveForwardingResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("RemoveForwardingResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class RemoveForwardingResponse
{
    /// <summary>The order that made the change.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public ChangeElement Change { get; set; } = new();
}

/// <summary>Gives a mailbox an automatic reply.</summary>
[MessageContract(WrapperName = "SetAutoReply", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("SetAutoReply", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class SetAutoReplyRequest : RequestMessage
{
    /// <summary>Names this change for ever, so that it may be sent again: the same content returns the first result, another content is a conflict. Absent: each call is a change of its own.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string? RequestId { get; set; }

    /// <summary>Its primary address.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 1)]
    public string Mailbox { get; set; } = "";

    /// <summary>The reply.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 2)]
    public AutoReplyElement AutoReply { get; set; } = new();

    /// <summary>What the change is based on; absent for what there is, as long as nobody wrote it by hand.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 3)]
    public RuleBasisElement? Basis { get; set; }
}

/// <summary>The change, safely stored.</summary>
[MessageContract(WrapperName = "SetAutoReplyResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("SetAutoReplyResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class SetAutoReplyResponse
{
    /// <summary>The order that made the change.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public ChangeElement Change { get; set; } = new();
}

/// <summary>Takes the automatic reply from a mailbox.</summary>
[MessageContract(WrapperName = "RemoveAutoReply", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("RemoveAutoReply", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class RemoveAutoReplyRequest : RequestMessage
{
    /// <summary>Names this change for ever, so that it may be sent again: the same content returns the first result, another content is a conflict. Absent: each call is a change of its own.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string? RequestId { get; set; }

    /// <summary>Its primary address.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 1)]
    public string Mailbox { get; set; } = "";

    /// <summary>What the change is based on; absent for what there is, as long as nobody wrote it by hand.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 2)]
    public RuleBasisElement? Basis { get; set; }
}

/// <summary>The change, safely stored.</summary>
[MessageContract(WrapperName = "RemoveAutoReplyResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("RemoveAutoReplyResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class RemoveAutoReplyResponse
{
    /// <summary>The order that made the change.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public ChangeElement Change { get; set; } = new();
}

/// <summary>Says what becomes of a mailbox's spam.</summary>
[MessageContract(WrapperName = "SetSpamHandling", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("SetSpamHandling", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class SetSpamHandlingRequest : RequestMessage
{
    /// <summary>Names this change for ever, so that it may be sent again: the same content returns the first result, another content is a conflict. Absent: each call is a change of its own.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string? RequestId { get; set; }

    /// <summary>Its primary address.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 1)]
    public string Mailbox { get; set; } = "";

    /// <summary>What becomes of it.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 2)]
    public SpamHandlingElement Spam { get; set; } = new();

    /// <summary>What the change is based on; absent for what there is, as long as nobody wrote it by hand.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 3)]
    public RuleBasisElement? Basis { get; set; }
}

/// <summary>The change, safely stored.</summary>
[MessageContract(WrapperName = "SetSpamHandlingResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("SetSpamHandlingResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class SetSpamHandlingResponse
{
    /// <summary>The order that made the change.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public ChangeElement Change { get; set; } = new();
}

/// <summary>Gives a mailbox its rules, all of them at once.</summary>
[MessageContract(WrapperName = "SetRules", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("SetRules", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class SetRulesRequest : RequestMessage
{
    /// <summary>Names this change for ever, so that it may be sent again: the same content returns the first result, another content is a conflict. Absent: each call is a change of its own.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string? RequestId { get; set; }

    /// <summary>Its primary address.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 1)]
    public string Mailbox { get; set; } = "";

    /// <summary>All rules, in their order; none takes away those there are.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 2)]
    [XmlArrayItem("Rule", Namespace = OrderContract.Namespace)]
    public RuleElement[] Rules { get; set; } = [];

    /// <summary>What the change is based on; absent for what there is, as long as nobody wrote it by hand.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 3)]
    public RuleBasisElement? Basis { get; set; }
}

/// <summary>The change, safely stored.</summary>
[MessageContract(WrapperName = "SetRulesResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("SetRulesResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class SetRulesResponse
{
    /// <summary>The order that made the change.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public ChangeElement Change { get; set; } = new();
}

/// <summary>Brings a script of Horde's Ingo, of Open-Xchange or of a Cyrus server over, as rules, when rules say all of it.</summary>
[MessageContract(WrapperName = "ImportRules", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("ImportRules", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class ImportRulesRequest : RequestMessage
{
    /// <summary>Names this change for ever, so that it may be sent again: the same content returns the first result, another content is a conflict. Absent: each call is a change of its own.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string? RequestId { get; set; }

    /// <summary>Any address of the mailbox.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 1)]
    public string Mailbox { get; set; } = "";

    /// <summary>The script's text.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 2)]
    public string Script { get; set; } = "";

    /// <summary>The hierarchy separator of the old server; absent for a dot.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 3)]
    public string? Separator { get; set; }

    /// <summary>Whether the rules are wanted though something is lost; absent for false.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 4)]
    public bool EvenInPart { get; set; }
}

/// <summary>What became of the script.</summary>
[MessageContract(WrapperName = "ImportRulesResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("ImportRulesResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class ImportRulesResponse
{
    /// <summary>The order that gave the mailbox the rules; absent when something is lost and nobody asked for them all the same.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public ChangeElement? Change { get; set; }

    /// <summary>The script as it runs here.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 1)]
    public string Script { get; set; } = "";

    /// <summary>What was changed in it; absent when nothing was.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 2)]
    [XmlArrayItem("Remark")]
    public ImportRemarkElement[]? Changed { get; set; }

    /// <summary>What could not be brought over; absent when all could.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 3)]
    [XmlArrayItem("Remark")]
    public ImportRemarkElement[]? NotConverted { get; set; }

    /// <summary>What the rules do not say; absent when they say all.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 4)]
    [XmlArrayItem("Remark")]
    public ImportRemarkElement[]? Lost { get; set; }
}
