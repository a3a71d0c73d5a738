using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailPlatform;
using Oss.Domain.Orders.Planning;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders;

/// <summary>Plans an order that waited for its time or its turn, and stores what it changes in one transaction. What stands against it now goes by the order's
/// <see cref="OnFailure"/>: nobody is there to be refused.</summary>
public sealed class ExecutePlan(IDbContextFactory<OssDbContext> contexts, OrderLease lease, AccessChanges access, IOptions<LifeCycleOptions> lifeCycle, IMailPlatform platform, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(30);

    /// <param name="db">The context that knows the order.</param>
    /// <param name="order">The order, which this node has leased.</param>
    /// <param name="cancellationToken">Ends it between two transactions.</param>
    /// <returns>Whether the order in hand is as it is stored now; otherwise it is to be read again.</returns>
    internal async Task<bool> ExecuteAsync(OssDbContext db, Order order, CancellationToken cancellationToken)
    {
        var failures = new Dictionary<int, DomainError>();
        if (await DecideAsync(db, order, failures, cancellationToken) is { } begun)
            return begun;

        while (true)
        {
            // Planned again without those that cannot be done, on entities they have not touched.
            await using var again = await OrderInHand.LoadAsync(contexts, order.Id, cancellationToken);
            if (again.Order.LeaseOwner != lease.Node || again.Order.State is not (OrderState.Acknowledged or OrderState.Pending)
                || await DecideAsync(again.Db, again.Order, failures, cancellationToken) is not null)
                return false;
        }
    }

    /// <returns>True when it is begun, false when it is stored why not, and <see langword="null"/> when it is to be planned again without more failures.</returns>
    private async Task<bool?> DecideAsync(OssDbContext db, Order order, Dictionary<int, DomainError> failures, CancellationToken cancellationToken)
    {
        var now = time.StoredNow();
        Skip(order, failures);
        var open = order.Items.Where(item => item.State == OrderState.Acknowledged).Select(item => item.Position).ToHashSet();
        var items = OrderContent.Read(order);
        var plan = await OrderPlan.MakeAsync(db, items, open.Contains, order.Submitter, now, lifeCycle.Value, platform, cancellationToken);
        if (plan.Failures.Values.Any(error => error is DomainError.Unavailable))
        {
            // A mailbox's volume is away and nobody knows what its script is: nothing is decided until it is back.
            await PostponeAsync(order.Id, now, cancellationToken);
            return false;
        }

        if (plan.Failures.Count > 0 && order.OnFailure == OnFailure.Keep)
        {
            foreach (var (position, error) in plan.Failures)
                failures[position] = error;
            return null;
        }

        if (plan.Failures.Count > 0)
        {
            await StoreFailureAsync(order.Id, plan.Failures, cancellationToken);
            return false;
        }

        plan.Store(order);
        order.Begin(now, lease.Node);
        if (failures.Count > 0)
            order.Blame(ErrorCodes.DependencyFailed, $"{failures.Count} of {order.Items.Count} items could not be done; each says why.");
        if (!order.Items.Any(item => item.IsOpen))
            order.Finish(now);
        await plan.SaveAsync(cancellationToken);
        access.Tell(items);
        return true;
    }

    private async Task PostponeAsync(Guid orderId, DateTime now, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var order = await db.Orders.SingleAsync(o => o.Id == orderId, cancellationToken);
        if (order.LeaseOwner == lease.Node)
            order.Postpone(now + Pause);
        await db.SaveChangesAsync(cancellationToken);
    }

    // Nothing was done yet, so there is nothing to undo: the whole order fails, or waits to be amended or tried again.
    private async Task StoreFailureAsync(Guid orderId, IReadOnlyDictionary<int, DomainError> failures, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var order = await db.Orders.Include(o => o.Items).SingleAsync(o => o.Id == orderId, cancellationToken);
        if (order.LeaseOwner != lease.Node)
            return;

        var now = time.StoredNow();
        var (position, first) = failures.MinBy(failure => failure.Key);
        var text = Shown($"Item {position}: {first.Sentence()}");
        foreach (var item in order.Items.Where(item => item.State == OrderState.Acknowledged))
        {
            if (failures.TryGetValue(item.Position, out var error))
                item.Fail(error.Code, Shown(error.Sentence()));
        }

        if (order.OnFailure == OnFailure.Hold)
            order.Hold(now, null, first.Code, text);
        else if (order.State == OrderState.Acknowledged && order.Items.All(item => item.State != OrderState.Completed))
            order.Reject(now, first.Code, text);
        else
        {
            foreach (var item in order.Items.Where(item => item.State == OrderState.Acknowledged))
                item.Cancel(ErrorCodes.Cancelled, "The item was not begun.");
            order.Begin(now, lease.Node);
            order.Blame(first.Code, text);
            order.Finish(now);
        }

        await db.SaveChangesAsync(cancellationToken);
    }

    private static void Skip(Order order, Dictionary<int, DomainError> failures)
    {
        foreach (var (position, error) in failures)
        {
            var failed = order.Items.Single(item => item.Position == position);
            foreach (var item in OrderExecution.DependentOn(order, failed).Where(item => item.State == OrderState.Acknowledged))
            {
                if (item == failed)
                    item.Fail(error.Code, Shown(error.Sentence()));
                else
                    item.Fail(ErrorCodes.DependencyFailed, $"Item {position}, which this one builds on, could not be done.");
            }
        }
    }

    private static string Shown(string text) => text.Length <= Order.ErrorTextLength ? text : text[..Order.ErrorTextLength];
}
