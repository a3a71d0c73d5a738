using System.Xml.Serialization;
using Oss.Domain.MailQuarantine;

namespace Oss.Api.Soap.Operations;

/// <summary>Which messages that are held back.</summary>
[XmlType("QuarantineFilter", Namespace = OperationsContract.Namespace)]
public sealed class QuarantineFilterElement
{
    /// <summary>Only those for the mailbox with this address.</summary>
    [XmlElement(Order = 0)]
    public string? Mailbox { get; set; }
}

/// <summary>A message that was accepted and is held back; one for several mailboxes is there once for each.</summary>
[XmlType("QuarantinedMail", Namespace = OperationsContract.Namespace)]
public sealed class QuarantinedMailElement
{
    /// <summary>Its id.</summary>
    [XmlElement(Order = 0)]
    public string Id { get; set; } = "";

    /// <summary>When it came, UTC.</summary>
    [XmlElement(Order = 1)]
    public DateTime ArrivedAt { get; set; }

    /// <summary>When it is deleted, UTC.</summary>
    [XmlElement(Order = 2)]
    public DateTime ExpiresAt { get; set; }

    /// <summary>The envelope's sender; empty for the null sender.</summary>
    [XmlElement(Order = 3)]
    public string Sender { get; set; } = "";

    /// <summary>The mailbox it is for; absent for addresses elsewhere.</summary>
    [XmlElement(Order = 4)]
    public string? MailboxId { get; set; }

    /// <summary>The mailbox's address, or the addresses elsewhere.</summary>
    [XmlArray(Order = 5)]
    [XmlArrayItem("Recipient")]
    public string[] Recipients { get; set; } = [];

    /// <summary>What holds it back.</summary>
    [XmlElement(Order = 6)]
    public QuarantineCause Cause { get; set; }

    /// <summary>In words: the rule, the points, the virus.</summary>
    [XmlElement(Order = 7)]
    public string Reason { get; set; } = "";

    /// <summary>Its size.</summary>
    [XmlElement(Order = 8)]
    public long Octets { get; set; }

    /// <summary>Whether it is delivered within seconds.</summary>
    [XmlElement(Order = 9)]
    public bool Released { get; set; }
}
