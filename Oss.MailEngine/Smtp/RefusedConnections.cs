using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Oss.MailEngine.Policy;
using Oss.MailEngine.Trace;

namespace Oss.MailEngine.Smtp;

/// <summary>
/// Tells the trace of clients that were turned away before a message began: too many connections, a list that has them, speaking too early. Whoever asks why a server cannot reach us finds
/// the answer by its address. A client that comes again and again must not fill the trace: of one network and one reason there is a record a minute, which says how many there were before it.
/// </summary>
internal sealed class RefusedConnections(IMailTrace? trace, TimeProvider time)
{
    /// <summary>Networks remembered at one time; of those beyond nothing is told until others are forgotten.</summary>
    internal const int Tracked = 10_000;

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(string Network, string Reason), Refusals> _known = new();

    /// <summary>Notes one.</summary>
    /// <param name="client">Its address.</param>
    /// <param name="clientName">The name it gave itself; empty before its greeting.</param>
    /// <param name="protocol">In the words of RFC 3848.</param>
    /// <param name="sender">The envelope's sender; empty before MAIL.</param>
    /// <param name="reply">What it was told.</param>
    /// <param name="rule">The rule that decided; <see langword="null"/> for the node's own bounds.</param>
    public void Tell(IPAddress? client, string clientName, string protocol, string sender, string reply, string? rule)
    {
        if (trace is null)
            return;

        var now = time.GetUtcNow();
        var key = (client is null ? "" : PolicyFacts.NetworkOf(client, 32, PolicyLimits.NetworkV6), rule ?? reply);
        if (_known.Count >= Tracked && !_known.ContainsKey(key))
            Forget(now);
        if ((_known.Count >= Tracked && !_known.ContainsKey(key)) || _known.GetOrAdd(key, static _ => new Refusals()).Count(now) is not { } before)
            return;

        var happened = new TraceEvent(RecipientTrace.KindOf(reply), now)
        {
            Reply = RecipientTrace.Cut(reply), Rule = RecipientTrace.Cut(rule), Detail = before == 0 ? null : string.Create(CultureInfo.InvariantCulture, $"and {before} more before it"),
        };
        trace.Tell(new MessageTrace(Guid.CreateVersion7(now), Guid.CreateVersion7(now), sender, "", [happened]) { Client = client, ClientName = clientName, Protocol = protocol });
    }

    private void Forget(DateTimeOffset now)
    {
        foreach (var (key, refusals) in _known)
        {
            if (refusals.IsOver(now))
                _known.TryRemove(key, out _);
        }
    }

    private sealed class Refusals
    {
        private readonly Lock _lock = new();
        private DateTimeOffset _told = DateTimeOffset.MinValue;
        private int _since;

        public bool IsOver(DateTimeOffset now)
        {
            lock (_lock)
                return now - _told >= Pause;
        }

        /// <summary>How many were not told of before this one; <see langword="null"/> when this one is not told of either.</summary>
        public int? Count(DateTimeOffset now)
        {
            lock (_lock)
            {
                if (now - _told < Pause)
                {
                    _since++;
                    return null;
                }

                (var before, _since, _told) = (_since, 0, now);
                return before;
            }
        }
    }
}
