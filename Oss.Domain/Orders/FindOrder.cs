using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders;

/// <summary>Loads an order that a use case is to change.</summary>
internal static class FindOrder
{
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    public static async Task<Order> FindOrderAsync(this OssDbContext db, Guid id, Actor actor, CancellationToken cancellationToken) =>
        await db.Orders.Include(o => o.Items).FirstOrDefaultAsync(o => o.Id == id && (actor.TenantId == null || o.TenantId == actor.TenantId), cancellationToken)
        ?? throw new DomainException(new DomainError.NotFound("order", id.ToString()));

    /// <summary>Tries again while others change the same order.</summary>
    /// <exception cref="DomainException">The database did not take it.</exception>
    public static async Task<T> OnceMoreAsync<T>(Func<Task<T>> change)
    {
        const int Attempts = 10;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await change();
            }
            catch (Exception e) when (DatabaseErrors.IsLostRace(e) && attempt < Attempts)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(20 * Random.Shared.NextDouble()), TimeProvider.System);
            }
            catch (Exception e) when (DatabaseErrors.IsLostRace(e) || DatabaseErrors.IsUnreachable(e))
            {
                throw new DomainException(new DomainError.Unavailable("The database did not take the change; try again."), e);
            }
        }
    }
}
