using System.Xml.Serialization;
using Oss.Api.Soap.Contract;
using Oss.Domain.Orders;

namespace Oss.Api.Soap.Orders;

/// <summary>An order as it stands.</summary>
[XmlType("OrderStatus", Namespace = OrderContract.Namespace)]
public sealed class OrderStatusElement
{
    /// <summary>The id the platform gave it.</summary>
    [XmlElement(Order = 0)]
    public string Id { get; set; } = "";

    /// <summary>The CRM's name.</summary>
    [XmlElement(Order = 1)]
    public string ExternalSystem { get; set; } = "";

    /// <summary>The CRM's order number.</summary>
    [XmlElement(Order = 2)]
    public string ExternalId { get; set; } = "";

    /// <summary>Where it stands.</summary>
    [XmlElement(Order = 3)]
    public OrderState State { get; set; }

    /// <summary>Its items.</summary>
    [XmlArray(Order = 4)]
    [XmlArrayItem("Item")]
    public ItemStatusElement[] Items { get; set; } = [];

    /// <summary>Who submitted it.</summary>
    [XmlElement(Order = 5)]
    public string SubmittedBy { get; set; } = "";

    /// <summary>UTC.</summary>
    [XmlElement(Order = 6)]
    public DateTime SubmittedAt { get; set; }

    /// <summary>UTC.</summary>
    [XmlElement(Order = 7)]
    public DateTime CompletedAt { get; set; }

    /// <summary>True when <see cref="CompletedAt"/> is given.</summary>
    [XmlIgnore]
    public bool CompletedAtSpecified { get; set; }

    /// <summary>What becomes of it when an item cannot be done.</summary>
    [XmlElement(Order = 8)]
    public OnFailure OnFailure { get; set; }

    /// <summary>True when <see cref="OnFailure"/> is given.</summary>
    [XmlIgnore]
    public bool OnFailureSpecified { get; set; }

    /// <summary>UTC; not before this time.</summary>
    [XmlElement(Order = 9)]
    public DateTime RequestedStart { get; set; }

    /// <summary>True when <see cref="RequestedStart"/> is given.</summary>
    [XmlIgnore]
    public bool RequestedStartSpecified { get; set; }

    /// <summary>Grows with each change.</summary>
    [XmlElement(Order = 10)]
    public long Version { get; set; }

    /// <summary>True when <see cref="Version"/> is given.</summary>
    [XmlIgnore]
    public bool VersionSpecified { get; set; }

    /// <summary>The queue it waits in.</summary>
    [XmlElement(Order = 11)]
    public OrderLane Lane { get; set; }

    /// <summary>True when <see cref="Lane"/> is given.</summary>
    [XmlIgnore]
    public bool LaneSpecified { get; set; }

    /// <summary>The batch it came in.</summary>
    [XmlElement(Order = 12)]
    public string? BatchId { get; set; }

    /// <summary>UTC; since when it cannot be cancelled.</summary>
    [XmlElement(Order = 13)]
    public DateTime PointOfNoReturnAt { get; set; }

    /// <summary>True when <see cref="PointOfNoReturnAt"/> is given.</summary>
    [XmlIgnore]
    public bool PointOfNoReturnAtSpecified { get; set; }

    /// <summary>UTC; when a held order is tried again by itself.</summary>
    [XmlElement(Order = 14)]
    public DateTime NextAttemptAt { get; set; }

    /// <summary>True when <see cref="NextAttemptAt"/> is given.</summary>
    [XmlIgnore]
    public bool NextAttemptAtSpecified { get; set; }

    /// <summary>How often the mail platform could not be reached.</summary>
    [XmlElement(Order = 15)]
    public int Attempts { get; set; }

    /// <summary>True when <see cref="Attempts"/> is given.</summary>
    [XmlIgnore]
    public bool AttemptsSpecified { get; set; }

    /// <summary>Why it is held, failed or was not cancelled.</summary>
    [XmlElement(Order = 16)]
    public string? ErrorCode { get; set; }

    /// <summary>The same in a sentence.</summary>
    [XmlElement(Order = 17)]
    public string? ErrorText { get; set; }
}

/// <summary>An item as it stands.</summary>
[XmlType("ItemStatus", Namespace = OrderContract.Namespace)]
public sealed class ItemStatusElement
{
    /// <summary>From 1.</summary>
    [XmlElement(Order = 0)]
    public int Position { get; set; }

    /// <summary>What is done.</summary>
    [XmlElement(Order = 1)]
    public OrderAction Action { get; set; }

    /// <summary><c>subscription</c>, <c>domain</c>, <c>mailbox</c> or <c>alias</c>.</summary>
    [XmlElement(Order = 2)]
    public string Subject { get; set; } = "";

    /// <summary>The normalised key.</summary>
    [XmlElement(Order = 3)]
    public string Key { get; set; } = "";

    /// <summary>Where it stands.</summary>
    [XmlElement(Order = 4)]
    public OrderState State { get; set; }

    /// <summary>Why it failed or is held.</summary>
    [XmlElement(Order = 5)]
    public string? ErrorCode { get; set; }

    /// <summary>The same in a sentence.</summary>
    [XmlElement(Order = 6)]
    public string? ErrorText { get; set; }

    /// <summary>Positions of the items that come before it.</summary>
    [XmlArray(Order = 7)]
    [XmlArrayItem("Position")]
    public int[]? DependsOn { get; set; }
}

/// <summary>One error, as a fault would say it.</summary>
[XmlType("CheckError", Namespace = OrderContract.Namespace)]
public sealed class CheckErrorElement
{
    /// <summary>Stable code.</summary>
    [XmlElement(Order = 0)]
    public string Code { get; set; } = "";

    /// <summary>One English sentence.</summary>
    [XmlElement(Order = 1)]
    public string Text { get; set; } = "";

    /// <summary>Broken rules and their places.</summary>
    [XmlArray(Order = 2)]
    [XmlArrayItem("Finding", Namespace = ContractNames.Common)]
    public ContractFinding[]? Findings { get; set; }

    /// <summary>Which limit, and the numbers.</summary>
    [XmlElement(Order = 3)]
    public LimitUse? Limit { get; set; }
}

/// <summary>An order by the id its CRM gave it.</summary>
[XmlType("ExternalOrderId", Namespace = OrderContract.Namespace)]
public sealed class ExternalOrderIdElement
{
    /// <summary>The CRM's name.</summary>
    [XmlElement(Order = 0)]
    public string System { get; set; } = "";

    /// <summary>The CRM's order number.</summary>
    [XmlElement(Order = 1)]
    public string Id { get; set; } = "";
}
