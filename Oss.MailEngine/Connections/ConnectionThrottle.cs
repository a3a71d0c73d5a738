using System.Collections.Concurrent;
using System.Net;

namespace Oss.MailEngine.Connections;

/// <summary>Counts connections, so that one address cannot take them all and all together cannot take the node.</summary>
internal sealed class ConnectionThrottle(int maxConnections, int maxPerAddress)
{
    private readonly ConcurrentDictionary<IPAddress, int> _perAddress = new();
    private int _all;

    public int Count => Volatile.Read(ref _all);

    /// <summary>A place for a connection, given back by disposing; <see langword="null"/> when there is none.</summary>
    public IDisposable? TryEnter(IPAddress? address)
    {
        if (Interlocked.Increment(ref _all) > maxConnections)
        {
            Interlocked.Decrement(ref _all);
            return null;
        }

        if (address is not null && _perAddress.AddOrUpdate(address, 1, static (_, count) => count + 1) > maxPerAddress)
        {
            Leave(address);
            return null;
        }

        return new Place(this, address);
    }

    private void Leave(IPAddress? address)
    {
        Interlocked.Decrement(ref _all);
        if (address is null)
            return;

        _perAddress.AddOrUpdate(address, 0, static (_, count) => count - 1);
        // Removes the entry only while it is still nought, so that no count is lost between the two steps.
        _perAddress.TryRemove(new KeyValuePair<IPAddress, int>(address, 0));
    }

    private sealed class Place(ConnectionThrottle throttle, IPAddress? address) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
                throttle.Leave(address);
        }
    }
}
