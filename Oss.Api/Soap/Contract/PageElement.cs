using System.Xml.Serialization;

namespace Oss.Api.Soap.Contract;

/// <summary>Which part of a list.</summary>
[XmlType("Page", Namespace = ContractNames.Common)]
public sealed class PageElement
{
    private const int DefaultLimit = 50;

    /// <summary>Rows wanted.</summary>
    [XmlElement(Order = 0)]
    public int Limit { get; set; }

    /// <summary>True when <see cref="Limit"/> is given.</summary>
    [XmlIgnore]
    public bool LimitSpecified { get; set; }

    /// <summary>Next of the part before.</summary>
    [XmlElement(Order = 1)]
    public string? After { get; set; }

    internal static int LimitOf(PageElement? page) => page is { LimitSpecified: true, Limit: var limit } ? limit : DefaultLimit;
}
