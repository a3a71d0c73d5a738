using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders;

/// <summary>Which orders are looked for; what is absent does not filter.</summary>
/// <param name="State">Where they stand.</param>
/// <param name="ExternalSystem">The CRM's name.</param>
/// <param name="ExternalId">The CRM's order number.</param>
/// <param name="TenantNumber">The customer's number.</param>
/// <param name="MailboxId">A mailbox that an item is about.</param>
public sealed record OrderSearch(
    OrderState? State = null, string? ExternalSystem = null, string? ExternalId = null, string? TenantNumber = null, Guid? MailboxId = null);

/// <summary>One order of a list.</summary>
/// <param name="Id">The platform's id.</param>
/// <param name="ExternalSystem">The CRM's name.</param>
/// <param name="ExternalId">The CRM's order number.</param>
/// <param name="State">Where it stands.</param>
/// <param name="SubmittedBy">Name of the actor.</param>
/// <param name="SubmittedAt">UTC.</param>
/// <param name="TenantNumber">The customer, when it is about one.</param>
/// <param name="TenantName">The customer, when it is about one.</param>
/// <param name="First">The first item.</param>
/// <param name="Items">How many items there are.</param>
public sealed record OrderRow(
    Guid Id, string ExternalSystem, string ExternalId, OrderState State, string SubmittedBy, DateTime SubmittedAt,
    string? TenantNumber, string? TenantName, OrderItemView? First, int Items);

/// <summary>Finds orders, the newest first.</summary>
public sealed class SearchOrders(IDbContextFactory<OssDbContext> contexts, RecordRead read)
{
    /// <summary>A part of what the actor may see.</summary>
    public Task<Slice<OrderRow>> ExecuteAsync(OrderSearch search, Cut cut, Actor actor, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(async () =>
        {
            await NoteAsync(search, actor, cancellationToken);
            return await FindAsync(search, cut, actor, cancellationToken);
        });

    /// <summary>A page of what the actor may see, with how many there are: for callers whose contract counts rows.</summary>
    public Task<Page<OrderView>> PageAsync(OrderSearch search, int offset, int limit, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await NoteAsync(search, actor, cancellationToken);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await MatchingAsync(db, search, actor, cancellationToken);
        var rows = await found.OrderByDescending(o => o.SubmittedAt).ThenByDescending(o => o.Id).Skip(Page.Skipped(offset)).Take(Page.Bound(limit))
            .Include(o => o.Items).AsSplitQuery().ToListAsync(cancellationToken);
        return new Page<OrderView>([.. rows.Select(o => o.ToView())], await Page.CountAsync(found, cancellationToken));
    });

    private Task NoteAsync(OrderSearch search, Actor actor, CancellationToken cancellationToken) =>
        read.ListAsync("orders", actor, cancellationToken, search.State?.ToString(), search.ExternalSystem, search.ExternalId, search.TenantNumber, search.MailboxId?.ToString());

    private static async Task<IQueryable<Order>> MatchingAsync(OssDbContext db, OrderSearch search, Actor actor, CancellationToken cancellationToken)
    {
        var found = db.Orders.AsNoTracking();
        if (actor.TenantId is { } own)
            found = found.Where(o => o.TenantId == own);
        if (search.State is { } state)
            found = found.Where(o => o.State == state);
        if (search.ExternalSystem is { Length: > 0 } system)
            found = found.Where(o => o.ExternalSystem == system);
        if (search.ExternalId is { Length: > 0 } id)
            found = found.Where(o => o.ExternalId == id);
        if (search.MailboxId is { } mailbox)
            found = found.Where(o => o.Items.Any(i => i.MailboxId == mailbox));
        if (search.TenantNumber is { Length: > 0 } number)
        {
            // Looked up first: a condition over a join would be answered by reading all orders.
            var tenant = await db.Tenants.Where(t => t.Number == number).Select(t => (Guid?)t.Id).FirstOrDefaultAsync(cancellationToken);
            found = found.Where(o => tenant != null && o.TenantId == tenant);
        }

        return found;
    }

    private async Task<Slice<OrderRow>> FindAsync(OrderSearch search, Cut cut, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await MatchingAsync(db, search, actor, cancellationToken);
        if (TimeKey.TryParse(cut.From) is var (at, id))
        {
            found = cut.Backwards
                ? found.Where(o => o.SubmittedAt >= at && (o.SubmittedAt > at || o.Id.CompareTo(id) > 0))
                : found.Where(o => o.SubmittedAt <= at && (o.SubmittedAt < at || o.Id.CompareTo(id) < 0));
        }

        found = cut.Backwards ? found.OrderBy(o => o.SubmittedAt).ThenBy(o => o.Id) : found.OrderByDescending(o => o.SubmittedAt).ThenByDescending(o => o.Id);
        var rows = await found.Take(cut.ToRead).Select(o => new
        {
            Order = o,
            First = o.Items.OrderBy(i => i.Position).FirstOrDefault(),
            Items = o.Items.Count,
            Tenant = db.Tenants.Where(t => t.Id == o.TenantId).Select(t => new { t.Number, t.Name }).FirstOrDefault(),
        }).ToListAsync(cancellationToken);
        return cut.Slice([.. rows.Select(row => new OrderRow(
            row.Order.Id, row.Order.ExternalSystem, row.Order.ExternalId, row.Order.State, row.Order.SubmittedBy, row.Order.SubmittedAt,
            row.Tenant?.Number, row.Tenant?.Name, row.First?.ToView(), row.Items))], row => new TimeKey(row.SubmittedAt, row.Id).ToString());
    }
}
