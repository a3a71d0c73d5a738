using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace Oss.Api.Authentication;

/// <summary>How many requests a client may send in a minute to this node, by REST and SOAP together, and what each reply says of that (draft-ietf-httpapi-ratelimit-headers).
/// It keeps a program that went wild from the others; guessing has a throttle of its own. Each node counts for itself: what is protected is the node, and a count
/// shared by all would be a write to the database for each request, the very load it is to keep away.</summary>
internal sealed class RequestRates(IOptions<ApiOptions> options, TimeProvider time)
{
    private const string Policy = "client";
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(1);

    // One entry for each client that exists: whoever gets here is known.
    private readonly ConcurrentDictionary<string, Window> _windows = new(StringComparer.Ordinal);

    /// <summary>Counts a request.</summary>
    /// <returns>Seconds to wait, when it is one too many; else <see langword="null"/>.</returns>
    public int? Count(HttpResponse response, string client)
    {
        if (options.Value.RequestsPerMinute is not (> 0 and var allowed))
            return null;

        var now = time.GetUtcNow();
        var window = _windows.AddOrUpdate(client, _ => new Window(now + Length, 1), (_, known) => known.Until > now ? known with { Count = known.Count + 1 } : new Window(now + Length, 1));
        var (left, seconds) = (Math.Max(0, allowed - window.Count), (int)Math.Ceiling((window.Until - now).TotalSeconds));
        response.Headers["RateLimit-Policy"] = string.Create(CultureInfo.InvariantCulture, $"\"{Policy}\";q={allowed};w={Length.TotalSeconds}");
        response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{Policy}\";r={left};t={seconds}");
        return window.Count > allowed ? seconds : null;
    }

    private sealed record Window(DateTimeOffset Until, int Count);
}
