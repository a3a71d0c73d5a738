using System.ServiceModel;
using System.Xml.Serialization;
using Oss.Api.Soap.Contract;

namespace Oss.Api.Soap.Information;

/// <summary>Lists the exports of a mailbox.</summary>
[MessageContract(WrapperName = "ListMailboxExports", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("ListMailboxExports", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class ListMailboxExportsRequest : RequestMessage
{
    /// <summary>Any address of the mailbox.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    public string Address { get; set; } = "";
}

/// <summary>The exports.</summary>
[MessageContract(WrapperName = "ListMailboxExportsResponse", WrapperNamespace = InformationContract.Namespace)]
[XmlRoot("ListMailboxExportsResponse", Namespace = InformationContract.Namespace), XmlType(AnonymousType = true, Namespace = InformationContract.Namespace)]
public sealed class ListMailboxExportsResponse
{
    /// <summary>The latest first.</summary>
    [MessageBodyMember(Namespace = InformationContract.Namespace, Order = 0)]
    [XmlArrayItem("Export")]
    public MailboxExportElement[] Exports { get; set; } = [];
}

/// <summary>All mail of a mailbox in one tar file that is a Maildir, as an order asked for it.</summary>
[XmlType("MailboxExport", Namespace = InformationContract.Namespace)]
public sealed class MailboxExportElement
{
    /// <summary>Its id.</summary>
    [XmlElement(Order = 0)]
    public string Id { get; set; } = "";

    /// <summary>Kind and name of who ordered it.</summary>
    [XmlElement(Order = 1)]
    public string RequestedBy { get; set; } = "";

    /// <summary>When, UTC.</summary>
    [XmlElement(Order = 2)]
    public DateTime RequestedAt { get; set; }

    /// <summary>Octets written so far; of the whole file when it is ready.</summary>
    [XmlElement(Order = 3)]
    public long Octets { get; set; }

    /// <summary>When it was complete, UTC.</summary>
    [XmlElement(Order = 4)]
    public DateTime ReadyAt { get; set; }

    /// <summary>True when <see cref="ReadyAt"/> is given.</summary>
    [XmlIgnore]
    public bool ReadyAtSpecified { get; set; }

    /// <summary>Until when it can be fetched, UTC.</summary>
    [XmlElement(Order = 5)]
    public DateTime ExpiresAt { get; set; }

    /// <summary>True when <see cref="ExpiresAt"/> is given.</summary>
    [XmlIgnore]
    public bool ExpiresAtSpecified { get; set; }

    /// <summary>Where to fetch it by HTTP GET with the same credentials.</summary>
    [XmlElement(Order = 6, DataType = "anyURI")]
    public string? Url { get; set; }
}
