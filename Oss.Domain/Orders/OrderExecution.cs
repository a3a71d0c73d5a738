using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Mailboxes.Archives;
using Oss.Domain.MailPlatform;
using Oss.Domain.Orders.Compensation;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders;

/// <summary>
/// Brings an order that this node has leased nearer to its end: plans it when its time has come, does the mail platform's part item by item, undoes what is to
/// be undone. Every step may have been done before; every save fails if the order is no longer this node's.
/// </summary>
public sealed partial class OrderExecution(
    IDbContextFactory<OssDbContext> contexts, ExecutePlan plan, MailboxReconciliation mailboxes, EraseMailboxRecords erase, WriteArchive archives, OrderLease lease, TimeProvider time, ILogger<OrderExecution> log)
{
    /// <summary>Lost races before it is left to the worker: each step may be repeated, so trying again is harmless.</summary>
    private const int Attempts = 5;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LastRetry = TimeSpan.FromMinutes(10);

    /// <summary>Progress is stored, and the lease renewed, after this much of it.</summary>
    private static readonly TimeSpan Renewal = OrderLease.Length / 4;

    /// <summary>Goes on until the order ends, waits, or is another node's.</summary>
    /// <returns>The order as stored, or <see langword="null"/> when the outcome could not be stored: it stays as it is, and the worker takes
    /// it up when its lease ends.</returns>
    internal Task<OrderView?> ContinueAsync(Guid orderId, CancellationToken cancellationToken) => RepeatAsync(orderId, null, cancellationToken);

    /// <summary>The same for an order that was stored just now, with all it changed still in hand: nothing is read again, and what somebody changed meanwhile is found out by its version.</summary>
    internal Task<OrderView?> ContinueAsync(OrderInHand inHand, CancellationToken cancellationToken) => RepeatAsync(inHand.Order.Id, inHand, cancellationToken);

    private async Task<OrderView?> RepeatAsync(Guid orderId, OrderInHand? inHand, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                // Once: what is in hand after a lost race is not what is stored.
                var current = inHand;
                inHand = null;
                return await AttemptAsync(orderId, current, cancellationToken);
            }
            catch (Exception e) when (DatabaseErrors.IsLostRace(e) && attempt < Attempts)
            {
                // Somebody changed the order or one of its mailboxes meanwhile, ended it perhaps: look again.
            }
            catch (Exception e) when (DatabaseErrors.IsLostRace(e) || DatabaseErrors.IsUnreachable(e))
            {
                LeftToTheWorker(orderId, e);
                return null;
            }
        }
    }

    private async Task<OrderView> AttemptAsync(Guid orderId, OrderInHand? inHand, CancellationToken cancellationToken)
    {
        while (true)
        {
            await using var current = inHand ?? await OrderInHand.LoadAsync(contexts, orderId, cancellationToken);
            inHand = null;
            var (db, order) = (current.Db, current.Order);
            if (order.LeaseOwner != lease.Node)
                return order.ToView();

            if (order.State == OrderState.AssessingCancellation)
            {
                await AssessAsync(db, order, cancellationToken);
                continue;
            }

            if (order.State is OrderState.Acknowledged or OrderState.Pending && !await plan.ExecuteAsync(db, order, cancellationToken))
                continue;
            if (order.LeaseOwner == lease.Node)
                await DoStepsAsync(db, order, cancellationToken);
            if (order.LeaseOwner != lease.Node)
                return order.ToView();
        }
    }

    private async Task AssessAsync(OssDbContext db, Order order, CancellationToken cancellationToken)
    {
        var now = time.StoredNow();
        if (order.PointOfNoReturnAt is { } milestone)
        {
            order.DenyCancellation(now, $"The order could not be cancelled: at {milestone:u} something was done that cannot be undone.");
            await db.SaveChangesAsync(cancellationToken);
            return;
        }

        order.AgreeToCancel(now);
        await OrderCompensation.UndoAsync(db, order, order.Items, now, cancellationToken);
    }

    // In their order, and none after one that is held: a later item may build on it.
    private async Task DoStepsAsync(OssDbContext db, Order order, CancellationToken cancellationToken)
    {
        var stored = time.GetTimestamp();
        var open = OrderDependencies.InOrder(order.Items).Where(item => item.IsOpen);
        foreach (var item in order.State == OrderState.PendingCancellation ? open.Reverse() : open)
        {
            if (!await DoAsync(db, order, item, cancellationToken))
                return;

            if (time.GetElapsedTime(stored) < Renewal)
                continue;

            order.Renew(time.StoredNow());
            await db.SaveChangesAsync(cancellationToken);
            stored = time.GetTimestamp();
        }

        order.Finish(time.StoredNow());
        await db.SaveChangesAsync(cancellationToken);
    }

    /// <returns>False when the order cannot go on with the next item, and that is stored.</returns>
    private async Task<bool> DoAsync(OssDbContext db, Order order, OrderItem item, CancellationToken cancellationToken)
    {
        if (item.Subject == OrderValidator.Domain)
            return await FollowDomainAsync(db, order, item, cancellationToken);

        var mailbox = await db.Mailboxes.FindAsync([item.MailboxId], cancellationToken)
            ?? throw new InvalidOperationException($"Item {item.Position} of order {order.Id} names a mailbox that is not there.");
        if (item is { Action: OrderAction.Purge, State: not OrderState.PendingCancellation } && order.PointOfNoReturnAt is null)
        {
            // Stored before the step, so that no cancellation can be agreed to after it.
            order.PassPointOfNoReturn(time.StoredNow());
            item.Undo = null;
            await db.SaveChangesAsync(cancellationToken);
        }

        try
        {
            if (item.Subject == OrderValidator.Rules)
                await mailboxes.WriteRulesAsync(mailbox, cancellationToken);
            else if (item.Action == OrderAction.Export)
                await ExportAsync(db, order, item, mailbox, cancellationToken);
            else
                await mailboxes.ExecuteAsync(mailbox, cancellationToken);
            if (item is { Action: OrderAction.Purge, State: not OrderState.PendingCancellation } && OrderContent.Read(order)[item.Position - 1] is MailboxItemRequest { Erase: true })
                await erase.ExecuteAsync(mailbox, order, cancellationToken);
            if (item.State == OrderState.PendingCancellation)
                item.EndUndo();
            else
                item.Complete();
            return true;
        }
        catch (MailPlatformRefusedException e) when (item.State != OrderState.PendingCancellation)
        {
            await EnsureLatestAsync(db, mailbox, cancellationToken);
            Refused(order.Id, item.Position, e);
            if (item.Subject == OrderValidator.Rules)
                GiveUpRules(mailbox, item);
            item.Fail(e.Code, e.Message);
            await FailAsync(db, order, item, cancellationToken);
            return false;
        }
        catch (MailPlatformRefusedException e) when (item.Subject == OrderValidator.Rules)
        {
            await EnsureLatestAsync(db, mailbox, cancellationToken);
            GiveUpRules(mailbox, item);
            if (item.ErrorCode == ErrorCodes.Undone)
                item.KeepDone(e.Message);
            else
                item.EndUndo();
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            await HoldAsync(db, order, item, e, cancellationToken);
            return false;
        }
    }

    // It may take long: what is written so far is stored, and the lease with it.
    private async Task ExportAsync(OssDbContext db, Order order, OrderItem item, Mailbox mailbox, CancellationToken cancellationToken)
    {
        if (item.Undo is not { } undo || ItemUndo.Read(undo) is not DropArchive { Id: var id } || await db.MailArchives.FindAsync([id], cancellationToken) is not { } archive)
            throw new MailPlatformRefusedException("The export was given up.");

        await archives.ExecuteAsync(mailbox, archive, () =>
        {
            order.Renew(time.StoredNow());
            return db.SaveChangesAsync(cancellationToken);
        }, cancellationToken);
    }

    private async Task HoldAsync(OssDbContext db, Order order, OrderItem item, Exception cause, CancellationToken cancellationToken)
    {
        Held(order.Id, order.Attempts + 1, cause);
        var now = time.StoredNow();
        if (item.State != OrderState.PendingCancellation)
            item.Hold(ErrorCodes.Unavailable, "The mail platform is out of reach; the order goes on by itself when it is back.");
        order.Hold(now, now + Backoff(order.Attempts), ErrorCodes.Unavailable, "The mail platform is out of reach; the order goes on by itself when it is back.");
        await db.SaveChangesAsync(cancellationToken);
    }

    // A domain has another name: its mailboxes' trees follow, each saved by itself. Until then each is served where it lies.
    private async Task<bool> FollowDomainAsync(OssDbContext db, Order order, OrderItem item, CancellationToken cancellationToken)
    {
        var domains = await db.MailDomains.Where(d => d.Name == item.Key).Select(d => new Guid?[] { d.Id, d.AliasOfId }).ToListAsync(cancellationToken);
        var ids = domains.SelectMany(pair => pair).OfType<Guid>().ToList();
        var waiting = await db.Mailboxes.Where(m => m.State == MailboxState.Active && m.TreeName != null && (m.TreeName != m.PrimaryAddress || m.TreeMayBe != null)
            && m.Addresses.Any(a => a.Kind == AddressKind.Mailbox && ids.Contains(a.DomainId))).ToListAsync(cancellationToken);
        foreach (var mailbox in waiting)
        {
            try
            {
                await mailboxes.ExecuteAsync(mailbox, cancellationToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                await HoldAsync(db, order, item, e, cancellationToken);
                return false;
            }

            order.Renew(time.StoredNow());
            await db.SaveChangesAsync(cancellationToken);
        }

        if (item.State == OrderState.PendingCancellation)
            item.EndUndo();
        else
            item.Complete();
        return true;
    }

    // What was refused may be what another order has replaced meanwhile: look again.
    private static async Task EnsureLatestAsync(OssDbContext db, Mailbox mailbox, CancellationToken cancellationToken)
    {
        if (!await db.Mailboxes.AnyAsync(m => m.Id == mailbox.Id && m.Version == mailbox.Version, cancellationToken))
            throw new DbUpdateConcurrencyException("The mailbox was changed meanwhile.");
    }

    // Nothing was written, so there is nothing to undo; another order's change, planned upon this one, finds out by itself.
    private static void GiveUpRules(Mailbox mailbox, OrderItem item)
    {
        if (item.Undo is { } undo && ItemUndo.Read(undo) is ResetRules mine)
            mailbox.PendingRules = mailbox.PendingRules?.Without(mine.Change);
        item.Undo = null;
    }

    private async Task FailAsync(OssDbContext db, Order order, OrderItem failed, CancellationToken cancellationToken)
    {
        var now = time.StoredNow();
        switch (order.OnFailure)
        {
            case OnFailure.Hold:
                order.Hold(now, null, failed.ErrorCode ?? ErrorCodes.PlatformRefused, $"Item {failed.Position} failed; the order waits for an operator.");
                await db.SaveChangesAsync(cancellationToken);
                break;
            case OnFailure.Keep:
                order.Begin(now, lease.Node);
                await OrderCompensation.UndoAsync(db, order, DependentOn(order, failed), now, cancellationToken);
                break;
            default:
                order.Begin(now, lease.Node);
                order.Blame(failed.ErrorCode ?? ErrorCodes.PlatformRefused, $"Item {failed.Position} failed; what was done is undone.");
                await OrderCompensation.UndoAsync(db, order, order.Items.Where(item => item.State != OrderState.Cancelled), now, cancellationToken);
                break;
        }
    }

    /// <summary>The item and all that builds on it.</summary>
    internal static IReadOnlyList<OrderItem> DependentOn(Order order, OrderItem failed)
    {
        var (found, positions) = (new List<OrderItem> { failed }, new HashSet<int> { failed.Position });
        foreach (var item in OrderDependencies.InOrder(order.Items).Where(item => item.State != OrderState.Cancelled && item.Dependencies.Any(positions.Contains)))
        {
            if (positions.Add(item.Position))
                found.Add(item);
        }

        return found;
    }

    private static TimeSpan Backoff(int attempts) => TimeSpan.FromTicks(Math.Min(LastRetry.Ticks, FirstRetry.Ticks << Math.Min(attempts, 20)));

    [LoggerMessage(1001, LogLevel.Warning, "Order {OrderId} is held: the mail platform did not do its part (attempt {Attempt}).")]
    private partial void Held(Guid orderId, int attempt, Exception cause);

    [LoggerMessage(1002, LogLevel.Warning, "Order {OrderId} could not be noted as done and is left to the order worker.")]
    private partial void LeftToTheWorker(Guid orderId, Exception cause);

    [LoggerMessage(1004, LogLevel.Warning, "Item {Position} of order {OrderId} failed: the mail platform refused it.")]
    private partial void Refused(Guid orderId, int position, Exception cause);
}
