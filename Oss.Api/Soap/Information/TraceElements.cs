using System.Xml.Serialization;

namespace Oss.Api.Soap.Information;

/// <summary>Which messages; what is absent does not filter. Without sender, recipient, message id and client only the last days are looked through.</summary>
[XmlType("TraceFilter", Namespace = InformationContract.Namespace)]
public sealed class TraceFilterElement
{
    /// <summary>The envelope's sender; &lt;&gt; for the null sender.</summary>
    [XmlElement(Order = 0)]
    public string? Sender { get; set; }

    /// <summary>The recipient, as the sender gave it or as where it leads to.</summary>
    [XmlElement(Order = 1)]
    public string? Recipient { get; set; }

    /// <summary>What the Message-ID field says.</summary>
    [XmlElement(Order = 2)]
    public string? MessageId { get; set; }

    /// <summary>The client's IP address.</summary>
    [XmlElement(Order = 3)]
    public string? Client { get; set; }

    /// <summary>Where the message is: one of the states that rows have.</summary>
    [XmlElement(Order = 4)]
    public string? State { get; set; }

    /// <summary>The first moment, UTC.</summary>
    [XmlElement(Order = 5)]
    public DateTime From { get; set; }

    /// <summary>True when <see cref="From"/> is given.</summary>
    [XmlIgnore]
    public bool FromSpecified { get; set; }

    /// <summary>The moment after the last, UTC.</summary>
    [XmlElement(Order = 6)]
    public DateTime Until { get; set; }

    /// <summary>True when <see cref="Until"/> is given.</summary>
    [XmlIgnore]
    public bool UntilSpecified { get; set; }

    /// <summary>Only those of this customer.</summary>
    [XmlElement(Order = 7)]
    public string? TenantNumber { get; set; }
}

/// <summary>A message on its way to one recipient, in a line.</summary>
[XmlType("TraceRow", Namespace = InformationContract.Namespace)]
public sealed class TraceRowElement
{
    /// <summary>Names the message; give it to GetTrace.</summary>
    [XmlElement(Order = 0)]
    public string Message { get; set; } = "";

    /// <summary>When it came, UTC.</summary>
    [XmlElement(Order = 1)]
    public DateTime At { get; set; }

    /// <summary>When something happened last, UTC.</summary>
    [XmlElement(Order = 2)]
    public DateTime LastAt { get; set; }

    /// <summary>The envelope's sender; empty for the null sender.</summary>
    [XmlElement(Order = 3)]
    public string Sender { get; set; } = "";

    /// <summary>The recipient as the sender gave it; empty when the message was refused before it.</summary>
    [XmlElement(Order = 4)]
    public string Recipient { get; set; } = "";

    /// <summary>Where the recipient leads to, when that is another address.</summary>
    [XmlElement(Order = 5)]
    public string? Target { get; set; }

    /// <summary>Where the message is: Accepted, Delivered, Sent, Waiting, Deferred, Refused, Discarded, Quarantined, Failed. New states may appear.</summary>
    [XmlElement(Order = 6)]
    public string State { get; set; } = "";

    /// <summary>The last reply that was given: code, enhanced code, text.</summary>
    [XmlElement(Order = 7)]
    public string? Reply { get; set; }

    /// <summary>Its size.</summary>
    [XmlElement(Order = 8)]
    public long Octets { get; set; }

    /// <summary>The client's IP address; absent where it is nobody's business.</summary>
    [XmlElement(Order = 9)]
    public string? Client { get; set; }

    /// <summary>What the Message-ID field says.</summary>
    [XmlElement(Order = 10)]
    public string? MessageId { get; set; }
}

/// <summary>A message's way to one recipient.</summary>
[XmlType("TracedRecipient", Namespace = InformationContract.Namespace)]
public sealed class TracedRecipientElement
{
    /// <summary>The way in a line.</summary>
    [XmlElement(Order = 0)]
    public TraceRowElement Row { get; set; } = new();

    /// <summary>Whose side it is; absent for nobody's.</summary>
    [XmlElement(Order = 1)]
    public string? TenantNumber { get; set; }

    /// <summary>The name that the client gave itself.</summary>
    [XmlElement(Order = 2)]
    public string? ClientName { get; set; }

    /// <summary>How it came, in the words of RFC 3848.</summary>
    [XmlElement(Order = 3)]
    public string? Protocol { get; set; }

    /// <summary>What happened, in its order.</summary>
    [XmlArray(Order = 4)]
    [XmlArrayItem("Event")]
    public TraceEventElement[] Events { get; set; } = [];
}

/// <summary>One thing that happened to a message.</summary>
[XmlType("TraceEvent", Namespace = InformationContract.Namespace)]
public sealed class TraceEventElement
{
    /// <summary>What: Accepted, Refused, Deferred, RuleApplied, Authenticated, Scanned, Expanded, Delivered, Filed, Merged, Discarded, Rejected, Redirected, Replied, NotReplied, Notified, FilterFailed, Quarantined, Created, Queued, Sent, Failed, Expired, SenderTold, Held, Released, Deleted. New kinds may appear.</summary>
    [XmlElement(Order = 0)]
    public string Kind { get; set; } = "";

