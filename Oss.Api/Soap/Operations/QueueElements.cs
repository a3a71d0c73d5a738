using System.Xml.Serialization;
using Oss.Domain.MailQueue;

namespace Oss.Api.Soap.Operations;

/// <summary>Which queued messages; what is absent does not filter.</summary>
[XmlType("QueueFilter", Namespace = OperationsContract.Namespace)]
public sealed class QueueFilterElement
{
    /// <summary>Only those that stand so.</summary>
    [XmlElement(Order = 0)]
    public QueueState State { get; set; }

    /// <summary>True when <see cref="State"/> is given.</summary>
    [XmlIgnore]
    public bool StateSpecified { get; set; }

    /// <summary>Only those of which a recipient still waits that goes to this domain or transport.</summary>
    [XmlElement(Order = 1)]
    public string? Destination { get; set; }

    /// <summary>Only those of which a waiting recipient was put off with this enhanced status code (RFC 3463), or reply code where the server gave none.</summary>
    [XmlElement(Order = 2)]
    public string? Reason { get; set; }

    /// <summary>Only those with this in the sender's or a waiting recipient's address.</summary>
    [XmlElement(Order = 3)]
    public string? Text { get; set; }
}

/// <summary>All queued messages that match.</summary>
[XmlType("QueueMatch", Namespace = OperationsContract.Namespace)]
public sealed class QueueMatchElement
{
    /// <summary>So many at most, as DescribeQueue said; when there are more by now, nothing is done.</summary>
    [XmlElement(Order = 0)]
    public int Seen { get; set; }

    /// <summary>Which; every message of the queue when absent.</summary>
    [XmlElement(Order = 1)]
    public QueueFilterElement? Filter { get; set; }
}

/// <summary>What is done, and to which messages.</summary>
[XmlType("QueueChange", Namespace = OperationsContract.Namespace)]
public sealed class QueueChangeElement
{
    /// <summary>What is done.</summary>
    [XmlElement(Order = 0)]
    public QueueAction Action { get; set; }

    /// <summary>To these.</summary>
    [XmlArray(Order = 1)]
    [XmlArrayItem("Id")]
    public string[]? Messages { get; set; }

    /// <summary>To all that match.</summary>
    [XmlElement(Order = 2)]
    public QueueMatchElement? All { get; set; }
}

/// <summary>One value, and how many messages have it.</summary>
[XmlType("QueueCount", Namespace = OperationsContract.Namespace)]
public sealed class QueueCountElement
{
    /// <summary>The state, destination or reason.</summary>
    [XmlElement(Order = 0)]
    public string Value { get; set; } = "";

    /// <summary>How many.</summary>
    [XmlElement(Order = 1)]
    public int Messages { get; set; }
}

/// <summary>The queue at a glance. Each list counts under the filter without its own part: what else there is.</summary>
[XmlType("QueueSummary", Namespace = OperationsContract.Namespace)]
public sealed class QueueSummaryElement
{
    /// <summary>How many match.</summary>
    [XmlElement(Order = 0)]
    public int Messages { get; set; }

    /// <summary>Their size.</summary>
    [XmlElement(Order = 1)]
    public long Octets { get; set; }

    /// <summary>When the oldest came, UTC.</summary>
    [XmlElement(Order = 2)]
    public DateTime Oldest { get; set; }

    /// <summary>True when <see cref="Oldest"/> is given.</summary>
    [XmlIgnore]
    public bool OldestSpecified { get; set; }

    /// <summary>How they stand.</summary>
    [XmlArray(Order = 3)]
    [XmlArrayItem("Count")]
    public QueueCountElement[] States { get; set; } = [];

    /// <summary>Where they go, the most first.</summary>
    [XmlArray(Order = 4)]
    [XmlArrayItem("Count")]
    public QueueCountElement[] Destinations { get; set; } = [];

    /// <summary>What put them off, the most first.</summary>
    [XmlArray(Order = 5)]
    [XmlArrayItem("Count")]
    public QueueCountElement[] Reasons { get; set; } = [];
}

/// <summary>A queued message in a line.</summary>
[XmlType("QueuedRow", Namespace = OperationsContract.Namespace)]
public sealed class QueuedRowElement
{
    /// <summary>Its id.</summary>
    [XmlElement(Order = 0)]
    public string Id { get; set; } = "";

    /// <summary>When it came, UTC.</summary>
    [XmlElement(Order = 1)]
    public DateTime ArrivedAt { get; set; }

    /// <summary>The envelope's sender; empty for a notification.</summary>
    [XmlElement(Order = 2)]
    public string Sender { get; set; } = "";

    /// <summary>Its size.</summary>
    [XmlElement(Order = 3)]
    public long Octets { get; set; }

    /// <summary>How it stands.</summary>
    [XmlElement(Order = 4)]
    public QueueState State { get; set; }

    /// <summary>How many recipients still wait.</summary>
    [XmlElement(Order = 5)]
    public int Recipients { get; set; }

