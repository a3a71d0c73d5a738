using Microsoft.EntityFrameworkCore;
using Oss.Domain.Persistence;

namespace Oss.Domain.Audit;

/// <summary>
/// Stores entries of many readers with one commit. A commit waits for the disk; whoever comes meanwhile waits with the others, and one of them stores what all of them have. So a call centre that looks at
/// a hundred customers at once waits for the disk twice, and each look is on it before its answer leaves.
/// </summary>
internal sealed class SharedCommit(IDbContextFactory<OssDbContext> contexts)
{
    private readonly Lock _lock = new();
    private List<Waiting> _waiting = [];
    private bool _isStoring;

    private enum Turn
    {
        Stored,
        Store,
    }

    /// <summary>Stores an entry; over when it is on disk. The wait cannot be given up, for others may wait for the one who waits: it ends with the database's own deadlines.</summary>
    /// <exception cref="Exception">The database did not take it, nor those of the others that were to be stored with it.</exception>
    public async Task StoreAsync(AuditEntry entry)
    {
        var own = new Waiting(entry);
        bool stores;
        lock (_lock)
        {
            _waiting.Add(own);
            stores = !_isStoring;
            _isStoring = true;
        }

        if (stores || await own.Turn.Task == Turn.Store)
            await StoreAllAsync(own);
    }

    private async Task StoreAllAsync(Waiting own)
    {
        List<Waiting> all;
        lock (_lock)
            (all, _waiting) = (_waiting, []);

        try
        {
            await using var db = await contexts.CreateDbContextAsync();
            db.AuditEntries.AddRange(all.Select(one => one.Entry));
            await db.SaveChangesAsync();
            all.ForEach(one => one.Turn.TrySetResult(Turn.Stored));
        }
        catch (Exception e)
        {
            foreach (var other in all.Where(one => one != own))
                other.Turn.TrySetException(e);
            throw;
        }
        finally
        {
            lock (_lock)
            {
                _isStoring = _waiting.Count > 0;
                if (_isStoring)
                    _waiting[0].Turn.SetResult(Turn.Store);
            }
        }
    }

    private sealed record Waiting(AuditEntry Entry)
    {
        public TaskCompletionSource<Turn> Turn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
