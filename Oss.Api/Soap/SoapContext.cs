using System.ServiceModel.Channels;
using System.Xml.Linq;
using System.Xml.Schema;
using System.Xml.Serialization;
using Oss.Api.Errors;
using Oss.Api.Soap.Contract;
using RequestContext = Oss.Api.Hosting.RequestContext;

namespace Oss.Api.Soap;

/// <summary>Reads the header <c>Context</c>.</summary>
internal static class SoapContext
{
    private static readonly XmlSerializer Serializer = new(typeof(ContextHeader));

    /// <summary>What the request says of itself; nothing without the header.</summary>
    /// <exception cref="SoapFaultException">There are two of them, or one that breaks the schema.</exception>
    public static RequestContext Read(MessageHeaders headers, XmlSchemaSet schemas)
    {
        var places = Enumerable.Range(0, headers.Count).Where(i => headers[i] is { Name: ContextHeader.Name, Namespace: ContractNames.Common }).ToArray();
        if (places.Length == 0)
            return RequestContext.None;
        if (places is not [var place])
            throw new SoapFaultException(SoapFaults.Sender("The request has two headers Context."));

        using var reader = headers.GetReaderAtHeader(place);
        var element = SoapBodyElement.Read(reader);
        // mustUnderstand and actor are the envelope's, and no part of what the schema says.
        element.Attributes().Where(attribute => attribute.Name.NamespaceName.Length > 0 && !attribute.IsNamespaceDeclaration).Remove();
        if (SoapValidation.Check(element, schemas) is { Count: > 0 } findings)
            throw new SoapFaultException(SoapFaults.Invalid([.. findings.Select(finding => finding with { Path = $"context.{finding.Path}".TrimEnd('.') })]));

        using var valid = element.CreateReader();
        var header = (ContextHeader)Serializer.Deserialize(valid)!;
        return new RequestContext(header.CorrelationId, header.OnBehalfOf, header.Reason, header.Language == "de" ? Language.German : Language.English);
    }
}
