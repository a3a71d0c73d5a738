using System.Net;
using System.Text;
using System.Text.Json;

namespace Oss.MailEngine.ContentFilters;

/// <summary>
/// rspamd: the message is the body of <c>POST /checkv2</c>, its envelope stands in header fields, the answer is JSON (rspamd's "Protocol" page). What rspamd calls spam begins at the
/// threshold of "add header"; its <c>required_score</c> is that of "reject", far beyond.
/// </summary>
internal sealed class RspamdFilter : IContentFilter, IDisposable
{
    private const int MaxTests = 30;
    private static readonly string[] SpamActions = ["add header", "rewrite subject", "reject"];

    private readonly HttpClient _http;

    public RspamdFilter(string address) => _http = new HttpClient(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellationToken) => await FilterSocket.OpenAsync(address, cancellationToken), UseProxy = false, AllowAutoRedirect = false,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(20), RequestHeaderEncodingSelector = (_, _) => Encoding.UTF8,
    })
    {
        // Who listens there is decided by the address, not by this name.
        BaseAddress = new Uri("http://rspamd/"), Timeout = Timeout.InfiniteTimeSpan, MaxResponseContentBufferSize = FilterSocket.MaxAnswer * 4,
    };

    public bool LooksForSpam => true;

    public async Task<FilterVerdict> ScanAsync(ScannedMessage message, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "checkv2") { Content = new MessageContent(message, cancellationToken) };
        Add("From", message.Sender);
        Add("IP", message.ClientAddress?.ToString());
        Add("Helo", message.ClientName);
        Add("Queue-Id", message.Id);
        foreach (var recipient in message.Recipients)
            Add("Rcpt", recipient);
        using var response = await _http.SendAsync(request, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
            return new FilterVerdict.Down($"rspamd answers {(int)response.StatusCode}");
        return Read(await response.Content.ReadAsByteArrayAsync(cancellationToken));

        // An address never has what ends a field; a name in a greeting is as its client wrote it.
        void Add(string name, string? value)
        {
            if (value is { Length: > 0 } && !value.Any(char.IsControl))
                request.Headers.TryAddWithoutValidation(name, value);
        }
    }

    public async Task PingAsync(CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(new Uri("ping", UriKind.Relative), cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new IOException($"rspamd answers {(int)response.StatusCode} to /ping.");
    }

    public void Dispose() => _http.Dispose();

    private static FilterVerdict Read(byte[] answer)
    {
        try
        {
            using var json = JsonDocument.Parse(answer);
            var root = json.RootElement;
            var isSpam = SpamActions.Contains(root.GetProperty("action").GetString());
            // A verdict that is reached before any rule runs, by a pattern or a setting, is called skipped too.
            if (!isSpam && root.TryGetProperty("is_skipped", out var skipped) && skipped.ValueKind == JsonValueKind.True)
                return new FilterVerdict.NotAsked("rspamd passed over it");

            var required = root.TryGetProperty("thresholds", out var thresholds) && thresholds.ValueKind == JsonValueKind.Object
                && thresholds.TryGetProperty("add header", out var header) && header.ValueKind == JsonValueKind.Number ? header.GetDouble() : root.GetProperty("required_score").GetDouble();
            var tests = root.TryGetProperty("symbols", out var symbols) && symbols.ValueKind == JsonValueKind.Object ? symbols.EnumerateObject().Select(symbol => symbol.Name).Take(MaxTests) : [];
            var points = root.GetProperty("score").GetDouble();
            if (isSpam && points > 0)
                required = Math.Min(required, points);
            return required <= 0 ? new FilterVerdict.Down("rspamd asks for no points") : new FilterVerdict.Score(points, required, isSpam, string.Join(',', tests));
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return new FilterVerdict.Down("rspamd's answer is not what its protocol says");
        }
    }

    private sealed class MessageContent(ScannedMessage message, CancellationToken cancellationToken) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => message.CopyToAsync(stream, cancellationToken);

        protected override bool TryComputeLength(out long length)
        {
            length = message.Length;
            return true;
        }
    }
}
