using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Oss.Domain.Access;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailPlatform;
using Oss.Domain.Orders.Planning;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders;

/// <summary>
/// Takes an order and carries it out, or keeps it until its requested start. The order, everything it changes and its audit entries are one transaction; what
/// the mail platform has to do follows, and a crash in between is resumed by <see cref="OrderWorker"/>.
/// </summary>
public sealed class SubmitOrder(
    IDbContextFactory<OssDbContext> contexts, OrderExecution execution, OrderLease lease, OrdersAtWork atWork, AccessChanges access, IOptions<LifeCycleOptions> lifeCycle, IMailPlatform platform, TimeProvider time)
{
    /// <summary>Each attempt looks again at what a faster order changed; more lost races than this is an overloaded database.</summary>
    private const int Attempts = 20;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    private static readonly OrderValidator Validator = new();

    /// <summary>Submits the order, and waits for its end as long as it says.</summary>
    /// <exception cref="DomainException">The order is refused as a whole and nothing was stored; after the cause is mended it may be sent again under its number.</exception>
    public async Task<SubmitResult> ExecuteAsync(OrderRequest request, Actor actor, CancellationToken cancellationToken)
    {
        if (Validator.Findings(request) is { Count: > 0 } findings)
            throw new DomainException(new DomainError.Validation(findings));

        var now = time.StoredNow();
        if (request.RequestedStart > now + OrderLimits.FurthestStart)
            throw new DomainException(new DomainError.Validation([new Finding(
                "requestedStart", ErrorCodes.OutOfRange, $"An order may be dated {OrderLimits.FurthestStart.TotalDays:F0} days ahead.")]));

        var fingerprint = OrderFingerprint.Of(request);
        var (stored, inHand) = await StoreAsync(request, fingerprint, actor, cancellationToken);
        if (inHand is null)
            return stored;

        // From here on the order is accepted: the caller's patience no longer decides whether it is carried out.
        return stored with
        {
            Order = await atWork.RunAsync(
                stored.Order, () => execution.ContinueAsync(inHand, CancellationToken.None), TimeSpan.FromSeconds(request.WaitSeconds ?? OrderLimits.WaitSeconds)),
        };
    }

    private async Task<(SubmitResult Result, OrderInHand? Begun)> StoreAsync(OrderRequest request, string fingerprint, Actor actor, CancellationToken cancellationToken)
    {
        // Hashed once, and not at all for a replay.
        var hashed = new Lazy<OrderRequest>(() => request with { Items = OrderContent.Hashed(request.Items) });
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AttemptAsync(request, hashed, fingerprint, actor, cancellationToken);
            }
            catch (Exception e) when (DatabaseErrors.IsLostRace(e) && attempt < Attempts)
            {
                // Another order was faster; look at what it left and plan again. The pause differs from caller to caller, lest they
                // meet again and again.
                await Task.Delay(LongestPause * Random.Shared.NextDouble(), TimeProvider.System, cancellationToken);
            }
            catch (Exception e) when (DatabaseErrors.IsLostRace(e) || DatabaseErrors.IsUnreachable(e))
            {
                throw new DomainException(new DomainError.Unavailable("The database did not take the order; send it again."), e);
            }
        }
    }

    private async Task<(SubmitResult Result, OrderInHand? Begun)> AttemptAsync(
        OrderRequest request, Lazy<OrderRequest> hashed, string fingerprint, Actor actor, CancellationToken cancellationToken)
    {
        var db = await contexts.CreateDbContextAsync(cancellationToken);
        OrderInHand? begun = null;
        try
        {
            // One connection for all the questions, not one from the pool for each.
            if (!OrderPlan.AsksPlatform(request.Items))
                await db.Database.OpenConnectionAsync(cancellationToken);
            var (result, order) = await AttemptAsync(db, request, hashed, fingerprint, actor, cancellationToken);
            await db.Database.CloseConnectionAsync();
            begun = order is { State: OrderState.InProgress } && order.LeaseOwner == lease.Node ? new OrderInHand(db, order) : null;
            return (result, begun);
        }
        finally
        {
            if (begun is null)
                await db.DisposeAsync();
        }
    }

    private async Task<(SubmitResult Result, Order? Stored)> AttemptAsync(
        OssDbContext db, OrderRequest request, Lazy<OrderRequest> hashed, string fingerprint, Actor actor, CancellationToken cancellationToken)
    {
        if (await KnownAsync(db, request, cancellationToken) is { } known)
            return (Replay(known, fingerprint, actor), null);

        var now = time.StoredNow();
        OrderPlan? plan = null;
        var order = NewOrder.From(hashed.Value, fingerprint, actor, now);
        if (request.RequestedStart > now)
        {
            NewOrder.EnsureAllowed(request.Items, actor);
            order.Accept(now);
        }
        else
        {
            plan = await OrderPlan.MakeAsync(db, hashed.Value.Items, _ => true, actor, now, lifeCycle.Value, platform, cancellationToken);
            if (plan.Errors is [var worst, ..])
            {
                // What stands against it may be its own copy, stored since the first look.
                return await KnownAsync(db, request, cancellationToken) is { } copy ? (Replay(copy, fingerprint, actor), null) : throw new DomainException(worst);
            }

            order.Accept(now);
            plan.Store(order);
            order.Begin(now, lease.Node);
            if (!order.Items.Any(item => item.IsOpen))
                order.Finish(now);
            else if (request.WaitSeconds == 0)
                order.Release(now);
        }

        db.Orders.Add(order);
        await (plan?.SaveAsync(cancellationToken) ?? db.SaveChangesAsync(cancellationToken));
        if (plan is not null)
            access.Tell(request.Items);
        return (new SubmitResult(order.ToView(), Replayed: false), order);
    }

    private static Task<Order?> KnownAsync(OssDbContext db, OrderRequest request, CancellationToken cancellationToken) =>
        db.Orders.AsNoTracking().Include(o => o.Items)
            .FirstOrDefaultAsync(o => o.ExternalSystem == request.ExternalSystem && o.ExternalId == request.ExternalId, cancellationToken);

    private static SubmitResult Replay(Order known, string fingerprint, Actor actor)
    {
        var visible = actor.TenantId is null || actor.TenantId == known.TenantId;
        return visible && known.PayloadHash == fingerprint
            ? new SubmitResult(known.ToView(), Replayed: true)
            : throw new DomainException(new DomainError.Conflict(
                ErrorCodes.OrderMismatch, $"The order '{known.ExternalId}' of '{known.ExternalSystem}' was submitted before with another content."));
    }
}
