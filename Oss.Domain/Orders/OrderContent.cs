using System.Text.Json;
using System.Text.Json.Serialization;
using Oss.Domain.Passwords;
using Oss.Domain.Quotas;

namespace Oss.Domain.Orders;

/// <summary>An order's items as they are stored until it has come to its end: to be planned when its time comes, planned again after a failure. A password
/// in clear text is hashed before it gets here.</summary>
internal static class OrderContent
{
    private static readonly JsonSerializerOptions Json = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(), new QuotaConverter() },
    };

    /// <summary>The items with every clear-text password hashed.</summary>
    public static IReadOnlyList<OrderItemRequest> Hashed(IReadOnlyList<OrderItemRequest> items) => [.. items.Select(item =>
        item is MailboxItemRequest { Password: { IsHash: false } password } mailbox
            ? mailbox with { Password = new PasswordChange(PasswordHash.Create(password.Value), IsHash: true) { ScramKeys = ScramKeys.Create(password.Value).ToStored() } }
            : item)];

    /// <summary>The items for a check that stores nothing: no password is worth the hashing.</summary>
    public static IReadOnlyList<OrderItemRequest> Unhashed(IReadOnlyList<OrderItemRequest> items) => [.. items.Select(item =>
        item is MailboxItemRequest { Password: not null } mailbox ? mailbox with { Password = new PasswordChange("", IsHash: true) } : item)];

    public static string Write(IReadOnlyList<OrderItemRequest> items) => JsonSerializer.Serialize(items, Json);

    public static IReadOnlyList<OrderItemRequest> Read(Order order) => JsonSerializer.Deserialize<IReadOnlyList<OrderItemRequest>>(
        order.Content ?? throw new InvalidOperationException($"The content of order {order.Id} is gone."), Json)!;

    // A number of bytes, or -1 for none: the value object has no public constructor to fill.
    private sealed class QuotaConverter : JsonConverter<Quota>
    {
        public override Quota Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.GetInt64() is >= 0 and var bytes ? Quota.OfBytes(bytes) : Quota.Unlimited;

        public override void Write(Utf8JsonWriter writer, Quota value, JsonSerializerOptions options) => writer.WriteNumberValue(value.Bytes ?? -1);
    }
}
