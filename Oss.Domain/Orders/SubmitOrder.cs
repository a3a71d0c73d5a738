using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders;

/// <summary>
/// Takes an order and carries it out. The order, everything it changes and its audit entries are one transaction; what
/// the mail platform has to do follows, and a crash in between is resumed by <see cref="OrderWorker"/>.
/// </summary>
public sealed class SubmitOrder(IDbContextFactory<OssDbContext> contexts, OrderExecution execution, TimeProvider time)
{
    /// <summary>Each attempt looks again at what a faster order changed; more lost races than this is an overloaded database.</summary>
    private const int Attempts = 20;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(50);

    private static readonly OrderValidator Validator = new();

    /// <summary>Submits the order.</summary>
    /// <exception cref="DomainException">The order is refused as a whole and nothing was stored; after the cause is mended it may be sent again under its number.</exception>
    public async Task<SubmitResult> ExecuteAsync(OrderRequest request, Actor actor, CancellationToken cancellationToken)
    {
        if (Validator.Findings(request) is { Count: > 0 } findings)
            throw new DomainException(new DomainError.Validation(findings));

        var fingerprint = OrderFingerprint.Of(request);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await AttemptAsync(request, fingerprint, actor, cancellationToken);
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

    private async Task<SubmitResult> AttemptAsync(OrderRequest request, string fingerprint, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (await KnownAsync(db, request, cancellationToken) is { } known)
            return Replay(known, fingerprint, actor);

        var now = time.GetUtcNow().UtcDateTime;
        var plan = new OrderPlan(db, await OrderSubjects.LoadAsync(db, request, actor, cancellationToken), actor, now);
        plan.Apply(request);
        if (plan.Errors is [var worst, ..])
        {
            // What stands against it may be its own copy, stored since the first look.
            return await KnownAsync(db, request, cancellationToken) is { } copy ? Replay(copy, fingerprint, actor) : throw new DomainException(worst);
        }

        var order = new Order
        {
            ExternalSystem = request.ExternalSystem, ExternalId = request.ExternalId, PayloadHash = fingerprint,
            SubmittedBy = actor.Name, SubmittedAt = now, LeasedUntil = now + OrderExecution.Lease,
        };
        plan.Store(order);
        if (order.Items.All(item => item.State == OrderState.Completed))
            order.Complete(now);

        await db.SaveChangesAsync(cancellationToken);

        // From here on the order is accepted: the caller's patience no longer decides whether it is carried out.
        var accepted = order.ToView();
        return new SubmitResult(await execution.ContinueAsync(order.Id, CancellationToken.None) ?? accepted, Replayed: false);
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
