using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailPlatform;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Orders.Planning;

/// <summary>
/// Carries out an order's items one after the other on what was loaded, so that each sees what those before it made. Finds all that stands
/// against the order; nothing reaches the database until the caller saves. Checking, submitting and carrying out later are the same code.
/// </summary>
internal sealed class OrderPlan
{
    private readonly OssDbContext _db;
    private readonly List<ItemPlan> _items = [];

    private OrderPlan(OssDbContext db, OrderSubjects subjects, Actor actor, DateTime now, LifeCycleOptions lifeCycle) =>
        (_db, Subjects, Actor, Now, LifeCycle) = (db, subjects, actor, now, lifeCycle);

    public OrderSubjects Subjects { get; }

    public Actor Actor { get; }

    public DateTime Now { get; }

    public LifeCycleOptions LifeCycle { get; }

    /// <summary>One sentence per item, in the order's own order.</summary>
    public IReadOnlyList<string> Sentences => [.. _items.OrderBy(item => item.Position).Select(item => item.Outcome?.Sentence).OfType<string>()];

    /// <summary>Everything that stands against the order, the findings first.</summary>
    public IReadOnlyList<DomainError> Errors
    {
        get
        {
            var findings = _items.OrderBy(item => item.Position).SelectMany(item => item.Findings).ToList();
            var errors = _items.OrderBy(item => item.Position).SelectMany(item => item.Errors).Distinct();
            return findings.Count == 0 ? [.. errors] : [new DomainError.Validation(findings), .. errors];
        }
    }

    /// <summary>The items that cannot be done, and why.</summary>
    public IReadOnlyDictionary<int, DomainError> Failures => _items.Where(item => item.Failure is not null).ToDictionary(item => item.Position, item => item.Failure!);

    /// <summary>Whether the mail platform is asked about what some of the items change, which takes as long as its storage does.</summary>
    public static bool AsksPlatform(IEnumerable<OrderItemRequest> items) => items.Any(item => item is RulesItemRequest or RelayItemRequest or SubscriptionItemRequest);

    /// <summary>Plans the items at the given positions; the others are left out.</summary>
    public static async Task<OrderPlan> MakeAsync(
        OssDbContext db, IReadOnlyList<OrderItemRequest> items, Func<int, bool> isMeant, Actor actor, DateTime now, LifeCycleOptions lifeCycle, IMailPlatform platform,
        CancellationToken cancellationToken)
    {
        var meant = items.Where((_, index) => isMeant(index + 1)).ToList();
        var plan = new OrderPlan(db, await OrderSubjects.LoadAsync(db, meant, actor, platform, cancellationToken), actor, now, lifeCycle);
        foreach (var position in OrderDependencies.Of(items).InOrder().Where(isMeant))
            plan.Apply(position, items[position - 1]);

        foreach (var subscription in plan.Subjects.Touched)
            plan.CheckLimits(subscription);
        return plan;
    }

    /// <summary>Writes the outcome into the order's items and hands the audit entries to the context.</summary>
    public void Store(Order order)
    {
        var tenants = _items.Select(item => item.Outcome!.Subscription?.TenantId).Distinct().ToList();
        if (tenants.Count > 0)
            order.TenantId = tenants.Count == 1 ? tenants[0] : null;
        foreach (var planned in _items)
        {
            var (item, outcome) = (order.Items.Single(item => item.Position == planned.Position), planned.Outcome!);
            item.MailboxId = outcome.MailboxId;
            item.Undo = outcome.Undo?.Write();
            if (outcome.NeedsPlatform)
                item.Begin();
            else
                item.Complete();
            _db.AuditEntries.Add(Entry(order, item, outcome));
        }
    }

    /// <summary>Saves it all in one transaction: what the items changed, and what follows for thousands of rows that nobody loads.</summary>
    public async Task SaveAsync(CancellationToken cancellationToken)
    {
        if (Subjects.Following.Count == 0)
        {
            await _db.SaveChangesAsync(cancellationToken);
            return;
        }

        await using var transaction = await _db.Database.BeginTransactionAsync(cancellationToken);
        await _db.SaveChangesAsync(cancellationToken);
        foreach (var follow in Subjects.Following)
            await follow.ExecuteAsync(_db, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private AuditEntry Entry(Order order, OrderItem item, ItemOutcome outcome)
    {
        var entry = AuditEntry.By(
            Actor, Now, $"{item.Subject}.{item.Action.ToString().ToLowerInvariant()}", outcome.Key, outcome.Subscription?.TenantId, outcome.Sentence, order.Id);
        (entry.Before, entry.After) = (outcome.Before, outcome.After);
        return entry;
    }

    private void Apply(int position, OrderItemRequest request)
    {
        var item = new ItemPlan(this, position, request);
        _items.Add(item);
        if (!OrderPermissions.Allow(Actor, request))
            item.Fail(new DomainError.Forbidden($"The role {Actor.Role} may not order this."));
        else
            item.Apply();
    }

    private void CheckLimits(Subscription subscription)
    {
        var (before, after) = (Subjects.CountsBefore(subscription), Subjects.Counts(subscription));
        Check(subscription, ProductLimit.Domains, before.Domains, after.Domains, counts => counts.Domains);
        Check(subscription, ProductLimit.Mailboxes, before.Mailboxes, after.Mailboxes, counts => counts.Mailboxes);
        Check(subscription, ProductLimit.Aliases, before.Aliases, after.Aliases, counts => counts.Aliases);
        Check(subscription, ProductLimit.QuotaTotal, before.QuotaBytes, after.QuotaBytes, counts => counts.QuotaBytes);
    }

    // The items too many are the last that add to the count; a smaller product is itself the one too many.
    private void Check(Subscription subscription, ProductLimit limit, long current, long requested, Func<SubscriptionCounts, long> count)
    {
        // Who had more before a product was made smaller keeps it, and gets no more.
        if (subscription.LimitOf(limit) is not { } most || requested <= most || (requested <= current && most >= Subjects.LimitBefore(subscription, limit)))
            return;

        var error = new DomainError.LimitExceeded(limit.Code(), most, current, requested);
        var over = requested - most;
        foreach (var item in Enumerable.Reverse(_items).Where(item => item.Outcome?.Subscription == subscription))
        {
            if (over <= 0)
                return;

            var added = count(item.Added);
            if (added <= 0 && item.Request is not SubscriptionItemRequest)
                continue;

            item.Fail(error);
            over -= item.Request is SubscriptionItemRequest ? over : added;
        }
    }
}
