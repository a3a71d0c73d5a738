using Microsoft.EntityFrameworkCore;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders;

/// <summary>An order as it is stored, and the context that knows it and whatever else it was planned with.</summary>
internal sealed class OrderInHand(OssDbContext db, Order order) : IAsyncDisposable
{
    public OssDbContext Db => db;

    public Order Order => order;

    public static async Task<OrderInHand> LoadAsync(IDbContextFactory<OssDbContext> contexts, Guid id, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken);
        try
        {
            return new OrderInHand(db, await db.Orders.Include(o => o.Items).SingleAsync(o => o.Id == id, cancellationToken));
        }
        catch
        {
            await db.DisposeAsync();
            throw;
        }
    }

    public ValueTask DisposeAsync() => db.DisposeAsync();
}
