using System.ServiceModel;
using System.Xml.Serialization;
using Oss.Api.Soap.Contract;

namespace Oss.Api.Soap.Integration;

// The order of the members is stated for the message layer only: with an Order on the serializer's attributes too, ChannelFactory refuses the contract.

/// <summary>Makes an API client; its secret is shown this once.</summary>
[MessageContract(WrapperName = "CreateApiClient", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("CreateApiClient", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class CreateApiClientRequest : RequestMessage
{
    /// <summary>The client.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public NewApiClientElement Client { get; set; } = new();
}

/// <summary>The client with its secret.</summary>
[MessageContract(WrapperName = "CreateApiClientResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("CreateApiClientResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class CreateApiClientResponse
{
    /// <summary>The client.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public ApiClientElement Client { get; set; } = new();

    /// <summary>Its secret, shown this once.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public string Secret { get; set; } = "";
}

/// <summary>Lists API clients by name.</summary>
[MessageContract(WrapperName = "ListApiClients", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ListApiClients", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ListApiClientsRequest : RequestMessage
{
    /// <summary>Which part of the list; the first when absent.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public PageElement? Page { get; set; }
}

/// <summary>A part of the list.</summary>
[MessageContract(WrapperName = "ListApiClientsResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ListApiClientsResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ListApiClientsResponse
{
    /// <summary>The rows of this part.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    [XmlArrayItem("Client")]
    public ApiClientElement[] Clients { get; set; } = [];

    /// <summary>Give it as After of the page for the next part; absent at the end.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public string? Next { get; set; }

    /// <summary>Give it as Before of the page for the part before; absent at the beginning.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 2)]
    public string? Previous { get; set; }
}

/// <summary>Shows an API client.</summary>
[MessageContract(WrapperName = "GetApiClient", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("GetApiClient", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class GetApiClientRequest : RequestMessage
{
    /// <summary>The client.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public string Name { get; set; } = "";
}

/// <summary>The client.</summary>
[MessageContract(WrapperName = "GetApiClientResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("GetApiClientResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class GetApiClientResponse
{
    /// <summary>The client.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public ApiClientElement Client { get; set; } = new();
}

/// <summary>Changes what a client is allowed, the certificate that it must show, or who it is at the OpenID provider.</summary>
[MessageContract(WrapperName = "ChangeApiClient", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ChangeApiClient", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ChangeApiClientRequest : RequestMessage
{
    /// <summary>The client.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public string Name { get; set; } = "";

    /// <summary>What changes.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public ApiClientChangesElement Changes { get; set; } = new();
}

/// <summary>The client as it stands.</summary>
[MessageContract(WrapperName = "ChangeApiClientResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ChangeApiClientResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ChangeApiClientResponse
{
    /// <summary>The client.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public ApiClientElement Client { get; set; } = new();
}

/// <summary>Makes a new secret, shown this once; the former one is right beside it for a day, unless it is to end at once.</summary>
[MessageContract(WrapperName = "RotateApiClientSecret", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("RotateApiClientSecret", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class RotateApiClientSecretRequest : RequestMessage
{
    /// <summary>The client.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public string Name { get; set; } = "";

    /// <summary>True when the former secret is known to the wrong people: it ends now.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public bool AtOnce { get; set; }
}

/// <summary>The client with its new secret.</summary>
[MessageContract(WrapperName = "RotateApiClientSecretResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("RotateApiClientSecretResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class RotateApiClientSecretResponse
{
    /// <summary>The client.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public ApiClientElement Client { get; set; } = new();

    /// <summary>Its secret, shown this once.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public string Secret { get; set; } = "";
}

/// <summary>Removes an API client; nobody signs in by it any more.</summary>
[MessageContract(WrapperName = "RemoveApiClient", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("RemoveApiClient", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class RemoveApiClientRequest : RequestMessage
{
    /// <summary>The client.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public string Name { get; set; } = "";
}

/// <summary>It is removed.</summary>
[MessageContract(WrapperName = "RemoveApiClientResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("RemoveApiClientResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class RemoveApiClientResponse;
