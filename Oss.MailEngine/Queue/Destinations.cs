using System.Collections.Concurrent;
using Oss.MailEngine.TransportSecurity;

namespace Oss.MailEngine.Queue;

/// <summary>The destinations that something is known of; those without news are forgotten.</summary>
internal sealed class Destinations(MailRouter router, TlsGate tls, MailEngineOptions options, TimeProvider time)
{
    private readonly ConcurrentDictionary<NextHop, Destination> _all = new();

    public MailRouter Router => router;

    public Destination To(NextHop hop) => _all.GetOrAdd(hop, static (hop, state) => new Destination(hop, state.router, state.tls, state.options, state.time), (router, tls, options, time));

    /// <summary>Forgets what is not needed; one that is used at this moment is merely known twice for a while.</summary>
    public void Forget()
    {
        foreach (var (hop, destination) in _all)
        {
            if (destination.IsUnused)
                _all.TryRemove(hop, out _);
        }
    }

    /// <summary>Closes idle connections.</summary>
    public Task CloseAsync() => Task.WhenAll(_all.Values.Select(destination => destination.CloseAsync()));
}
