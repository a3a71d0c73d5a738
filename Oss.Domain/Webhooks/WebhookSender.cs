using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization;
using Oss.Domain.Events;

namespace Oss.Domain.Webhooks;

/// <summary>What became of one attempt.</summary>
/// <param name="Status">HTTP status; <see langword="null"/> when there was no answer.</param>
/// <param name="Error">What went wrong, in a sentence; <see langword="null"/> when the receiver has taken the message.</param>
internal sealed record WebhookAttempt(int? Status, string? Error);

/// <summary>Sends one message: no redirects, no proxy, no cookies, and only to an address that may be called. The answer's body is not read.</summary>
public sealed class WebhookSender : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
    };

    private readonly WebhookTargets _targets;
    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    /// <summary>Creates the sender.</summary>
    public WebhookSender(WebhookTargets targets, TimeProvider time)
    {
        (_targets, _time) = (targets, time);
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false, UseProxy = false, UseCookies = false, ConnectCallback = targets.ConnectAsync, ConnectTimeout = WebhookLimits.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(1), MaxResponseHeadersLength = 16,
        })
        {
            Timeout = WebhookLimits.Timeout,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    internal Task<WebhookAttempt> SendAsync(string url, IEnumerable<string> secrets, Guid id, OrderEvent @event, WebhookFormat format, CancellationToken cancellationToken) => format == WebhookFormat.Tmf641
        ? SendAsync($"{url.TrimEnd('/')}/listener/{Tmf641Notification.ListenerOf(@event)}", secrets, id, Tmf641Notification.Body(@event, id), cancellationToken)
        : SendAsync(url, secrets, id, Body(@event), cancellationToken);

    /// <summary>Sends a message that says nothing but that it got there.</summary>
    internal Task<WebhookAttempt> SendTestAsync(string url, IEnumerable<string> secrets, CancellationToken cancellationToken) => SendAsync(
        url, secrets, Guid.CreateVersion7(), JsonSerializer.SerializeToUtf8Bytes(new { type = "webhook.test", timestamp = _time.GetUtcNow().UtcDateTime, data = new { } }, Json), cancellationToken);

    private async Task<WebhookAttempt> SendAsync(string url, IEnumerable<string> secrets, Guid id, byte[] body, CancellationToken cancellationToken)
    {
        if (_targets.Objection(url) is { } objection)
            return new WebhookAttempt(null, objection);

        var (messageId, timestamp) = ($"msg_{id:N}", _time.GetUtcNow().ToUnixTimeSeconds());
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.UserAgent.ParseAdd("oss-webhooks/1");
        request.Headers.Add("webhook-id", messageId);
        request.Headers.Add("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        request.Headers.Add("webhook-signature", WebhookSignature.Sign(secrets, messageId, timestamp, body));
        try
        {
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return new WebhookAttempt((int)response.StatusCode, response.IsSuccessStatusCode ? null : $"The receiver answered {(int)response.StatusCode}.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new WebhookAttempt(null, e is HttpRequestException ? e.Message : "The receiver did not answer in time.");
        }
    }

    private static byte[] Body(OrderEvent e) => JsonSerializer.SerializeToUtf8Bytes(
        new Message(
            e.From is null ? "order.created" : "order.state-changed", e.At,
            new OrderEventView(e.Sequence!.Value, e.At, e.OrderId, e.ExternalSystem, e.ExternalId, e.BatchId, e.From, e.To, e.ErrorCode)),
        Json);

    private sealed record Message(string Type, DateTime Timestamp, OrderEventView Data);
}
