using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Oss.Api.Errors;
using Oss.Domain;

namespace Oss.Api.Rest;

/// <summary>Narrows a reply to the fields that <c>fields</c> names: <c>id,state,items.key</c>. In a list they are those of its rows. A name that does not
/// exist is refused, for its absence would look like a value that is absent.</summary>
internal sealed class FieldSelection
{
    private const string Name = "fields";

    private readonly Dictionary<string, FieldSelection?> _wanted = new(StringComparer.Ordinal);
    private readonly bool _ofRows;

    private FieldSelection(bool ofRows) => _ofRows = ofRows;

    /// <summary>What the request asks for; <see langword="null"/> for everything.</summary>
    /// <exception cref="DomainException">It names what does not exist.</exception>
    public static FieldSelection? Of(HttpRequest request, Type type)
    {
        var names = request.Query[Name].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (names.Length == 0)
            return null;

        var isList = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(Listing<>);
        var (selection, info) = (new FieldSelection(isList), Info(isList ? type.GetGenericArguments()[0] : type));
        if (names.Length > RestLimits.Fields || names.Any(name => name.Length > RestLimits.FieldLength))
            throw Refused(ErrorCodes.Length, $"At most {RestLimits.Fields} fields of {RestLimits.FieldLength} characters.");
        foreach (var name in names)
            selection.Add(name.Split('.'), info, name);
        return selection;
    }

    /// <summary>The part of <paramref name="node"/> that was asked for.</summary>
    public JsonNode From(JsonNode node)
    {
        if (!_ofRows)
            return Narrow(node);

        var list = node.AsObject();
        list["items"] = new JsonArray([.. list["items"]!.AsArray().Select(row => Narrow(row!))]);
        return list;
    }

    private JsonNode Narrow(JsonNode node) => node switch
    {
        JsonArray rows => new JsonArray([.. rows.Select(row => row is null ? null : Narrow(row))]),
        JsonObject whole => new JsonObject(_wanted.Where(one => whole[one.Key] is not null)
            .Select(one => KeyValuePair.Create(one.Key, (JsonNode?)(one.Value is null ? whole[one.Key]!.DeepClone() : one.Value.Narrow(whole[one.Key]!))))),
        _ => node.DeepClone(),
    };

    private void Add(ReadOnlySpan<string> path, JsonTypeInfo? info, string shown)
    {
        var name = path[0];
        var property = info?.Properties.FirstOrDefault(p => p.Name == name) ?? throw Refused(CodesOfForm.Schema, $"There is no field '{shown}' here.");
        if (path.Length == 1)
        {
            _wanted[name] = null;
            return;
        }

        // The whole was asked for already.
        if (_wanted.TryGetValue(name, out var inner) && inner is null)
            return;

        (_wanted[name] = inner ?? new FieldSelection(ofRows: false)).Add(path[1..], Info(Element(property.PropertyType)), shown);
    }

    private static Type Element(Type type) => type != typeof(string) && type.GetInterfaces().Append(type)
        .FirstOrDefault(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IEnumerable<>)) is { } list ? list.GetGenericArguments()[0] : type;

    private static JsonTypeInfo? Info(Type type) => RestJson.Options.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type) is { Kind: JsonTypeInfoKind.Object } info ? info : null;

    private static DomainException Refused(string code, string text) => new(new DomainError.Validation([new Finding(Name, code, text)]));
}
