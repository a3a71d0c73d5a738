using System.Collections.Concurrent;

namespace Oss.MailEngine.Policy;

/// <summary>
/// Counts what flows, by name: a bucket that takes so much and empties evenly over a period. Who stayed quiet may send all at once; who sends all the time gets no more than the limit for each period.
/// What was refused does not count. Its memory is bounded: buckets that ran empty are forgotten, and when there are too many names the new ones are not counted, so that nobody
/// can make those forgotten that are.
/// </summary>
internal sealed class RateLimiter(long limit, TimeSpan period, TimeProvider time, int capacity = PolicyLimits.Counted)
{
    private static readonly TimeSpan SweepPause = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.OrdinalIgnoreCase);
    private long _lastSweep = long.MinValue;

    /// <summary>Names counted at the moment.</summary>
    public int Count => _buckets.Count;

    /// <summary>Takes an amount, if there is room for it.</summary>
    public bool TryTake(string name, long amount) => TryTake(name, amount, limit);

    /// <summary>Takes an amount of a limit of its own, if there is room for it.</summary>
    public bool TryTake(string name, long amount, long limit)
    {
        var now = time.GetUtcNow().Ticks;
        if (!_buckets.TryGetValue(name, out var bucket))
        {
            if (_buckets.Count >= capacity && !Sweep(now))
                return amount <= limit;
            bucket = _buckets.GetOrAdd(name, static (_, given) => new Bucket(given.now, given.limit), (now, limit));
        }

        lock (bucket)
        {
            var used = Used(bucket, now);
            bucket.Limit = limit;
            // Rounding must not refuse the last one of a limit.
            if (used + amount > limit + 1e-6)
                return false;
            (bucket.Used, bucket.At) = (used + amount, now);
            return true;
        }
    }

    private double Used(Bucket bucket, long now) => Math.Max(0, bucket.Used - ((double)(now - bucket.At) * bucket.Limit / period.Ticks));

    private bool Sweep(long now)
    {
        var last = Interlocked.Read(ref _lastSweep);
        if (last != long.MinValue && now - last < SweepPause.Ticks)
            return false;

        Interlocked.Exchange(ref _lastSweep, now);
        foreach (var (name, bucket) in _buckets)
        {
            lock (bucket)
            {
                if (Used(bucket, now) <= 0)
                    _buckets.TryRemove(name, out _);
            }
        }

        return _buckets.Count < capacity;
    }

    private sealed class Bucket(long at, long limit)
    {
        public long Limit { get; set; } = limit;

        public double Used { get; set; }

        public long At { get; set; } = at;
    }
}
