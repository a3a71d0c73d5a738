using System.Text.Json;
using System.Text.Json.Serialization;
using Oss.Domain.Events;

namespace Oss.Domain.Webhooks;

/// <summary>An event as TMF641 v4 sends it to a listener: <c>POST {callback}/listener/serviceOrderStateChangeEvent</c>.</summary>
internal static class Tmf641Notification
{
    /// <summary>The last part of the address that is called.</summary>
    public static string ListenerOf(OrderEvent e) => JsonNamingPolicy.CamelCase.ConvertName(TypeOf(e));

    /// <summary>The notification.</summary>
    public static byte[] Body(OrderEvent e, Guid id) => JsonSerializer.SerializeToUtf8Bytes(
        new Notification(id.ToString(), e.At, TypeOf(e), new EventBody(new ServiceOrder(
            e.OrderId.ToString(), $"/tmf-api/serviceOrdering/v4/serviceOrder/{e.OrderId}", e.ExternalId, JsonNamingPolicy.CamelCase.ConvertName(e.To.ToString())))),
        JsonSerializerOptions.Web);

    private static string TypeOf(OrderEvent e) => e.From is null ? "ServiceOrderCreateEvent" : "ServiceOrderStateChangeEvent";

    private sealed record Notification(string EventId, DateTime EventTime, string EventType, EventBody Event)
    {
        [JsonPropertyName("@type")]
        public string Type => EventType;
    }

    private sealed record EventBody(ServiceOrder ServiceOrder);

    private sealed record ServiceOrder(string Id, string Href, string ExternalId, string State)
    {
        [JsonPropertyName("@type")]
        public string Type => nameof(ServiceOrder);
    }
}
