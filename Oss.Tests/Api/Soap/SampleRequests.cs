using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

namespace Oss.Tests.Api.Soap;

/// <summary>What a sample request is about: somebody's things.</summary>
/// <param name="Key">The customer's.</param>
/// <param name="Order">Id of an order.</param>
internal sealed record SampleValues(string Key, string Order)
{
    /// <summary>What an element of this name may hold.</summary>
    public string Of(string name, string type) => name switch
    {
        "Address" or "Mailbox" or "Text" => $"anna@{Key}.example",
        "Alias" or "Target" or "PrimaryAddress" => $"info@{Key}.example",
        "Domain" => $"{Key}.example",
        "Id" or "BatchId" or "MailboxId" or "Message" or "OrderId" when type != "ExternalId" => Order,
        "ContractNumber" => Key,
        "TenantNumber" or "Number" => $"T-{Key}",
        "ExternalId" => Key,
        "ExternalSystem" or "System" => "crm-test",
        "Name" when type == "ClientName" => ApiHost.Client,
        "Name" when type == "DomainName" => $"{Key}.example",
        "Url" => "https://127.0.0.1/",
        "Hash" => Domain.An.Hash,
        "Scope" => "orders:read",
        _ => "x",
    };
}

/// <summary>A request for each operation that a WSDL has, made of its schema: everything that is optional is there, and of a choice the first.</summary>
internal sealed class SampleRequests
{
    private const int Depth = 8;
    private static readonly XNamespace Wsdl = "http://schemas.xmlsoap.org/wsdl/";
    private static readonly XNamespace Soap = "http://schemas.xmlsoap.org/wsdl/soap/";
    private static readonly XNamespace Xsd = "http://www.w3.org/2001/XMLSchema";
    private static readonly string[] Paths = ["/soap/orders", "/soap/configuration", "/soap/information", "/soap/catalog", "/soap/integration", "/soap/operations"];

    private readonly XmlSchemaElement _element;

    private SampleRequests(XmlSchemaElement element, string action) => (_element, Action) = (element, action);

    public string Action { get; }

    /// <summary>Every operation of every service, as the served WSDL has it.</summary>
    public static async Task<IReadOnlyList<(string Path, SampleRequests Operation)>> OperationsAsync(HttpClient client)
    {
        var all = new List<(string, SampleRequests)>();
        foreach (var path in Paths)
        {
            var wsdl = XDocument.Parse(await client.GetStringAsync($"{path}?singleWsdl"));
            var schemas = new XmlSchemaSet();
            foreach (var schema in wsdl.Descendants(Xsd + "schema"))
                schemas.Add(null, schema.CreateReader());
            schemas.Compile();
            var space = wsdl.Root!.Attribute("targetNamespace")!.Value;
            all.AddRange(wsdl.Descendants(Wsdl + "portType").Elements(Wsdl + "operation").Select(operation => operation.Attribute("name")!.Value)
                .Select(name => (path, new SampleRequests((XmlSchemaElement)schemas.GlobalElements[new XmlQualifiedName(name, space)]!, $"{space}/{name}"))));
        }

        return all;
    }

    /// <summary>The request about these things.</summary>
    public string Body(SampleValues values) => Element(_element, values, 0).ToString(SaveOptions.DisableFormatting);

    private static XElement Element(XmlSchemaElement element, SampleValues values, int depth)
    {
        var made = new XElement(XName.Get(element.QualifiedName.Name, element.QualifiedName.Namespace));
        if (element.ElementSchemaType is XmlSchemaComplexType complex)
            made.Add(Children(complex.ContentTypeParticle, values, depth + 1));
        else
            made.Value = Simple((XmlSchemaSimpleType)element.ElementSchemaType!, element.QualifiedName.Name, values);
        return made;
    }

    private static IEnumerable<XElement> Children(XmlSchemaParticle particle, SampleValues values, int depth) => particle switch
    {
        XmlSchemaChoice choice => choice.Items.OfType<XmlSchemaParticle>().Take(1).SelectMany(one => Children(one, values, depth)),
        XmlSchemaGroupBase group => group.Items.OfType<XmlSchemaParticle>().SelectMany(one => Children(one, values, depth)),
        XmlSchemaElement element when depth < Depth || element.MinOccurs > 0 => [Element(element, values, depth)],
        _ => [],
    };

    private static string Simple(XmlSchemaSimpleType type, string name, SampleValues values)
    {
        if (Facets(type).OfType<XmlSchemaEnumerationFacet>().FirstOrDefault() is { } first)
            return first.Value!;

        var smallest = Facets(type).OfType<XmlSchemaMinInclusiveFacet>().FirstOrDefault()?.Value;
        return type.Datatype!.TypeCode switch
        {
            XmlTypeCode.Boolean => "true",
            XmlTypeCode.Int or XmlTypeCode.Long or XmlTypeCode.UnsignedInt or XmlTypeCode.Integer or XmlTypeCode.Short => smallest ?? "1",
            XmlTypeCode.DateTime => "2026-01-01T00:00:00Z",
            XmlTypeCode.Date => "2026-01-01",
            XmlTypeCode.Time => "12:00:00",
            XmlTypeCode.Decimal or XmlTypeCode.Double => "1",
            _ when type.Name == "Uuid" => values.Order,
            _ => values.Of(name, type.Name ?? ""),
        };
    }

    private static IEnumerable<XmlSchemaObject> Facets(XmlSchemaSimpleType type) => type.Content is XmlSchemaSimpleTypeRestriction restriction ? restriction.Facets.Cast<XmlSchemaObject>() : [];
}