    /// <summary>When, UTC.</summary>
    [XmlElement(Order = 1)]
    public DateTime At { get; set; }

    /// <summary>The reply that was given, or that a server gave.</summary>
    [XmlElement(Order = 2)]
    public string? Reply { get; set; }

    /// <summary>The rule that decided.</summary>
    [XmlElement(Order = 3)]
    public string? Rule { get; set; }

    /// <summary>The server that answered.</summary>
    [XmlElement(Order = 4)]
    public string? Host { get; set; }

    /// <summary>Whether the way to that server was encrypted.</summary>
    [XmlElement(Order = 5)]
    public bool Encrypted { get; set; }

    /// <summary>True when <see cref="Encrypted"/> is given.</summary>
    [XmlIgnore]
    public bool EncryptedSpecified { get; set; }

    /// <summary>When it is tried again, UTC.</summary>
    [XmlElement(Order = 6)]
    public DateTime Next { get; set; }

    /// <summary>True when <see cref="Next"/> is given.</summary>
    [XmlIgnore]
    public bool NextSpecified { get; set; }

    /// <summary>The folder, the address, the verdict: what the kind is about.</summary>
    [XmlElement(Order = 7)]
    public string? Detail { get; set; }
}

/// <summary>Logins to a mailbox that were alike: a mail program that looks for mail every minute is one of these.</summary>
[XmlType("Login", Namespace = InformationContract.Namespace)]
public sealed class LoginElement
{
    /// <summary>The last, UTC.</summary>
    [XmlElement(Order = 0)]
    public DateTime LastAt { get; set; }

    /// <summary>The first that is known, UTC.</summary>
    [XmlElement(Order = 1)]
    public DateTime FirstAt { get; set; }

    /// <summary>How often.</summary>
    [XmlElement(Order = 2)]
    public long Count { get; set; }

    /// <summary>Imap, Pop3, Submission or ManageSieve. New services may appear.</summary>
    [XmlElement(Order = 3)]
    public string Service { get; set; } = "";

    /// <summary>Accepted, Rejected (wrong password), or Denied (suspended, or not part of the product).</summary>
    [XmlElement(Order = 4)]
    public string Result { get; set; } = "";

    /// <summary>The client's IP address.</summary>
    [XmlElement(Order = 5)]
    public string? Client { get; set; }

    /// <summary>The SASL mechanism; password for the protocols' own commands.</summary>
    [XmlElement(Order = 6)]
    public string Mechanism { get; set; } = "";

    /// <summary>Who opened the mailbox in its owner's place; absent for the owner.</summary>
    [XmlElement(Order = 7)]
    public string? Master { get; set; }
}

/// <summary>Which counters.</summary>
[XmlType("UsageFilter", Namespace = InformationContract.Namespace)]
public sealed class UsageFilterElement
{
    /// <summary>The first hour, UTC.</summary>
    [XmlElement(Order = 0)]
    public DateTime From { get; set; }

    /// <summary>The hour after the last, UTC; absent for now.</summary>
    [XmlElement(Order = 1)]
    public DateTime Until { get; set; }

    /// <summary>True when <see cref="Until"/> is given.</summary>
    [XmlIgnore]
    public bool UntilSpecified { get; set; }

    /// <summary>Whether hours are added up to days; hours go back 31 days, days 800.</summary>
    [XmlElement(Order = 2)]
    public bool ByDay { get; set; }

    /// <summary>True when <see cref="ByDay"/> is given.</summary>
    [XmlIgnore]
    public bool ByDaySpecified { get; set; }

    /// <summary>Of one customer; absent for all that may be seen.</summary>
    [XmlElement(Order = 3)]
    public string? TenantNumber { get; set; }
}

/// <summary>How often something happened in an hour or on a day.</summary>
[XmlType("UsageCount", Namespace = InformationContract.Namespace)]
public sealed class UsageCountElement
{
    /// <summary>The beginning of the hour or the day, UTC.</summary>
    [XmlElement(Order = 0)]
    public DateTime At { get; set; }

    /// <summary>What: messages.received, messages.sent.login, messages.sent.nologin, messages.relayed, messages.failed, messages.quarantined, refused.STATUS, deferred.STATUS, logins.SERVICE.ok, logins.SERVICE.failed. New measures may appear.</summary>
    [XmlElement(Order = 1)]
    public string Measure { get; set; } = "";

    /// <summary>How often; messages once for each recipient.</summary>
    [XmlElement(Order = 2)]
    public long Count { get; set; }

    /// <summary>Octets of the messages; nought for what has none.</summary>
    [XmlElement(Order = 3)]
    public long Octets { get; set; }
}
