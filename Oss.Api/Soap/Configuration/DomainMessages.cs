using System.ServiceModel;
using System.Xml.Serialization;
using Oss.Api.Soap.Contract;
using Oss.Api.Soap.Orders;

namespace Oss.Api.Soap.Configuration;

// The order of the members is stated for the message layer only: with an Order on the serializer's attributes too, ChannelFactory refuses the contract.

/// <summary>Looks at a domain's DNS now: whether its customer owns it, and which of the recommended records are there.</summary>
[MessageContract(WrapperName = "CheckDomain", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("CheckDomain", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class CheckDomainRequest : RequestMessage
{
    /// <summary>The domain.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string Domain { get; set; } = "";
}

/// <summary>The domain as it is now.</summary>
[MessageContract(WrapperName = "CheckDomainResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("CheckDomainResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class CheckDomainResponse
{
    /// <summary>The domain.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public DomainDetailsElement Domain { get; set; } = new();
}

/// <summary>Makes the next pair of keys of a domain, RSA and Ed25519; they sign once their records are published and switched to.</summary>
[MessageContract(WrapperName = "CreateDkimKeys", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("CreateDkimKeys", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class CreateDkimKeysRequest : RequestMessage
{
    /// <summary>The domain.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string Domain { get; set; } = "";
}

/// <summary>The domain as it is now.</summary>
[MessageContract(WrapperName = "CreateDkimKeysResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("CreateDkimKeysResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class CreateDkimKeysResponse
{
    /// <summary>The domain.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public DomainDetailsElement Domain { get; set; } = new();
}

/// <summary>Lets a domain's new keys sign, once their records are seen in DNS; the former ones retire after an overlap.</summary>
[MessageContract(WrapperName = "SwitchDkimKeys", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("SwitchDkimKeys", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class SwitchDkimKeysRequest : RequestMessage
{
    /// <summary>The domain.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string Domain { get; set; } = "";
}

/// <summary>The domain as it is now.</summary>
[MessageContract(WrapperName = "SwitchDkimKeysResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("SwitchDkimKeysResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class SwitchDkimKeysResponse
{
    /// <summary>The domain.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public DomainDetailsElement Domain { get; set; } = new();
}

/// <summary>Deletes a key of a domain with its private half.</summary>
[MessageContract(WrapperName = "RemoveDkimKey", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("RemoveDkimKey", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class RemoveDkimKeyRequest : RequestMessage
{
    /// <summary>The domain.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public string Domain { get; set; } = "";

    /// <summary>Names the key.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 1)]
    public string Selector { get; set; } = "";
}

/// <summary>The domain as it is now.</summary>
[MessageContract(WrapperName = "RemoveDkimKeyResponse", WrapperNamespace = ConfigurationContract.Namespace)]
[XmlRoot("RemoveDkimKeyResponse", Namespace = ConfigurationContract.Namespace), XmlType(AnonymousType = true, Namespace = ConfigurationContract.Namespace)]
public sealed class RemoveDkimKeyResponse
{
    /// <summary>The domain.</summary>
    [MessageBodyMember(Namespace = ConfigurationContract.Namespace, Order = 0)]
    public DomainDetailsElement Domain { get; set; } = new();
}
