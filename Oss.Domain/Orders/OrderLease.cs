using Microsoft.EntityFrameworkCore;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders;

/// <summary>
/// Which node has an order in work: noted in the database, so that no two nodes ever run one order. A lease ends by itself, for its node may have died; a node
/// that lives renews it, and one that was taken for dead finds the order's version changed and stops.
/// </summary>
public sealed class OrderLease(IDbContextFactory<OssDbContext> contexts, TimeProvider time)
{
    /// <summary>How long a node may be silent before another believes it dead.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(2);

    /// <summary>This node.</summary>
    public Guid Node { get; } = Guid.CreateVersion7();

    /// <summary>Takes up to <paramref name="count"/> orders of a lane whose time has come.</summary>
    internal async Task<IReadOnlyList<Guid>> TakeDueAsync(OrderLane lane, int count, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return db is MySqlOssDbContext
            ? await TakeLockedAsync(db, lane, count, cancellationToken)
            : await TakeAtOnceAsync(db, lane, count, cancellationToken);
    }

    /// <summary>Takes one order, unless another node has it in work.</summary>
    internal async Task<bool> TryTakeAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var now = time.GetUtcNow().UtcDateTime;
        return await LeaseAsync(db.Orders.Where(o => o.Id == id && o.DueAt != null && (o.LeaseOwner == null || o.DueAt <= now)), now, cancellationToken) == 1;
    }

    // MariaDB: rows that another node is just taking are skipped, not waited for. Read committed, lest the range's gaps be locked too.
    private async Task<IReadOnlyList<Guid>> TakeLockedAsync(OssDbContext db, OrderLane lane, int count, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var name = lane.ToString();
        await using var transaction = await db.Database.BeginTransactionAsync(System.Data.IsolationLevel.ReadCommitted, cancellationToken);
        var due = await db.Database.SqlQuery<Guid>(
            $"SELECT Id AS Value FROM Orders WHERE Lane = {name} AND DueAt <= {now} ORDER BY DueAt, BatchPosition LIMIT {count} FOR UPDATE SKIP LOCKED").ToListAsync(cancellationToken);
        if (due.Count > 0)
            await LeaseAsync(db.Orders.Where(o => due.Contains(o.Id)), now, cancellationToken);

        await transaction.CommitAsync(cancellationToken);
        return due;
    }

    // SQLite has one writer: one statement finds and takes.
    private async Task<IReadOnlyList<Guid>> TakeAtOnceAsync(OssDbContext db, OrderLane lane, int count, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var (name, until, node) = (lane.ToString(), now + Length, Node);
        return await db.Database.SqlQuery<Guid>(
            $"""
            UPDATE Orders SET LeaseOwner = {node}, DueAt = {until}, Version = Version + 1
            WHERE Id IN (SELECT Id FROM Orders WHERE Lane = {name} AND DueAt <= {now} ORDER BY DueAt, BatchPosition LIMIT {count}) RETURNING Id AS Value
            """).ToListAsync(cancellationToken);
    }

    private Task<int> LeaseAsync(IQueryable<Order> orders, DateTime now, CancellationToken cancellationToken)
    {
        var (until, node) = ((DateTime?)(now + Length), (Guid?)Node);
        return orders.ExecuteUpdateAsync(
            o => o.SetProperty(x => x.DueAt, until).SetProperty(x => x.LeaseOwner, node).SetProperty(x => x.Version, x => x.Version + 1), cancellationToken);
    }
}
