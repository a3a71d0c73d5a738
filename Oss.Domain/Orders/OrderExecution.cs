using Microsoft.Extensions.Logging;
using Oss.Domain.MailPlatform;
using Oss.Domain.Mailboxes;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders;

/// <summary>The second half of an order: what the mail platform has to do, step by step, and the note that it is done.</summary>
public sealed partial class OrderExecution(IMailPlatform platform, TimeProvider time, ILogger<OrderExecution> log)
{
    /// <summary>How long one node may take for an order before another believes it dead.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastRetry = TimeSpan.FromMinutes(10);

    /// <summary>Does the open items of a stored, leased order; every step may have been done before.</summary>
    internal async Task ContinueAsync(OssDbContext db, Order order, CancellationToken cancellationToken)
    {
        if (order.State == OrderState.Completed)
            return;

        try
        {
            foreach (var item in order.Items.Where(i => i.State != OrderState.Completed).OrderBy(i => i.Position))
                await ContinueAsync(db, order, item, cancellationToken);

            order.Complete(time.GetUtcNow().UtcDateTime);
        }
        catch (MailPlatformUnavailableException e)
        {
            HeldUntilReachable(order.Id, order.Attempts + 1, e);
            order.Hold(time.GetUtcNow().UtcDateTime + Backoff(order.Attempts));
        }

        try
        {
            await db.SaveChangesAsync(cancellationToken);
        }
        catch (Exception e) when (DatabaseErrors.IsLostRace(e) || DatabaseErrors.IsUnreachable(e))
        {
            // The order stays in progress in the database, and the worker takes it up when its lease ends.
            LeftToTheWorker(order.Id, e);
        }
    }

    private async Task ContinueAsync(OssDbContext db, Order order, OrderItem item, CancellationToken cancellationToken)
    {
        var mailbox = await db.Mailboxes.FindAsync([item.MailboxId], cancellationToken)
            ?? throw new InvalidOperationException($"Item {item.Position} of order {order.Id} names a mailbox that is not there.");
        var reference = new MailboxReference(mailbox.Id, mailbox.PrimaryAddress, mailbox.Volume);
        try
        {
            if (item.Action == OrderAction.Provide && mailbox.State == MailboxState.Provisioning)
            {
                mailbox.Volume = await platform.CreateMailboxAsync(reference, cancellationToken);
                mailbox.State = MailboxState.Active;
            }
            else if (item.Action == OrderAction.Terminate)
                await platform.RemoveMailboxAsync(reference, cancellationToken);

            (item.State, item.ErrorCode, item.ErrorText) = (OrderState.Completed, null, null);
        }
        catch (MailPlatformUnavailableException)
        {
            (item.State, item.ErrorCode, item.ErrorText) = (OrderState.Held, ErrorCodes.Unavailable, "The mail platform is out of reach; the order goes on by itself when it is back.");
            throw;
        }
    }

    private static TimeSpan Backoff(int attempts) => TimeSpan.FromTicks(Math.Min(LastRetry.Ticks, FirstRetry.Ticks << Math.Min(attempts, 20)));

    [LoggerMessage(1001, LogLevel.Warning, "Order {OrderId} is held: the mail platform is out of reach (attempt {Attempt}).")]
    private partial void HeldUntilReachable(Guid orderId, int attempt, Exception cause);

    [LoggerMessage(1002, LogLevel.Warning, "Order {OrderId} could not be noted as done and is left to the order worker.")]
    private partial void LeftToTheWorker(Guid orderId, Exception cause);
}