    /// <summary>The first of them.</summary>
    [XmlElement(Order = 6)]
    public string Recipient { get; set; } = "";

    /// <summary>What put that one off.</summary>
    [XmlElement(Order = 7)]
    public string Reply { get; set; } = "";

    /// <summary>How often it was tried.</summary>
    [XmlElement(Order = 8)]
    public int Attempts { get; set; }

    /// <summary>When it is tried next, UTC; absent for at once, or when it is held.</summary>
    [XmlElement(Order = 9)]
    public DateTime NextAt { get; set; }

    /// <summary>True when <see cref="NextAt"/> is given.</summary>
    [XmlIgnore]
    public bool NextAtSpecified { get; set; }
}

/// <summary>All that is known of a queued message but its content.</summary>
[XmlType("QueuedMessage", Namespace = OperationsContract.Namespace)]
public sealed class QueuedMessageElement
{
    /// <summary>Its id.</summary>
    [XmlElement(Order = 0)]
    public string Id { get; set; } = "";

    /// <summary>When it came, UTC.</summary>
    [XmlElement(Order = 1)]
    public DateTime ArrivedAt { get; set; }

    /// <summary>The envelope's sender; empty for a notification.</summary>
    [XmlElement(Order = 2)]
    public string Sender { get; set; } = "";

    /// <summary>The sender's own id of it.</summary>
    [XmlElement(Order = 3)]
    public string? EnvelopeId { get; set; }

    /// <summary>Its size.</summary>
    [XmlElement(Order = 4)]
    public long Octets { get; set; }

    /// <summary>How it stands.</summary>
    [XmlElement(Order = 5)]
    public QueueState State { get; set; }

    /// <summary>Whether an attempt is made right now.</summary>
    [XmlElement(Order = 6)]
    public bool BeingTried { get; set; }

    /// <summary>Whether the sender was told of the delay.</summary>
    [XmlElement(Order = 7)]
    public bool Warned { get; set; }

    /// <summary>Whether it may leave in verified TLS only (RFC 8689).</summary>
    [XmlElement(Order = 8)]
    public bool RequiresTls { get; set; }

    /// <summary>The connection it came by, or what made it.</summary>
    [XmlElement(Order = 9)]
    public string? Origin { get; set; }

    /// <summary>When it is given up, UTC.</summary>
    [XmlElement(Order = 10)]
    public DateTime ExpiresAt { get; set; }

    /// <summary>Its recipients, those that wait first; not all, when there are very many.</summary>
    [XmlArray(Order = 11)]
    [XmlArrayItem("Recipient")]
    public QueuedRecipientElement[] Recipients { get; set; } = [];

    /// <summary>How many there are.</summary>
    [XmlElement(Order = 12)]
    public int RecipientCount { get; set; }
}

/// <summary>One recipient of a queued message.</summary>
[XmlType("QueuedRecipient", Namespace = OperationsContract.Namespace)]
public sealed class QueuedRecipientElement
{
    /// <summary>Where it goes.</summary>
    [XmlElement(Order = 0)]
    public string Address { get; set; } = "";

    /// <summary>Whom the sender wrote to, when a forward or alias led here.</summary>
    [XmlElement(Order = 1)]
    public string? OriginalAddress { get; set; }

    /// <summary>What became of it.</summary>
    [XmlElement(Order = 2)]
    public QueuedRecipientState State { get; set; }

    /// <summary>The domain or transport.</summary>
    [XmlElement(Order = 3)]
    public string Destination { get; set; } = "";

    /// <summary>How often it was tried.</summary>
    [XmlElement(Order = 4)]
    public int Attempts { get; set; }

    /// <summary>When last, UTC.</summary>
    [XmlElement(Order = 5)]
    public DateTime LastAt { get; set; }

    /// <summary>True when <see cref="LastAt"/> is given.</summary>
    [XmlIgnore]
    public bool LastAtSpecified { get; set; }

    /// <summary>The server that answered; empty for the platform itself.</summary>
    [XmlElement(Order = 6)]
    public string Host { get; set; } = "";

    /// <summary>Its answer.</summary>
    [XmlElement(Order = 7)]
    public string Reply { get; set; } = "";

    /// <summary>When it is tried next, UTC; absent for at once, or never.</summary>
    [XmlElement(Order = 8)]
    public DateTime NextAt { get; set; }

    /// <summary>True when <see cref="NextAt"/> is given.</summary>
    [XmlIgnore]
    public bool NextAtSpecified { get; set; }
}

/// <summary>What became of a change.</summary>
[XmlType("QueueOutcome", Namespace = OperationsContract.Namespace)]
public sealed class QueueOutcomeElement
{
    /// <summary>Messages it was done to.</summary>
    [XmlElement(Order = 0)]
    public int Done { get; set; }

    /// <summary>Messages that it does not fit, as a release of one that is not held.</summary>
    [XmlElement(Order = 1)]
    public int Unchanged { get; set; }

    /// <summary>Messages that had left the queue.</summary>
    [XmlElement(Order = 2)]
    public int Gone { get; set; }
}
