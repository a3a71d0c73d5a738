using System.Xml.Serialization;

namespace Oss.Api.Soap.Contract;

/// <summary>A number that may not be exceeded, or none; exactly one of the two is given.</summary>
[XmlType("Limit", Namespace = ContractNames.Common)]
public sealed class LimitElement
{
    /// <summary>No limit.</summary>
    [XmlElement(Order = 0)]
    public NoLimitElement? Unlimited { get; set; }

    /// <summary>The limit; bytes for quota.</summary>
    [XmlElement(Order = 1)]
    public long Maximum { get; set; }

    /// <summary>True when <see cref="Maximum"/> is given.</summary>
    [XmlIgnore]
    public bool MaximumSpecified { get; set; }

    internal static LimitElement Of(long? maximum) => maximum is { } value
        ? new LimitElement { Maximum = value, MaximumSpecified = true }
        : new LimitElement { Unlimited = new NoLimitElement() };
}

/// <summary>Stands for the absence of a limit.</summary>
[XmlType("Unlimited", Namespace = ContractNames.Common)]
public sealed class NoLimitElement;
