using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Oss.Domain.Access;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailPlatform;
using Oss.Domain.Orders.Planning;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders;

/// <summary>Says what submitting an order would do and what stands against it, and does nothing.</summary>
public sealed class CheckOrder(IDbContextFactory<OssDbContext> contexts, IOptions<LifeCycleOptions> lifeCycle, IMailPlatform platform, TimeProvider time)
{
    private const string Item = "items[";
    private static readonly OrderValidator Validator = new();

    /// <summary>Checks the order.</summary>
    /// <exception cref="DomainException">Only when the database is out of reach; a broken rule is part of the result.</exception>
    public async Task<CheckResult> ExecuteAsync(OrderRequest request, Actor actor, CancellationToken cancellationToken)
    {
        if (Validator.Findings(request) is { Count: > 0 } findings)
            return new CheckResult(false, [new DomainError.Validation(findings)], []) { Failures = ByItem(findings) };

        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (await db.Orders.AnyAsync(o => o.ExternalSystem == request.ExternalSystem && o.ExternalId == request.ExternalId
                && (actor.TenantId == null || o.TenantId == actor.TenantId), cancellationToken))
                return new CheckResult(true, [], ["An order of this number was submitted before; the same content would be answered from it."]);

            var plan = await OrderPlan.MakeAsync(db, OrderContent.Unhashed(request.Items), _ => true, actor, time.GetUtcNow().UtcDateTime, lifeCycle.Value, platform, cancellationToken);
            return new CheckResult(plan.Errors.Count == 0, plan.Errors, plan.Sentences) { Failures = plan.Failures };
        }
        catch (Exception e) when (DatabaseErrors.IsUnreachable(e))
        {
            throw new DomainException(new DomainError.Unavailable("The database is out of reach; try again."), e);
        }
    }

    // items[2].mailbox.address is of the third item.
    private static Dictionary<int, DomainError> ByItem(IEnumerable<Finding> findings) => findings
        .Where(finding => finding.Path.StartsWith(Item, StringComparison.Ordinal))
        .GroupBy(finding => int.Parse(finding.Path.AsSpan(Item.Length, finding.Path.IndexOf(']', StringComparison.Ordinal) - Item.Length), CultureInfo.InvariantCulture) + 1)
        .ToDictionary(group => group.Key, DomainError (group) => new DomainError.Validation([.. group]));
}
