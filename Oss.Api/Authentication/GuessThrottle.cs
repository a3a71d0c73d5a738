using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace Oss.Api.Authentication;

/// <summary>
/// Makes guessing slow without locking out who does not guess. What counts is different wrong secrets, per client and network and per network
/// alone: a program with a stale secret sends the same one for ever, is refused each time, and uses up nothing, so that its neighbours behind
/// one NAT address go on. A secret that was right before is no guess and passes whatever the others did. A success clears no count, else an
/// attacker with one good account could guess on for ever.
/// </summary>
internal sealed class GuessThrottle(TimeProvider time)
{
    private static readonly DateTimeOffset UnderWay = DateTimeOffset.MinValue;

    private readonly Lock _lock = new();
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<string, Window> _windows = new(StringComparer.Ordinal);
    private readonly Dictionary<ulong, DateTimeOffset> _good = [];

    /// <summary>An attempt as it is remembered: by a fingerprint under a key of this process, never by the secret.</summary>
    public Attempt Of(string name, string secret, IPAddress? address)
    {
        var fingerprint = HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{name.Length}:{name}{secret}"));
        var network = NetworkOf(address);
        // The separator is no character of an address, so no name can pose as a network.
        return new Attempt(network, $"{network} {name}", BinaryPrimitives.ReadUInt64LittleEndian(fingerprint));
    }

    /// <summary>Whether an attempt is worth looking at; if so it is charged until it turns out right, so that many at once are no way round.</summary>
    public Verdict Judge(Attempt attempt)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_good.TryGetValue(attempt.Fingerprint, out var until) && until > now)
                return new Verdict.Try();
            var (client, network) = (Current(attempt.Client, now), Current(attempt.Network, now));
            if (client is not null && client.Guesses.TryGetValue(attempt.Fingerprint, out var failed))
                return now - failed < ApiClientLimits.RepeatAfter ? new Verdict.Refuse() : new Verdict.Try();
            if (Longest(Remaining(client, ApiClientLimits.GuessesPerClient, now), Remaining(network, ApiClientLimits.GuessesPerNetwork, now)) is var wait && wait > TimeSpan.Zero)
                return new Verdict.Wait(wait);

            Open(attempt.Client, now).Guesses[attempt.Fingerprint] = UnderWay;
            Open(attempt.Network, now).Guesses[attempt.Fingerprint] = UnderWay;
            return new Verdict.Try();
        }
    }

    /// <summary>The secret was wrong.</summary>
    public void Failed(Attempt attempt)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            _good.Remove(attempt.Fingerprint);
            Open(attempt.Client, now).Guesses[attempt.Fingerprint] = now;
            Open(attempt.Network, now).Guesses[attempt.Fingerprint] = now;
        }
    }

    /// <summary>The secret was right.</summary>
    public void Succeeded(Attempt attempt)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            Current(attempt.Client, now)?.Guesses.Remove(attempt.Fingerprint);
            Current(attempt.Network, now)?.Guesses.Remove(attempt.Fingerprint);
            if (_good.Count >= ApiClientLimits.RememberedSecrets)
                Forget(_good, until => until <= now);
            if (_good.Count < ApiClientLimits.RememberedSecrets || _good.ContainsKey(attempt.Fingerprint))
                _good[attempt.Fingerprint] = now + ApiClientLimits.GoodFor;
        }
    }

    // Whoever has one IPv6 address has the 2^64 beside it too (RFC 6177).
    private static string NetworkOf(IPAddress? address)
    {
        if (address is null)
            return "local";
        if (address.IsIPv4MappedToIPv6)
            return address.MapToIPv4().ToString();
        return address.AddressFamily == AddressFamily.InterNetworkV6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8)) + "/64"
            : address.ToString();
    }

    private static TimeSpan Longest(TimeSpan one, TimeSpan other) => one > other ? one : other;

    private static TimeSpan Remaining(Window? window, int allowed, DateTimeOffset now) =>
        window is not null && window.Guesses.Count >= allowed ? window.Until - now : TimeSpan.Zero;

    private static void Forget<TKey, TValue>(Dictionary<TKey, TValue> entries, Func<TValue, bool> isOver)
        where TKey : notnull
    {
        foreach (var key in entries.Where(entry => isOver(entry.Value)).Select(entry => entry.Key).ToArray())
            entries.Remove(key);
    }

    private Window? Current(string key, DateTimeOffset now) => _windows.TryGetValue(key, out var window) && window.Until > now ? window : null;

    private Window Open(string key, DateTimeOffset now)
    {
        if (Current(key, now) is { } window)
            return window;

        if (_windows.Count >= ApiClientLimits.RememberedKeys)
            MakeRoom(now);
        return _windows[key] = new Window(now + ApiClientLimits.Window);
    }

    private void MakeRoom(DateTimeOffset now)
    {
        Forget(_windows, window => window.Until <= now);
        if (_windows.Count >= ApiClientLimits.RememberedKeys)
            _windows.Remove(_windows.MinBy(entry => entry.Value.Guesses.Count).Key);
    }

    /// <summary>An attempt as it is remembered.</summary>
    internal readonly record struct Attempt(string Network, string Client, ulong Fingerprint);

    /// <summary>What to do with an attempt.</summary>
    internal abstract record Verdict
    {
        /// <summary>Look whether the secret is right.</summary>
        public sealed record Try : Verdict;

        /// <summary>It was wrong a moment ago; hashing it again would be work for nothing.</summary>
        public sealed record Refuse : Verdict;

        /// <summary>Too many guesses came from there.</summary>
        public sealed record Wait(TimeSpan For) : Verdict;
    }

    private sealed record Window(DateTimeOffset Until)
    {
        /// <summary>Fingerprints of secrets, and when each was last found wrong.</summary>
        public Dictionary<ulong, DateTimeOffset> Guesses { get; } = [];
    }
}
