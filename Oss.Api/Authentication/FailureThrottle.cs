namespace Oss.Api.Authentication;

/// <summary>Makes guessing slow: counts failed sign-ins per client and address, and per address alone, in fixed windows.
/// A success does not clear the address's count, else an attacker with one good account could guess on for ever.</summary>
internal sealed class FailureThrottle(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Failures, DateTimeOffset Until)> _windows = new(StringComparer.Ordinal);

    /// <summary>How long the caller has to wait, or <see langword="null"/> when it may try.</summary>
    public TimeSpan? Wait(string client, string address)
    {
        lock (_lock)
        {
            var wait = Longest(Remaining(ClientKey(client, address), ApiClientLimits.FailuresPerClient),
                Remaining(address, ApiClientLimits.FailuresPerAddress));
            return wait > TimeSpan.Zero ? wait : null;
        }
    }

    public void Failed(string client, string address)
    {
        lock (_lock)
        {
            Count(ClientKey(client, address));
            Count(address);
        }
    }

    // The separator is no character of an address, so no name can pose as an address.
    private static string ClientKey(string client, string address) => $"{address} {client}";

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private TimeSpan Remaining(string key, int allowed) =>
        _windows.TryGetValue(key, out var window) && window.Failures >= allowed
            ? Longest(window.Until - time.GetUtcNow(), TimeSpan.Zero)
            : TimeSpan.Zero;

    private void Count(string key)
    {
        var now = time.GetUtcNow();
        if (_windows.TryGetValue(key, out var window) && window.Until > now)
        {
            _windows[key] = window with { Failures = window.Failures + 1 };
            return;
        }

        if (_windows.Count >= ApiClientLimits.RememberedKeys)
            MakeRoom(now);
        _windows[key] = (1, now + ApiClientLimits.Window);
    }

    private void MakeRoom(DateTimeOffset now)
    {
        foreach (var key in _windows.Where(entry => entry.Value.Until <= now).Select(entry => entry.Key).ToArray())
            _windows.Remove(key);
        if (_windows.Count >= ApiClientLimits.RememberedKeys)
            _windows.Remove(_windows.MinBy(entry => entry.Value.Failures).Key);
    }
}
