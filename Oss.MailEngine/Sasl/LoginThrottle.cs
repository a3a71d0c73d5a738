using System.Collections.Concurrent;
using System.Net;

namespace Oss.MailEngine.Sasl;

/// <summary>
/// Makes guessing slow: after failures from a network or for an account, the next answer waits. Shared by all protocols, so that changing the protocol does not help.
/// Every attempt is charged when it begins and a success takes the charge back: attempts made at the same time see one another, and many
/// connections guess no faster than one.
/// </summary>
internal sealed class LoginThrottle(TimeProvider time)
{
    /// <summary>Failures that cost nothing: people mistype.</summary>
    internal const int FreeFailures = 3;

    private const int MaxTracked = 50_000;
    private static readonly TimeSpan LongestForNetwork = TimeSpan.FromSeconds(15);

    // Shorter, for else an attacker could keep the owner out.
    private static readonly TimeSpan LongestForAccount = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, Charge> _charges = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Charges an attempt; says how long its answer has to wait.</summary>
    public TimeSpan Begin(IPAddress? address, string user)
    {
        // Whoever fills the memory with invented names must not stop it from noticing new ones.
        if (_charges.Count > MaxTracked)
            _charges.Clear();
        var forNetwork = Delay(Add(Network(address)), LongestForNetwork);
        var forAccount = Delay(Add(Account(user)), LongestForAccount);
        return forNetwork > forAccount ? forNetwork : forAccount;
    }

    /// <summary>Takes back the charge of an attempt that was no wrong guess.</summary>
    public void Succeeded(IPAddress? address, string user)
    {
        _charges.TryRemove(Account(user), out _);
        _charges.AddOrUpdate(Network(address), new Charge(0, time.GetUtcNow()), static (_, charge) => charge with { Failures = Math.Max(0, charge.Failures - 1) });
    }

    private static TimeSpan Delay(int failures, TimeSpan longest)
    {
        var beyond = failures - FreeFailures - 1;
        return beyond < 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(longest.TotalSeconds, Math.Pow(2, beyond)));
    }

    private int Add(string key)
    {
        var now = time.GetUtcNow();
        return _charges.AddOrUpdate(
            key, new Charge(1, now), (_, charge) => now - charge.Last < Memory ? new Charge(charge.Failures + 1, now) : new Charge(1, now)).Failures;
    }

    private static string Account(string user) => "u:" + user;

    // A single IPv6 customer has a whole /64.
    private static string Network(IPAddress? address) =>
        address?.GetAddressBytes() is { Length: 16 } octets ? "a:" + Convert.ToHexString(octets, 0, 8) : "a:" + address;

    private readonly record struct Charge(int Failures, DateTimeOffset Last);
}
