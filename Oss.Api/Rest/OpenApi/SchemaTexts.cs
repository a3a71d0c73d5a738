using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using System.Xml.Linq;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Oss.Api.Rest.OpenApi;

/// <summary>Gives schemas and their members the words that stand at the types in the code: the documentation files beside the assemblies are read once.</summary>
internal static class SchemaTexts
{
    private static readonly Lazy<Dictionary<string, XElement>> Members = new(() => new[] { typeof(SchemaTexts).Assembly, typeof(Domain.DomainError).Assembly }
        .Select(assembly => Path.ChangeExtension(assembly.Location, ".xml")).Where(File.Exists)
        .SelectMany(file => XDocument.Load(file).Descendants("member")).DistinctBy(member => member.Attribute("name")!.Value).ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal));

    /// <summary>Describes all schemas that the types lead to.</summary>
    public static void Describe(OpenApiDocument document, IEnumerable<Type> types)
    {
        var (seen, waiting) = (new HashSet<Type>(), new Queue<Type>(types));
        while (waiting.TryDequeue(out var type))
        {
            if (!seen.Add(type))
                continue;

            var info = RestJson.Options.GetTypeInfo(type);
            foreach (var next in info.Properties.Select(member => member.PropertyType).Append(info.ElementType).OfType<Type>())
                waiting.Enqueue(Nullable.GetUnderlyingType(next) ?? next);
            if (OpenApiOptions.CreateDefaultSchemaReferenceId(info) is { } id && document.Components?.Schemas is { } schemas && schemas.TryGetValue(id, out var known) && known is OpenApiSchema schema)
                Describe(schema, info);
        }
    }

    private static void Describe(OpenApiSchema schema, JsonTypeInfo info)
    {
        schema.Description ??= Text(Member($"T:{Name(info.Type)}")?.Element("summary"));
        foreach (var member in info.Properties)
        {
            if (schema.Properties is null || !schema.Properties.TryGetValue(member.Name, out var property) || member.AttributeProvider is not PropertyInfo clr)
                continue;

            var text = Text(Member($"P:{Name(clr.DeclaringType!)}.{clr.Name}")?.Element("summary"))
                ?? Text(Member($"T:{Name(clr.DeclaringType!)}")?.Elements("param").FirstOrDefault(param => param.Attribute("name")!.Value == clr.Name));
            if (member.IsGetNullable || Nullable.GetUnderlyingType(member.PropertyType) is not null)
                property = schema.Properties[member.Name] = LeftOut(schema, member.Name, property);
            property.Description ??= text;
        }
    }

    // A member without a value is left out and never null, in replies as in requests.
    private static IOpenApiSchema LeftOut(OpenApiSchema schema, string name, IOpenApiSchema property)
    {
        schema.Required?.Remove(name);
        if (property is not OpenApiSchema inline)
            return property;

        inline.Type &= ~JsonSchemaType.Null;
        return inline.OneOf is [OpenApiSchema { Type: JsonSchemaType.Null }, var only] ? only : inline;
    }

    private static XElement? Member(string name) => Members.Value.GetValueOrDefault(name);

    private static string Name(Type type) => (type.IsGenericType ? type.GetGenericTypeDefinition() : type).FullName!.Replace('+', '.');

    // References become the last part of what they name, and lines one line.
    private static string? Text(XElement? element)
    {
        if (element is null)
            return null;

        var words = string.Concat(element.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "see" or "paramref" or "typeparamref" } reference =>
                (reference.Attribute("cref") ?? reference.Attribute("langword") ?? reference.Attribute("name"))!.Value.Split('.', ':')[^1],
            XElement inner => inner.Value,
            XText text => text.Value,
            _ => "",
        }));
        return string.Join(' ', words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).Replace(" null ", " nothing ", StringComparison.Ordinal);
    }
}
