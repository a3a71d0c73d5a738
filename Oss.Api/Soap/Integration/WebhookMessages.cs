using System.ServiceModel;
using System.Xml.Serialization;
using Oss.Api.Soap.Contract;

namespace Oss.Api.Soap.Integration;

// The order of the members is stated for the message layer only: with an Order on the serializer's attributes too, ChannelFactory refuses the contract.

/// <summary>Registers a webhook that hears of what happens from now on; its secret is shown this once.</summary>
[MessageContract(WrapperName = "RegisterWebhook", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("RegisterWebhook", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class RegisterWebhookRequest : RequestMessage
{
    /// <summary>Where it is called; the operator's list of targets must allow it.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public string Url { get; set; } = "";

    /// <summary>Only of orders of this system; of all when absent.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public string? ExternalSystem { get; set; }
}

/// <summary>The webhook with its secret.</summary>
[MessageContract(WrapperName = "RegisterWebhookResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("RegisterWebhookResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class RegisterWebhookResponse
{
    /// <summary>The webhook.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public WebhookElement Webhook { get; set; } = new();

    /// <summary>Signs the messages, as Standard Webhooks has it; shown this once.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public string Secret { get; set; } = "";
}

/// <summary>Lists webhooks, the oldest first.</summary>
[MessageContract(WrapperName = "ListWebhooks", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ListWebhooks", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ListWebhooksRequest : RequestMessage
{
    /// <summary>Which part of the list; the first when absent.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public PageElement? Page { get; set; }
}

/// <summary>A part of the list.</summary>
[MessageContract(WrapperName = "ListWebhooksResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ListWebhooksResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ListWebhooksResponse
{
    /// <summary>The rows of this part.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    [XmlArrayItem("Webhook")]
    public WebhookElement[] Webhooks { get; set; } = [];

    /// <summary>Give it as After of the page for the next part; absent at the end.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public string? Next { get; set; }
}

/// <summary>Shows a webhook.</summary>
[MessageContract(WrapperName = "GetWebhook", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("GetWebhook", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class GetWebhookRequest : RequestMessage
{
    /// <summary>The webhook.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public string Id { get; set; } = "";
}

/// <summary>The webhook.</summary>
[MessageContract(WrapperName = "GetWebhookResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("GetWebhookResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class GetWebhookResponse
{
    /// <summary>The webhook.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public WebhookElement Webhook { get; set; } = new();
}

/// <summary>Gives a webhook another address, stops calling it, or calls it again.</summary>
[MessageContract(WrapperName = "ChangeWebhook", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ChangeWebhook", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ChangeWebhookRequest : RequestMessage
{
    /// <summary>The webhook.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public string Id { get; set; } = "";

    /// <summary>What changes.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public WebhookChangesElement Changes { get; set; } = new();
}

/// <summary>The webhook as it stands.</summary>
[MessageContract(WrapperName = "ChangeWebhookResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ChangeWebhookResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ChangeWebhookResponse
{
    /// <summary>The webhook.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public WebhookElement Webhook { get; set; } = new();
}

/// <summary>Removes a webhook with its messages.</summary>
[MessageContract(WrapperName = "RemoveWebhook", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("RemoveWebhook", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class RemoveWebhookRequest : RequestMessage
{
    /// <summary>The webhook.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public string Id { get; set; } = "";
}

/// <summary>It is removed.</summary>
[MessageContract(WrapperName = "RemoveWebhookResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("RemoveWebhookResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class RemoveWebhookResponse;

/// <summary>Makes a new secret, shown this once; the former one signs beside it for a day.</summary>
[MessageContract(WrapperName = "RotateWebhookSecret", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("RotateWebhookSecret", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class RotateWebhookSecretRequest : RequestMessage
{
    /// <summary>The webhook.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public string Id { get; set; } = "";
}

/// <summary>The webhook with its new secret.</summary>
[MessageContract(WrapperName = "RotateWebhookSecretResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("RotateWebhookSecretResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class RotateWebhookSecretResponse
{
    /// <summary>The webhook.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public WebhookElement Webhook { get; set; } = new();

    /// <summary>The new secret, shown this once.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public string Secret { get; set; } = "";
}

/// <summary>Sends a signed test message now and says what came back.</summary>
[MessageContract(WrapperName = "TestWebhook", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("TestWebhook", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class TestWebhookRequest : RequestMessage
{
    /// <summary>The webhook.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public string Id { get; set; } = "";
}

/// <summary>What came of the test message.</summary>
[MessageContract(WrapperName = "TestWebhookResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("TestWebhookResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class TestWebhookResponse
{
    /// <summary>What came of it.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public WebhookTestElement Result { get; set; } = new();
}

/// <summary>Sends again what was given up, or everything after a number.</summary>
[MessageContract(WrapperName = "ReplayWebhook", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ReplayWebhook", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ReplayWebhookRequest : RequestMessage
{
    /// <summary>The webhook.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public string Id { get; set; } = "";

    /// <summary>From where on; only what was given up when absent.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public ReplayElement? From { get; set; }
}

/// <summary>What is sent again.</summary>
[MessageContract(WrapperName = "ReplayWebhookResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ReplayWebhookResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ReplayWebhookResponse
{
    /// <summary>How many messages are sent again.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public int Messages { get; set; }
}

/// <summary>Lists messages of a webhook in a state, the newest first.</summary>
[MessageContract(WrapperName = "ListWebhookDeliveries", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ListWebhookDeliveries", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ListWebhookDeliveriesRequest : RequestMessage
{
    /// <summary>The webhook.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    public string Id { get; set; } = "";

    /// <summary>Which messages; dead letters when absent.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public DeliveryFilterElement? Filter { get; set; }

    /// <summary>Which part of the list; the first when absent.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 2)]
    public PageElement? Page { get; set; }
}

/// <summary>A part of the list.</summary>
[MessageContract(WrapperName = "ListWebhookDeliveriesResponse", WrapperNamespace = IntegrationContract.Namespace)]
[XmlRoot("ListWebhookDeliveriesResponse", Namespace = IntegrationContract.Namespace), XmlType(AnonymousType = true, Namespace = IntegrationContract.Namespace)]
public sealed class ListWebhookDeliveriesResponse
{
    /// <summary>The rows of this part.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 0)]
    [XmlArrayItem("Delivery")]
    public DeliveryElement[] Deliveries { get; set; } = [];

    /// <summary>Give it as After of the page for the next part; absent at the end.</summary>
    [MessageBodyMember(Namespace = IntegrationContract.Namespace, Order = 1)]
    public string? Next { get; set; }
}
