using System.ServiceModel;
using System.Xml.Serialization;

namespace Oss.Api.Soap.Contract;

/// <summary>What every request may carry beside its body.</summary>
[MessageContract]
public abstract class RequestMessage
{
    /// <summary>What the caller says about the request; may be left out.</summary>
    [MessageHeader(Name = "Context", Namespace = ContractNames.Common)]
    public ContextHeader? Context { get; set; }
}

/// <summary>What a caller may say about a request besides its content: element <c>Context</c> of <c>common.xsd</c>, a SOAP header.</summary>
[XmlType("Context", Namespace = ContractNames.Common), XmlRoot("Context", Namespace = ContractNames.Common)]
public sealed class ContextHeader
{
    /// <summary>Name of the header.</summary>
    internal const string Name = "Context";

    /// <summary>The caller's own name for the request.</summary>
    [XmlElement(Order = 0)]
    public string? CorrelationId { get; set; }

    /// <summary>For whom the caller acts.</summary>
    [XmlElement(Order = 1)]
    public string? OnBehalfOf { get; set; }

    /// <summary><c>de</c> or <c>en</c>: the language of texts for people in the reply.</summary>
    [XmlElement(Order = 2)]
    public string? Language { get; set; }

    /// <summary>Why.</summary>
    [XmlElement(Order = 3)]
    public string? Reason { get; set; }
}
