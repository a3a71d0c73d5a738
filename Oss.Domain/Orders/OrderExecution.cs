using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailPlatform;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders;

/// <summary>The second half of an order: what the mail platform has to do, step by step, and the note that it is done.</summary>
public sealed partial class OrderExecution(IDbContextFactory<OssDbContext> contexts, IMailPlatform platform, TimeProvider time, ILogger<OrderExecution> log)
{
    /// <summary>How long one node may take for an order before another believes it dead.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    /// <summary>Lost races for the note before it is left to the worker: each step may be repeated, so trying again is harmless.</summary>
    private const int Attempts = 5;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastRetry = TimeSpan.FromMinutes(10);

    /// <summary>Does the open items of a stored order that this node has leased; every step may have been done before.</summary>
    /// <returns>The order as stored, or <see langword="null"/> when the outcome could not be stored: it stays in progress, and the worker takes
    /// it up when its lease ends.</returns>
    internal async Task<OrderView?> ContinueAsync(Guid orderId, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AttemptAsync(orderId, cancellationToken);
            }
            catch (Exception e) when (DatabaseErrors.IsLostRace(e) && attempt < Attempts)
            {
                // Somebody changed the mailbox meanwhile, ended it perhaps: look again.
            }
            catch (Exception e) when (DatabaseErrors.IsLostRace(e) || DatabaseErrors.IsUnreachable(e))
            {
                LeftToTheWorker(orderId, e);
                return null;
            }
        }
    }

    private async Task<OrderView> AttemptAsync(Guid orderId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var order = await db.Orders.Include(o => o.Items).SingleAsync(o => o.Id == orderId, cancellationToken);
        if (order.State == OrderState.Completed)
            return order.ToView();

        if (await DoAsync(db, order, cancellationToken))
            order.Complete(time.GetUtcNow().UtcDateTime);
        else
            order.Hold(time.GetUtcNow().UtcDateTime + Backoff(order.Attempts));

        await db.SaveChangesAsync(cancellationToken);
        return order.ToView();
    }

    // In their order, and none after one that is held: a later item may build on it.
    private async Task<bool> DoAsync(OssDbContext db, Order order, CancellationToken cancellationToken)
    {
        foreach (var item in order.Items.Where(i => i.State != OrderState.Completed).OrderBy(i => i.Position))
        {
            var mailbox = await db.Mailboxes.FindAsync([item.MailboxId], cancellationToken)
                ?? throw new InvalidOperationException($"Item {item.Position} of order {order.Id} names a mailbox that is not there.");
            try
            {
                await DoAsync(item.Action, mailbox, cancellationToken);
                (item.State, item.ErrorCode, item.ErrorText) = (OrderState.Completed, null, null);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                Held(order.Id, order.Attempts + 1, e);
                (item.State, item.ErrorCode, item.ErrorText) = (
                    OrderState.Held, ErrorCodes.Unavailable, "The mail platform is out of reach; the order goes on by itself when it is back.");
                return false;
            }
        }

        return true;
    }

    private async Task DoAsync(OrderAction action, Mailbox mailbox, CancellationToken cancellationToken)
    {
        var reference = new MailboxReference(mailbox.Id, mailbox.PrimaryAddress, mailbox.Volume);
        if (mailbox.State == MailboxState.Terminated)
        {
            // Also when it was to be provided: it was ended meanwhile, and an earlier attempt may have made its tree.
            await platform.RemoveMailboxAsync(reference, cancellationToken);
        }
        else if (action == OrderAction.Provide && mailbox.State == MailboxState.Provisioning)
        {
            mailbox.Volume = await platform.CreateMailboxAsync(reference, cancellationToken);
            mailbox.State = MailboxState.Active;
        }
    }

    private static TimeSpan Backoff(int attempts) => TimeSpan.FromTicks(Math.Min(LastRetry.Ticks, FirstRetry.Ticks << Math.Min(attempts, 20)));

    [LoggerMessage(1001, LogLevel.Warning, "Order {OrderId} is held: the mail platform did not do its part (attempt {Attempt}).")]
    private partial void Held(Guid orderId, int attempt, Exception cause);

    [LoggerMessage(1002, LogLevel.Warning, "Order {OrderId} could not be noted as done and is left to the order worker.")]
    private partial void LeftToTheWorker(Guid orderId, Exception cause);
}
