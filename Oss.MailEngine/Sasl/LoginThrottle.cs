using System.Collections.Concurrent;
using System.Net;

namespace Oss.MailEngine.Sasl;

/// <summary>
/// Makes guessing slow: after wrong guesses from a network or for an account, the next attempt waits. Shared by all protocols, so that changing the
/// protocol does not help. A network has few attempts under way at a time, the rest queue: what many connections guess is known before the next may try.
/// Right passwords cost nothing, however many come at once: a webmail logs all its users in from one address. The same wrong
/// password again is no new guess: one forgotten telephone must not slow down the company behind its address.
/// </summary>
internal sealed class LoginThrottle(TimeProvider time)
{
    /// <summary>Wrong guesses that cost nothing: people mistype.</summary>
    internal const int FreeFailures = 3;

    /// <summary>Attempts under way at one time from one network.</summary>
    internal const int AtOnce = 8;

    private const int MaxTracked = 50_000;
    private static readonly TimeSpan LongestForNetwork = TimeSpan.FromSeconds(15);

    // Shorter, for else an attacker could keep the owner out.
    private static readonly TimeSpan LongestForAccount = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(15);

    private readonly ConcurrentDictionary<string, Guesses> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Waits until an attempt may be made. What became of it is told to the turn, which ends when it is disposed.</summary>
    public async ValueTask<LoginTurn> EnterAsync(IPAddress? address, string user, CancellationToken cancellationToken)
    {
        // Whoever fills the memory with invented names must not stop it from noticing new ones.
        if (_known.Count > MaxTracked)
            _known.Clear();
        var network = _known.GetOrAdd(Network(address), static _ => new Guesses());
        var account = _known.GetOrAdd("u:" + user, static _ => new Guesses());
        await network.UnderWay.WaitAsync(cancellationToken);
        try
        {
            var forNetwork = Delay(network.Count(time.GetUtcNow(), Memory), LongestForNetwork);
            var forAccount = Delay(account.Count(time.GetUtcNow(), Memory), LongestForAccount);
            if ((forNetwork > forAccount ? forNetwork : forAccount) is { Ticks: > 0 } delay)
                await Task.Delay(delay, time, cancellationToken);
            return new LoginTurn(network, account, user, time);
        }
        catch
        {
            network.UnderWay.Release();
            throw;
        }
    }

    private static TimeSpan Delay(int failures, TimeSpan longest)
    {
        var beyond = failures - FreeFailures;
        return beyond < 0 ? TimeSpan.Zero : TimeSpan.FromSeconds(Math.Min(longest.TotalSeconds, Math.Pow(2, beyond)));
    }

    // A single IPv6 customer has a whole /64.
    private static string Network(IPAddress? address) =>
        address?.GetAddressBytes() is { Length: 16 } octets ? "a:" + Convert.ToHexString(octets, 0, 8) : "a:" + address;

    /// <summary>Different wrong guesses of late, by network or by account.</summary>
    internal sealed class Guesses
    {
        /// <summary>Fingerprints kept; beyond them every repetition counts as a guess.</summary>
        private const int MaxFingerprints = 64;

        private readonly HashSet<int> _fingerprints = [];
        private int _count;
        private DateTimeOffset _last;

        public SemaphoreSlim UnderWay { get; } = new(AtOnce);

        public int Count(DateTimeOffset now, TimeSpan memory)
        {
            lock (_fingerprints)
            {
                if (now - _last >= memory)
                    Forget();
                return _count;
            }
        }

        public void Add(int fingerprint, DateTimeOffset now)
        {
            lock (_fingerprints)
            {
                if (_fingerprints.Contains(fingerprint))
                    return;
                if (_fingerprints.Count < MaxFingerprints)
                    _fingerprints.Add(fingerprint);
                (_count, _last) = (_count + 1, now);
            }
        }

        public void Forget()
        {
            lock (_fingerprints)
            {
                _fingerprints.Clear();
                _count = 0;
            }
        }
    }
}

/// <summary>One attempt to log in, from <see cref="LoginThrottle.EnterAsync"/> until its outcome is known. Without a word it was no guess: the directory did not answer.</summary>
internal sealed class LoginTurn(LoginThrottle.Guesses network, LoginThrottle.Guesses account, string user, TimeProvider time) : IDisposable
{
    /// <summary>The guess was wrong. Only a fingerprint that means nothing outside this process is kept.</summary>
    public void Failed(string password)
    {
        var fingerprint = HashCode.Combine(user.ToUpperInvariant(), password);
        network.Add(fingerprint, time.GetUtcNow());
        account.Add(fingerprint, time.GetUtcNow());
    }

    /// <summary>The password was right: the account's earlier failures were its owner's, mistyping. The network's stay, else an attacker with one account guesses on for free.</summary>
    public void Succeeded() => account.Forget();

    /// <summary>Lets the next of the network try.</summary>
    public void Dispose() => network.UnderWay.Release();
}
