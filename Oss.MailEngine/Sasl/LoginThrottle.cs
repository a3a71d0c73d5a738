using System.Collections.Concurrent;
using System.Net;

namespace Oss.MailEngine.Sasl;

/// <summary>Makes guessing slow: after failures from a network or for an account, the next answer waits. Shared by all protocols, so that changing the
/// protocol does not help.</summary>
internal sealed class LoginThrottle(TimeProvider time)
{
    private const int FreeFailures = 3;
    private const int MaxTracked = 50_000;
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Forget = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, (int Failures, DateTimeOffset Last)> _failures = new();

    public TimeSpan DelayFor(IPAddress? address, string user)
    {
        var failures = Math.Max(Count(Network(address)), Count(user.ToLowerInvariant())) - FreeFailures;
        return failures < 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(LongestDelay.TotalSeconds, Math.Pow(2, failures)));
    }

    public void Failed(IPAddress? address, string user)
    {
        if (_failures.Count > MaxTracked)
            _failures.Clear();
        foreach (var key in (string[])[Network(address), user.ToLowerInvariant()])
            _failures.AddOrUpdate(key, (1, time.GetUtcNow()), (_, old) => (old.Failures + 1, time.GetUtcNow()));
    }

    public void Succeeded(string user) => _failures.TryRemove(user.ToLowerInvariant(), out _);

    private int Count(string key) => _failures.TryGetValue(key, out var entry) && time.GetUtcNow() - entry.Last < Forget ? entry.Failures : 0;

    // A single IPv6 customer has a whole /64.
    private static string Network(IPAddress? address)
    {
        if (address is null || address.AddressFamily != System.Net.Sockets.AddressFamily.InterNetworkV6)
            return address?.ToString() ?? "";
        return Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8));
    }
}
