using System.Globalization;
using System.Xml.Serialization;
using Oss.Domain;

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

    /// <summary>Previous of the part behind: the part before that one.</summary>
    [XmlElement(Order = 2)]
    public string? Before { get; set; }

    /// <summary>True for the end of the list, to be read backwards from there.</summary>
    [XmlElement(Order = 3)]
    public bool Last { get; set; }

    /// <summary>True when <see cref="Last"/> is given.</summary>
    [XmlIgnore]
    public bool LastSpecified { get; set; }

    internal static Cut CutOf(PageElement? page) => page is null
        ? new Cut(Limit: DefaultLimit)
        : new Cut(page.After, page.Before, page is { LastSpecified: true, Last: true }, page.LimitSpecified ? page.Limit : DefaultLimit);

    /// <summary>Which part of a list by time.</summary>
    internal static Cut CutInTime(PageElement? page) => CutOf(page) is var cut && (cut.After ?? cut.Before) is { } place && !Cut.IsPlaceInTime(place) ? throw Unknown() : cut;

    /// <summary>The id behind which the part begins.</summary>
    internal static Guid? IdAfter(PageElement? page) => page?.After is not { } after ? null : Guid.TryParse(after, out var id) ? id : throw Unknown();

    /// <summary>The number behind which the part begins.</summary>
    internal static long? NumberAfter(PageElement? page) => page?.After is not { } after ? null
        : long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw Unknown();

    private static DomainException Unknown() => new(new DomainError.Validation([new Finding("page.after", Errors.CodesOfForm.Cursor, "The cursor is not one of this list.")]));

    internal static int LimitOf(PageElement? page) => page is { LimitSpecified: true, Limit: var limit } ? limit : DefaultLimit;
}
