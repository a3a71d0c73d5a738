using System.Xml.Serialization;
using Oss.Domain.Webhooks;

namespace Oss.Api.Soap.Integration;

/// <summary>A CRM's address that is called for each event of its orders.</summary>
[XmlType("Webhook", Namespace = IntegrationContract.Namespace)]
public sealed class WebhookElement
{
    /// <summary>The id the platform gave it.</summary>
    [XmlElement(Order = 0)]
    public string Id { get; set; } = "";

    /// <summary>Where it is called.</summary>
    [XmlElement(Order = 1)]
    public string Url { get; set; } = "";

    /// <summary>The only system whose orders it hears of; absent for all.</summary>
    [XmlElement(Order = 2)]
    public string? ExternalSystem { get; set; }

    /// <summary>The number of the last event that was taken up for it.</summary>
    [XmlElement(Order = 3)]
    public long Position { get; set; }

    /// <summary>Why it is no longer called; absent while it is.</summary>
    [XmlElement(Order = 4)]
    public string? DisabledBecause { get; set; }

    /// <summary>Who registered it.</summary>
    [XmlElement(Order = 5)]
    public string CreatedBy { get; set; } = "";

    /// <summary>When; UTC.</summary>
    [XmlElement(Order = 6)]
    public DateTime CreatedAt { get; set; }

    /// <summary>Messages that wait for an attempt.</summary>
    [XmlElement(Order = 7)]
    public int Pending { get; set; }

    /// <summary>Messages that were given up.</summary>
    [XmlElement(Order = 8)]
    public int Dead { get; set; }
}

/// <summary>Changes of a webhook; what is absent stays as it is.</summary>
[XmlType("WebhookChanges", Namespace = IntegrationContract.Namespace)]
public sealed class WebhookChangesElement
{
    /// <summary>Where it is called.</summary>
    [XmlElement(Order = 0)]
    public string? Url { get; set; }

    /// <summary>False to stop calling it; true to call it again, beginning where it stopped.</summary>
    [XmlElement(Order = 1)]
    public bool Enabled { get; set; }

    /// <summary>True when <see cref="Enabled"/> is given.</summary>
    [XmlIgnore]
    public bool EnabledSpecified { get; set; }
}

/// <summary>What came of a test message.</summary>
[XmlType("WebhookTest", Namespace = IntegrationContract.Namespace)]
public sealed class WebhookTestElement
{
    /// <summary>Whether the receiver has taken it.</summary>
    [XmlElement(Order = 0)]
    public bool Delivered { get; set; }

    /// <summary>HTTP status; absent when there was no answer.</summary>
    [XmlElement(Order = 1)]
    public int Status { get; set; }

    /// <summary>True when <see cref="Status"/> is given.</summary>
    [XmlIgnore]
    public bool StatusSpecified { get; set; }

    /// <summary>What went wrong, in a sentence.</summary>
    [XmlElement(Order = 2)]
    public string? Error { get; set; }
}

/// <summary>From where on to send again.</summary>
[XmlType("Replay", Namespace = IntegrationContract.Namespace)]
public sealed class ReplayElement
{
    /// <summary>The last number that the receiver knows.</summary>
    [XmlElement(Order = 0)]
    public long After { get; set; }
}

/// <summary>Which messages.</summary>
[XmlType("DeliveryFilter", Namespace = IntegrationContract.Namespace)]
public sealed class DeliveryFilterElement
{
    /// <summary>Only those in this state; dead letters when absent.</summary>
    [XmlElement(Order = 0)]
    public DeliveryState State { get; set; }

    /// <summary>True when <see cref="State"/> is given.</summary>
    [XmlIgnore]
    public bool StateSpecified { get; set; }
}

/// <summary>One message on its way, or given up.</summary>
[XmlType("Delivery", Namespace = IntegrationContract.Namespace)]
public sealed class DeliveryElement
{
    /// <summary>Its id, the same at each attempt.</summary>
    [XmlElement(Order = 0)]
    public string Id { get; set; } = "";

    /// <summary>The number of the event.</summary>
    [XmlElement(Order = 1)]
    public long Sequence { get; set; }

    /// <summary>Where it stands.</summary>
    [XmlElement(Order = 2)]
    public DeliveryState State { get; set; }

    /// <summary>Attempts so far.</summary>
    [XmlElement(Order = 3)]
    public int Attempts { get; set; }

    /// <summary>When it is sent next; UTC.</summary>
    [XmlElement(Order = 4)]
    public DateTime NextAt { get; set; }

    /// <summary>True when <see cref="NextAt"/> is given.</summary>
    [XmlIgnore]
    public bool NextAtSpecified { get; set; }

    /// <summary>HTTP status of the last attempt.</summary>
    [XmlElement(Order = 5)]
    public int LastStatus { get; set; }

    /// <summary>True when <see cref="LastStatus"/> is given.</summary>
    [XmlIgnore]
    public bool LastStatusSpecified { get; set; }

    /// <summary>What went wrong at the last attempt.</summary>
    [XmlElement(Order = 6)]
    public string? LastError { get; set; }

    /// <summary>When the receiver took it; UTC.</summary>
    [XmlElement(Order = 7)]
    public DateTime DeliveredAt { get; set; }

    /// <summary>True when <see cref="DeliveredAt"/> is given.</summary>
    [XmlIgnore]
    public bool DeliveredAtSpecified { get; set; }
}
