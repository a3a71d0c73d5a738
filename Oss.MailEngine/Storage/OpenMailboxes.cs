using System.Collections.Concurrent;

namespace Oss.MailEngine.Storage;

/// <summary>
/// The mailboxes in use: every caller in this process gets the same object while anybody holds it, and the ones used last are held a while longer, so that a client that
/// comes back finds its folders read. Bounded by what they take in memory.
/// </summary>
internal sealed class OpenMailboxes : IDisposable
{
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Guid, Entry> _entries = new();
    private readonly long _maxBytes;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    public OpenMailboxes(long maxBytes, TimeProvider time)
    {
        (_maxBytes, _time) = (maxBytes, time);
        // The timer must not keep alive what nobody uses any more.
        var weak = new WeakReference<OpenMailboxes>(this);
        _timer = time.CreateTimer(static state => { if (((WeakReference<OpenMailboxes>)state!).TryGetTarget(out var self)) self.Sweep(); }, weak, SweepEvery, SweepEvery);
    }

    public Mailbox GetOrAdd(Guid id, Func<Mailbox> open)
    {
        if (_entries.TryGetValue(id, out var entry) && entry.Use(_time.GetTimestamp()) is { } known)
            return known;
        lock (_entries)
        {
            if (_entries.TryGetValue(id, out entry) && entry.Use(_time.GetTimestamp()) is { } other)
                return other;
            var mailbox = open();
            _entries[id] = new Entry(mailbox, _time.GetTimestamp());
            return mailbox;
        }
    }

    /// <summary>A mailbox that is open; it does not count as used.</summary>
    public Mailbox? Find(Guid id) => _entries.TryGetValue(id, out var entry) ? entry.Open : null;

    public void Remove(Guid id) => _entries.TryRemove(id, out _);

    public void Dispose()
    {
        _timer.Dispose();
        foreach (var entry in _entries.Values)
            entry.Use(0)?.Rest();
    }

    /// <summary>Lets go of what was not used for long, and of the longest unused when all take too much.</summary>
    private void Sweep()
    {
        var left = _maxBytes;
        foreach (var (id, entry) in _entries.OrderByDescending(e => e.Value.Used))
        {
            left -= entry.Footprint;
            if (left < 0 || _time.GetElapsedTime(entry.Used) > Idle)
                entry.LetGo();
            if (!entry.IsAlive)
                _entries.TryRemove(KeyValuePair.Create(id, entry));
        }
    }

    private sealed class Entry(Mailbox mailbox, long used)
    {
        private readonly WeakReference<Mailbox> _weak = new(mailbox);
        private Mailbox? _held = mailbox;

        public long Used { get; private set; } = used;

        public long Footprint => _held?.Footprint ?? 0;

        public Mailbox? Open => _weak.TryGetTarget(out var target) ? target : null;

        public bool IsAlive => _weak.TryGetTarget(out _);

        public Mailbox? Use(long now)
        {
            if (!_weak.TryGetTarget(out var target))
                return null;
            (_held, Used) = (target, Math.Max(now, Used));
            return target;
        }

        public void LetGo()
        {
            _held?.Rest();
            _held = null;
        }
    }
}
