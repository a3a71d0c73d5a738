namespace Oss.Domain.Access;

/// <summary>Counts attempts by key within a window; what is counted is bounded, however many keys come.</summary>
internal sealed class AttemptWindow(TimeProvider time, int most, TimeSpan window)
{
    private const int MaxKeys = 50_000;

    private readonly Dictionary<string, (int Count, DateTimeOffset Until)> _counts = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Counts an attempt under each key; false when one has used up its attempts.</summary>
    public bool TryCharge(IReadOnlyCollection<string> keys)
    {
        var now = time.GetUtcNow();
        lock (_lock)
        {
            if (_counts.Count > MaxKeys)
            {
                foreach (var key in _counts.Where(c => c.Value.Until <= now).Select(c => c.Key).ToList())
                    _counts.Remove(key);
                if (_counts.Count > MaxKeys)
                    return false;
            }

            if (keys.Any(key => _counts.TryGetValue(key, out var used) && used.Until > now && used.Count >= most))
                return false;

            foreach (var key in keys)
                _counts[key] = _counts.TryGetValue(key, out var used) && used.Until > now ? (used.Count + 1, used.Until) : (1, now + window);
            return true;
        }
    }

    /// <summary>The attempt was right and does not count.</summary>
    public void TakeBack(IReadOnlyCollection<string> keys)
    {
        lock (_lock)
        {
            foreach (var key in keys)
            {
                if (_counts.TryGetValue(key, out var used))
                    _counts[key] = (used.Count - 1, used.Until);
            }
        }
    }
}
