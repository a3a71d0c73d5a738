using System.Collections.Concurrent;

namespace Oss.MailEngine.Policy.Checks;

/// <summary><c>connections N [by network/24/64]</c>: the client's address or network has more than so many connections open.</summary>
internal sealed class ConnectionsCheck(long limit, int bitsV4, int bitsV6) : IPolicyCheck
{
    public static readonly PolicyWord Row = new("connections", PolicyStage.Connect, Read);

    private readonly ConcurrentDictionary<string, int> _open = new();

    public ValueTask<PolicyHit?> ExamineAsync(PolicyFacts facts, CancellationToken cancellationToken)
    {
        if (facts is not { Connection: not null, Client: not null, Stage: PolicyStage.Connect })
            return ValueTask.FromResult<PolicyHit?>(null);

        var network = facts.Network(bitsV4, bitsV6);
        var open = _open.AddOrUpdate(network, 1, static (_, count) => count + 1);
        facts.Hold(new Place(_open, network));
        return ValueTask.FromResult(open > limit ? new PolicyHit("7.0", "Too many connections from your network") : null);
    }

    private static ConnectionsCheck Read(List<string> words)
    {
        var (v4, v6) = words switch
        {
            [_] => (32, 64),
            [_, "by", var network] => RateCheck.Masks(network),
            _ => throw new FormatException("'connections' takes a number, and perhaps 'by network/24/64'"),
        };
        return new ConnectionsCheck(PolicyText.Number(words[0]), v4, v6);
    }

    private sealed class Place(ConcurrentDictionary<string, int> open, string network) : IDisposable
    {
        public void Dispose()
        {
            open.AddOrUpdate(network, 0, static (_, count) => count - 1);
            open.TryRemove(new KeyValuePair<string, int>(network, 0));
        }
    }
}
