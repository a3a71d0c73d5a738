using System.Xml.Serialization;

namespace Oss.Api.Soap.Operations;

/// <summary>Which mailboxes.</summary>
[XmlType("WithoutLoginFilter", Namespace = OperationsContract.Namespace)]
public sealed class WithoutLoginFilterElement
{
    /// <summary>Only those whose users did since then, UTC; the last thirty days when absent.</summary>
    [XmlElement(Order = 0)]
    public DateTime Since { get; set; }

    /// <summary>True when <see cref="Since"/> is given.</summary>
    [XmlIgnore]
    public bool SinceSpecified { get; set; }
}

/// <summary>A mailbox whose user sends without a login.</summary>
[XmlType("WithoutLoginRow", Namespace = OperationsContract.Namespace)]
public sealed class WithoutLoginRowElement
{
    /// <summary>The mailbox.</summary>
    [XmlElement(Order = 0)]
    public string MailboxId { get; set; } = "";

    /// <summary>Its primary address.</summary>
    [XmlElement(Order = 1)]
    public string Address { get; set; } = "";

    /// <summary>The customer's number.</summary>
    [XmlElement(Order = 2)]
    public string TenantNumber { get; set; } = "";

    /// <summary>The client's IP address.</summary>
    [XmlElement(Order = 3)]
    public string Client { get; set; } = "";

    /// <summary>Messages begun in this way.</summary>
    [XmlElement(Order = 4)]
    public long Count { get; set; }

    /// <summary>The first, UTC.</summary>
    [XmlElement(Order = 5)]
    public DateTime FirstAt { get; set; }

    /// <summary>The last, UTC.</summary>
    [XmlElement(Order = 6)]
    public DateTime LastAt { get; set; }

    /// <summary>When the same mailbox last sent after a login, UTC; absent when that is not known.</summary>
    [XmlElement(Order = 7)]
    public DateTime LastLoginAt { get; set; }

    /// <summary>True when <see cref="LastLoginAt"/> is given.</summary>
    [XmlIgnore]
    public bool LastLoginAtSpecified { get; set; }
}
