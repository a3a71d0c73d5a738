using System.Reflection;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

namespace Oss.Api.Soap;

/// <summary>A service's WSDL and schemas as written by hand, kept in the assembly, and served with the address the client called.</summary>
internal sealed class SoapContract
{
    private static readonly XNamespace Wsdl = "http://schemas.xmlsoap.org/wsdl/";
    private static readonly XNamespace Xsd = "http://www.w3.org/2001/XMLSchema";
    private static readonly XNamespace[] Soap = ["http://schemas.xmlsoap.org/wsdl/soap/", "http://schemas.xmlsoap.org/wsdl/soap12/"];

    private readonly XDocument _wsdl;
    private readonly Dictionary<string, XDocument> _schemas;

    /// <summary>Loads <paramref name="wsdl"/> and <paramref name="schemas"/>, the latter so that each comes after those it imports.</summary>
    public SoapContract(string wsdl, params string[] schemas)
    {
        _wsdl = Load(wsdl);
        _schemas = schemas.ToDictionary(name => name.Split('.')[^2], Load, StringComparer.Ordinal);
        Schemas = new XmlSchemaSet { XmlResolver = null };
        foreach (var schema in _schemas.Values)
            Schemas.Add(null, schema.CreateReader());
        Schemas.Compile();
    }

    public XmlSchemaSet Schemas { get; }

    /// <summary>The WSDL with its schemas by reference.</summary>
    public XDocument ReferringWsdl(string root, string path)
    {
        var wsdl = Addressed(root);
        foreach (var import in wsdl.Descendants(Xsd + "import"))
            PointTo(import, root + path);
        return wsdl;
    }

    /// <summary>The WSDL with its schemas inside, each once.</summary>
    public XDocument SingleWsdl(string root)
    {
        var wsdl = Addressed(root);
        var inlined = _schemas.Values.Select(schema => new XElement(schema.Root!)).ToArray();
        foreach (var import in inlined.SelectMany(schema => schema.Elements(Xsd + "import")))
            import.SetAttributeValue("schemaLocation", null);
        wsdl.Root!.Element(Wsdl + "types")!.ReplaceNodes(inlined);
        return wsdl;
    }

    /// <summary>One schema, or <see langword="null"/> when there is none of that name.</summary>
    public XDocument? Schema(string name, string address)
    {
        if (!_schemas.TryGetValue(name, out var schema))
            return null;

        var copy = new XDocument(schema);
        foreach (var import in copy.Descendants(Xsd + "import"))
            PointTo(import, address);
        return copy;
    }

    private static void PointTo(XElement import, string address) => import.SetAttributeValue(
        "schemaLocation", $"{address}?xsd={Path.GetFileNameWithoutExtension(import.Attribute("schemaLocation")!.Value)}");

    private XDocument Addressed(string root)
    {
        var wsdl = new XDocument(_wsdl);
        foreach (var address in Soap.SelectMany(soap => wsdl.Descendants(soap + "address")))
            address.SetAttributeValue("location", $"{root}/soap/{address.Attribute("location")!.Value}");
        return wsdl;
    }

    private static XDocument Load(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks the resource {name}.");
        using var reader = XmlReader.Create(stream, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }
}
