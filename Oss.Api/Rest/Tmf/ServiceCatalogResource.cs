using System.Text.Json;
using System.Text.Json.Serialization;
using Oss.Api.Rest.Resources;
using Oss.Domain;
using Oss.Domain.Access;
using Oss.Domain.Packages;

namespace Oss.Api.Rest.Tmf;

/// <summary>TMF633 service catalogue, to be read: the kinds of service as specifications with the characteristics that an order may carry, the products as candidates.</summary>
internal static class ServiceCatalogResource
{
    private static readonly Dictionary<string, Type> Bodies = new(StringComparer.Ordinal)
    {
        ["subscription"] = typeof(SubscriptionBody), ["domain"] = typeof(DomainBody), ["mailbox"] = typeof(MailboxBody), ["alias"] = typeof(AliasBody),
    };

    public static void MapServiceCatalog(this RouteGroupBuilder api)
    {
        api.Get(TmfServices.Catalog + "/serviceSpecification", "TmfListServiceSpecifications", ApiScopes.ReadCatalog, "Lists the kinds of service.", (int? offset, int? limit) => Page(ServiceKinds.All.Select(Specification), offset, limit));
        api.Get(TmfServices.Catalog + "/serviceSpecification/{id}", "TmfGetServiceSpecification", ApiScopes.ReadCatalog, "Shows a kind of service.", (string id) => TmfReply.Of(
            Bodies.ContainsKey(id) ? Specification(id) : throw new DomainException(new DomainError.NotFound("service specification", id))));
        api.Get(TmfServices.Catalog + "/serviceCandidate", "TmfListServiceCandidates", ApiScopes.ReadCatalog, "Lists products.",
            async (RestCall call, ListProducts products, int? offset, int? limit) => Page((await products.ExecuteAsync(call.Aborted)).Select(Candidate), offset, limit));
        api.Get(TmfServices.Catalog + "/serviceCandidate/{id}", "TmfGetServiceCandidate", ApiScopes.ReadCatalog, "Shows a product.",
            async (RestCall call, ListProducts products, string id) => TmfReply.Of(Candidate(await products.ByCodeAsync(id, call.Aborted))));
    }

    private static TmfReply Page(IEnumerable<CatalogEntryBody> all, int? offset, int? limit)
    {
        var ((skip, rows), entries) = (TmfReply.Page(offset, limit), all.ToList());
        return TmfReply.List(entries.Skip(skip).Take(rows), entries.Count);
    }

    private static CatalogEntryBody Specification(string kind) => new(kind, $"{TmfServices.Catalog}/serviceSpecification/{kind}", kind, "ServiceSpecification")
    {
        SpecCharacteristic = [.. RestJson.Options.GetTypeInfo(Bodies[kind]).Properties.Select(member => new SpecCharacteristicBody(member.Name, ValueType(member.PropertyType), member.Name == ServiceKinds.KeyOf(kind) ? 1 : 0, 1, member.Name == ServiceKinds.KeyOf(kind)))],
    };

    private static CatalogEntryBody Candidate(ProductView product) => new(product.Code, $"{TmfServices.Catalog}/serviceCandidate/{product.Code}", product.Name, "ServiceCandidate")
    {
        ServiceSpecification = SpecificationRef.Of("subscription"),
        Characteristic = JsonSerializer.SerializeToNode(ProductShown.Of(product), RestJson.Options)!.AsObject().Where(member => member.Key is not ("code" or "name"))
            .Select(member => new CharacteristicBody(member.Key, member.Value?.DeepClone(), "object")).ToList(),
    };

    private static string ValueType(Type type) => (Nullable.GetUnderlyingType(type) ?? type) switch
    {
        var plain when plain == typeof(bool) => "boolean",
        var plain when plain == typeof(int) || plain == typeof(long) => "number",
        var plain when plain == typeof(string) || plain == typeof(Guid) || plain.IsEnum => "string",
        _ => "object",
    };
}

/// <summary>TMF633 <c>ServiceSpecification</c> and <c>ServiceCandidate</c>.</summary>
internal sealed record CatalogEntryBody(string Id, string Href, string Name, [property: JsonPropertyName("@type")] string Type)
{
    public string LifecycleStatus { get; init; } = "active";

    public string Version { get; init; } = "1.0";

    public IReadOnlyList<SpecCharacteristicBody>? SpecCharacteristic { get; init; }

    public SpecificationRef? ServiceSpecification { get; init; }

    public IReadOnlyList<CharacteristicBody>? Characteristic { get; init; }
}

/// <summary>TMF633 <c>CharacteristicSpecification</c>.</summary>
internal sealed record SpecCharacteristicBody(string Name, string ValueType, int MinCardinality, int MaxCardinality, bool IsUnique)
{
    public bool Configurable { get; init; } = true;
}
