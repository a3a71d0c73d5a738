using Oss.MailEngine.Directory;

namespace Oss.MailEngine.Storage;

/// <summary>The pools in use: all mailboxes of one in this process see the same object while anybody holds it.</summary>
/// <param name="list">Says which mailboxes share a pool; <see langword="null"/> when nobody can say.</param>
/// <param name="homeOf">Where a mailbox is; <see langword="null"/> when it has no tree, and an <see cref="IOException"/> when its volume is away.</param>
/// <param name="time">The clock.</param>
internal sealed class QuotaPools(Func<Guid, CancellationToken, ValueTask<IReadOnlyList<MailboxAccount>?>> list, Func<MailboxAccount, string?> homeOf, TimeProvider time)
{
    private const int SweptFrom = 1024;

    private readonly Dictionary<Guid, WeakReference<QuotaPool>> _pools = [];
    private int _sweepAt = SweptFrom;

    public TimeProvider Time => time;

    public QuotaPool Open(Guid id)
    {
        lock (_pools)
        {
            if (_pools.TryGetValue(id, out var weak) && weak.TryGetTarget(out var known))
                return known;
            if (_pools.Count >= _sweepAt)
            {
                foreach (var (unused, _) in _pools.Where(entry => !entry.Value.TryGetTarget(out _)).ToList())
                    _pools.Remove(unused);
                _sweepAt = Math.Max(SweptFrom, 2 * _pools.Count);
            }

            var pool = new QuotaPool(id, this);
            _pools[id] = new WeakReference<QuotaPool>(pool);
            return pool;
        }
    }

    public ValueTask<IReadOnlyList<MailboxAccount>?> ListAsync(Guid pool, CancellationToken cancellationToken) => list(pool, cancellationToken);

    public string? HomeOf(MailboxAccount account) => homeOf(account);
}
