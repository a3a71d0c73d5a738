using System.Data;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Audit;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders.Compensation;

/// <summary>Undoes items of an order in the database, the last first, in one transaction. What cannot be undone stays done and says why.</summary>
internal static class OrderCompensation
{
    /// <summary>Undoes the items that did something; the others are cancelled as they are.</summary>
    public static async Task UndoAsync(OssDbContext db, Order order, IEnumerable<OrderItem> items, DateTime now, CancellationToken cancellationToken)
    {
        // Each statement sees what is committed by then: what is counted behind a lock must not be of the moment before it.
        await using var transaction = await db.Database.BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken);
        var context = new UndoContext(db, now);
        foreach (var item in OrderDependencies.InOrder(items).Reverse())
        {
            await UndoAsync(context, order, item, cancellationToken);
            // One by one, so that each inverse counts what those before it left.
            await db.SaveChangesAsync(cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task UndoAsync(UndoContext context, Order order, OrderItem item, CancellationToken cancellationToken)
    {
        var failed = item.State == OrderState.Failed;
        if (item.State == OrderState.Acknowledged)
            item.Cancel(ErrorCodes.Cancelled, "The item was not begun.");
        else if (item.Undo is null && failed)
            return;
        else if (item.Undo is null)
            item.CannotBeUndone("What the item did cannot be undone.");
        else
        {
            try
            {
                var undone = await ItemUndo.Read(item.Undo).ApplyAsync(context, cancellationToken);
                item.Undo = null;
                // Also what failed: an attempt before the one that was refused may have made something.
                if (undone.NeedsPlatform)
                    item.BeginUndo(failed ? item.ErrorCode! : ErrorCodes.Undone, failed ? item.ErrorText! : undone.Sentence);
                else if (!failed)
                    item.Cancel(ErrorCodes.Undone, undone.Sentence);
                context.Db.AuditEntries.Add(new AuditEntry
                {
                    At = context.Now, Actor = $"System order {order.Id}", Action = $"{item.Subject}.undo", Subject = item.Key, TenantId = undone.TenantId,
                    OrderId = order.Id, Detail = undone.Sentence,
                });
            }
            catch (CannotUndoException e)
            {
                if (!failed)
                    item.CannotBeUndone(e.Message);
            }
        }
    }
}
