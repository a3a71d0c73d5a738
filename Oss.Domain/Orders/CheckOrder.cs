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
        var findings = Validator.Findings(request);
        if (request.Items.Count is 0 or > OrderLimits.Items)
            return new CheckResult(false, [new DomainError.Validation(findings)], []);

        try
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            if (findings.Count == 0 && await db.Orders.AnyAsync(o => o.ExternalSystem == request.ExternalSystem && o.ExternalId == request.ExternalId
                && (actor.TenantId == null || o.TenantId == actor.TenantId), cancellationToken))
                return new CheckResult(true, [], ["An order of this number was submitted before; the same content would be answered from it."]);

            // What is wrong in form hides nothing else: the items that are well-formed, and build on no other, are planned all the same.
            var malformed = ByItem(findings);
            var skipped = WithDependents(request.Items, malformed.Keys);
            var plan = await OrderPlan.MakeAsync(
                db, OrderContent.Unhashed(request.Items), position => !skipped.Contains(position), actor, time.GetUtcNow().UtcDateTime, lifeCycle.Value, platform, cancellationToken);
            var errors = Together(findings, plan.Errors);
            return new CheckResult(errors.Count == 0, errors, plan.Sentences) { Failures = malformed.Concat(plan.Failures).ToDictionary() };
        }
        catch (Exception e) when (DatabaseErrors.IsUnreachable(e))
        {
            throw new DomainException(new DomainError.Unavailable("The database is out of reach; try again."), e);
        }
    }

    private static IReadOnlyList<DomainError> Together(IReadOnlyList<Finding> form, IReadOnlyList<DomainError> rules) => form.Count == 0
        ? rules
        : [new DomainError.Validation([.. form, .. rules.OfType<DomainError.Validation>().SelectMany(error => error.Findings)]), .. rules.Where(error => error is not DomainError.Validation)];

    private static HashSet<int> WithDependents(IReadOnlyList<OrderItemRequest> items, IEnumerable<int> malformed)
    {
        var skipped = malformed.ToHashSet();
        if (skipped.Count == 0)
            return skipped;

        var dependencies = OrderDependencies.Of(items);
        foreach (var position in dependencies.InOrder().Where(position => dependencies.Of(position).Any(skipped.Contains)))
            skipped.Add(position);
        return skipped;
    }

    // items[2].mailbox.address is of the third item.
    private static Dictionary<int, DomainError> ByItem(IEnumerable<Finding> findings) => findings
        .Where(finding => finding.Path.StartsWith(Item, StringComparison.Ordinal))
        .GroupBy(finding => int.Parse(finding.Path.AsSpan(Item.Length, finding.Path.IndexOf(']', StringComparison.Ordinal) - Item.Length), CultureInfo.InvariantCulture) + 1)
        .ToDictionary(group => group.Key, DomainError (group) => new DomainError.Validation([.. group]));
}
