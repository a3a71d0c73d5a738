using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Oss.Api.Rest.Resources;
using Oss.Domain.Quotas;

namespace Oss.Api.Rest;

/// <summary>JSON as the REST interface speaks it: camelCase, enums by name, and nothing guessed. A member that is misspelt or
/// given twice would otherwise be an order that does something else than its sender meant.</summary>
internal static class RestJson
{
    public static JsonSerializerOptions Options { get; } = Configure(new JsonSerializerOptions { TypeInfoResolver = new DefaultJsonTypeInfoResolver() });

    /// <summary>A value as it goes over the wire.</summary>
    public static byte[] Octets<T>(T value) => JsonSerializer.SerializeToUtf8Bytes(value, Options);

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.PropertyNameCaseInsensitive = false;
        options.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
        options.AllowDuplicateProperties = false;
        options.RespectNullableAnnotations = true;
        options.RespectRequiredConstructorParameters = true;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
        options.MaxDepth = RestLimits.Depth;
        // Umlauts as such: what is read is never HTML (application/json, nosniff), and people read it.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new JsonStringEnumConverter(allowIntegerValues: false));
        options.Converters.Add(new QuotaConverter());
        return options;
    }

    // "Unlimited" is said, never a number.
    private sealed class QuotaConverter : JsonConverter<Quota>
    {
        public override Quota Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize<QuotaBody>(ref reader, options) is { IsChoice: true } quota ? quota.ToQuota() : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, Quota value, JsonSerializerOptions options) => JsonSerializer.Serialize(writer, QuotaBody.Of(value), options);
    }
}
