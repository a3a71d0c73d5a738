namespace Oss.Api.Soap.WsSecurity;

/// <summary>Remembers the nonces of the last minutes, so that a token that was overheard is worth nothing. Only tokens that carry a
/// nonce and a time can be told apart; a token without them is as good as HTTP Basic, and no better.</summary>
internal sealed class NonceWindow(TimeProvider time)
{
    /// <summary>How far a client's clock may be off, either way (UsernameToken Profile 1.1, 3.1 recommends five minutes).</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromMinutes(5);

    /// <summary>Characters of a nonce worth remembering.</summary>
    public const int NonceLength = 256;

    /// <summary>Nonces remembered; when there are more within the window, new ones are refused and not old ones forgotten.</summary>
    public const int Remembered = 100_000;

    private readonly Lock _lock = new();
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<(string Key, DateTimeOffset Until)> _expiry = new();

    /// <summary>Whether a token is fresh and seen for the first time; it is seen from now on.</summary>
    public bool Admit(string name, string? nonce, DateTimeOffset? created)
    {
        var now = time.GetUtcNow();
        if (created is { } then && (then - now).Duration() > Tolerance)
            return false;
        if (nonce is null)
            return true;
        if (created is null || nonce.Length is 0 or > NonceLength)
            return false;

        lock (_lock)
        {
            while (_expiry.TryPeek(out var oldest) && oldest.Until <= now)
                _seen.Remove(_expiry.Dequeue().Key);
            var key = $"{nonce} {name}";
            if (_seen.Count >= Remembered || !_seen.Add(key))
                return false;

            // A time in the future stays acceptable for twice the tolerance.
            _expiry.Enqueue((key, now + (2 * Tolerance)));
            return true;
        }
    }
}
