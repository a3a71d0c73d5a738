using System.ServiceModel;
using System.Xml.Serialization;
using Oss.Api.Soap.Contract;
using Oss.Api.Soap.Orders;

namespace Oss.Api.Soap.Configuration;

// The order of the members is stated for the message layer only: with an Order on the serializer's attributes too, ChannelFactory refuses the contract.

/// <summary>Gives a mailbox a new password.</summary>
[MessageContract(WrapperName = "SetPassword", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("SetPassword", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class SetPasswordRequest : RequestMessage
{
    /// <summary>Names this change for ever, so that it may be sent again: the same content returns the first result, another content is a conflict. Absent: each call is a change of its own.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string? RequestId { get; set; }

    /// <summary>Its primary address.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 1)]
    public string Mailbox { get; set; } = "";

    /// <summary>The new password.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 2)]
    public PasswordElement Password { get; set; } = new();
}

/// <summary>The change, safely stored.</summary>
[MessageContract(WrapperName = "SetPasswordResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("SetPasswordResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class SetPasswordResponse
{
    /// <summary>The order that made the change.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public ChangeElement Change { get; set; } = new();
}

/// <summary>Gives a mailbox another name to show.</summary>
[MessageContract(WrapperName = "SetDisplayName", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("SetDisplayName", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class SetDisplayNameRequest : RequestMessage
{
    /// <summary>Names this change for ever, so that it may be sent again: the same content returns the first result, another content is a conflict. Absent: each call is a change of its own.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string? RequestId { get; set; }

    /// <summary>Its primary address.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 1)]
    public string Mailbox { get; set; } = "";

    /// <summary>Name shown to people.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 2)]
    public string DisplayName { get; set; } = "";
}

/// <summary>The change, safely stored.</summary>
[MessageContract(WrapperName = "SetDisplayNameResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("SetDisplayNameResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class SetDisplayNameResponse
{
    /// <summary>The order that made the change.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public ChangeElement Change { get; set; } = new();
}

/// <summary>Gives a mailbox another storage limit.</summary>
[MessageContract(WrapperName = "SetQuota", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("SetQuota", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class SetQuotaRequest : RequestMessage
{
    /// <summary>Names this change for ever, so that it may be sent again: the same content returns the first result, another content is a conflict. Absent: each call is a change of its own.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string? RequestId { get; set; }

    /// <summary>Its primary address.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 1)]
    public string Mailbox { get; set; } = "";

    /// <summary>The new limit.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 2)]
    public QuotaElement Quota { get; set; } = new();
}

/// <summary>The change, safely stored.</summary>
[MessageContract(WrapperName = "SetQuotaResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("SetQuotaResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class SetQuotaResponse
{
    /// <summary>The order that made the change.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public ChangeElement Change { get; set; } = new();
}

/// <summary>Gives a mailbox another address.</summary>
[MessageContract(WrapperName = "AddAlias", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("AddAlias", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class AddAliasRequest : RequestMessage
{
    /// <summary>Names this change for ever, so that it may be sent again: the same content returns the first result, another content is a conflict. Absent: each call is a change of its own.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string? RequestId { get; set; }

    /// <summary>Its primary address.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 1)]
    public string Mailbox { get; set; } = "";

    /// <summary>The new address.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 2)]
    public string Alias { get; set; } = "";
}

/// <summary>The change, safely stored.</summary>
[MessageContract(WrapperName = "AddAliasResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("AddAliasResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class AddAliasResponse
{
    /// <summary>The order that made the change.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public ChangeElement Change { get; set; } = new();
}

/// <summary>Takes an alias from a mailbox.</summary>
[MessageContract(WrapperName = "RemoveAlias", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("RemoveAlias", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class RemoveAliasRequest : RequestMessage
{
    /// <summary>Names this change for ever, so that it may be sent again: the same content returns the first result, another content is a conflict. Absent: each call is a change of its own.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string? RequestId { get; set; }

    /// <summary>Its primary address.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 1)]
    public string Mailbox { get; set; } = "";

    /// <summary>The alias.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 2)]
    public string Alias { get; set; } = "";
}

/// <summary>The change, safely stored.</summary>
[MessageContract(WrapperName = "RemoveAliasResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("RemoveAliasResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class RemoveAliasResponse
{
    /// <summary>The order that made the change.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public ChangeElement Change { get; set; } = new();
}

/// <summary>Lets a mailbox take everything in a domain that nothing else owns.</summary>
[MessageContract(WrapperName = "SetCatchAll", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("SetCatchAll", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class SetCatchAllRequest : RequestMessage
{
    /// <summary>Names this change for ever, so that it may be sent again: the same content returns the first result, another content is a conflict. Absent: each call is a change of its own.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string? RequestId { get; set; }

    /// <summary>The domain.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 1)]
    public string Domain { get; set; } = "";

    /// <summary>Its primary address.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 2)]
    public string Mailbox { get; set; } = "";
}

/// <summary>The change, safely stored.</summary>
[MessageContract(WrapperName = "SetCatchAllResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("SetCatchAllResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class SetCatchAllResponse
{
    /// <summary>The order that made the change.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public ChangeElement Change { get; set; } = new();
}

/// <summary>Ends the catch-all of a domain.</summary>
[MessageContract(WrapperName = "RemoveCatchAll", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("RemoveCatchAll", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class RemoveCatchAllRequest : RequestMessage
{
    /// <summary>Names this change for ever, so that it may be sent again: the same content returns the first result, another content is a conflict. Absent: each call is a change of its own.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string? RequestId { get; set; }

    /// <summary>The domain.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 1)]
    public string Domain { get; set; } = "";
}

/// <summary>The change, safely stored.</summary>
[MessageContract(WrapperName = "RemoveCatchAllResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("RemoveCatchAllResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class RemoveCatchAllResponse
{
    /// <summary>The order that made the change.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public ChangeElement Change { get; set; } = new();
}

/// <summary>Creates an address that passes mail on.</summary>
[MessageContract(WrapperName = "AddForward", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("AddForward", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class AddForwardRequest : RequestMessage
{
    /// <summary>Names this change for ever, so that it may be sent again: the same content returns the first result, another content is a conflict. Absent: each call is a change of its own.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string? RequestId { get; set; }

    /// <summary>The new address.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 1)]
    public string Address { get; set; } = "";

    /// <summary>Where its mail goes.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 2)]
    [XmlArrayItem("Target", Namespace = OrderContract.Namespace)]
    public string[] Targets { get; set; } = [];
}

/// <summary>The change, safely stored.</summary>
[MessageContract(WrapperName = "AddForwardResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("AddForwardResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class AddForwardResponse
{
    /// <summary>The order that made the change.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public ChangeElement Change { get; set; } = new();
}

/// <summary>Lets a forward lead to more addresses.</summary>
[MessageContract(WrapperName = "AddForwardTargets", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("AddForwardTargets", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class AddForwardTargetsRequest : RequestMessage
{
    /// <summary>Names this change for ever, so that it may be sent again: the same content returns the first result, another content is a conflict. Absent: each call is a change of its own.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string? RequestId { get; set; }

    /// <summary>The forward.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 1)]
    public string Address { get; set; } = "";

    /// <summary>What to add; what it leads to already stays.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 2)]
    [XmlArrayItem("Target", Namespace = OrderContract.Namespace)]
    public string[] Targets { get; set; } = [];
}

/// <summary>The change, safely stored.</summary>
[MessageContract(WrapperName = "AddForwardTargetsResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("AddForwardTargetsResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class AddForwardTargetsResponse
{
    /// <summary>The order that made the change.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public ChangeElement Change { get; set; } = new();
}

/// <summary>Takes addresses from a forward.</summary>
[MessageContract(WrapperName = "RemoveForwardTargets", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("RemoveForwardTargets", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class RemoveForwardTargetsRequest : RequestMessage
{
    /// <summary>Names this change for ever, so that it may be sent again: the same content returns the first result, another content is a conflict. Absent: each call is a change of its own.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string? RequestId { get; set; }

    /// <summary>The forward.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 1)]
    public string Address { get; set; } = "";

    /// <summary>What to remove; one at least must stay.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 2)]
    [XmlArrayItem("Target", Namespace = OrderContract.Namespace)]
    public string[] Targets { get; set; } = [];
}

/// <summary>The change, safely stored.</summary>
[MessageContract(WrapperName = "RemoveForwardTargetsResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("RemoveForwardTargetsResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class RemoveForwardTargetsResponse
{
    /// <summary>The order that made the change.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public ChangeElement Change { get; set; } = new();
}

/// <summary>Ends a forward.</summary>
[MessageContract(WrapperName = "RemoveForward", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("RemoveForward", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class RemoveForwardRequest : RequestMessage
{
    /// <summary>Names this change for ever, so that it may be sent again: the same content returns the first result, another content is a conflict. Absent: each call is a change of its own.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string? RequestId { get; set; }

    /// <summary>The forward.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 1)]
    public string Address { get; set; } = "";
}

/// <summary>The change, safely stored.</summary>
[MessageContract(WrapperName = "RemoveForwardResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("RemoveForwardResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class RemoveForwardResponse
{
    /// <summary>The order that made the change.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public ChangeElement Change { get; set; } = new();
}
