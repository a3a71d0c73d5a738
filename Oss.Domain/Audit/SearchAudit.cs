using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;

// The comparisons run in the database, whose collation is binary; EF translates no overload that says "ordinal".
#pragma warning disable CA1309

namespace Oss.Domain.Audit;

/// <summary>Which entries are looked for; what is absent does not filter.</summary>
/// <param name="Actor">Kind and name, as in <c>ConsoleUser anna</c>; or the name alone, of whatever kind.</param>
/// <param name="Action">Beginning of the action: <c>mailbox.</c>, or <c>mailbox.provide</c>.</param>
/// <param name="Subject">Beginning of the subject's key.</param>
/// <param name="TenantNumber">The customer concerned.</param>
/// <param name="From">Not before, UTC.</param>
/// <param name="Until">Before, UTC.</param>
public sealed record AuditSearch(
    string? Actor = null, string? Action = null, string? Subject = null, string? TenantNumber = null, DateTime? From = null, DateTime? Until = null);

/// <summary>One entry of a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="At">When, UTC.</param>
/// <param name="Actor">Kind and name of who did it.</param>
/// <param name="Action">What was done.</param>
/// <param name="Subject">The key of what it was done to.</param>
/// <param name="TenantNumber">The customer concerned.</param>
/// <param name="TenantName">Name of the customer.</param>
/// <param name="OrderId">The order that did it.</param>
/// <param name="Detail">What changed, in a sentence.</param>
/// <param name="OnBehalfOf">For whom it was done, in the actor's words.</param>
/// <param name="Reason">Why, in the actor's words.</param>
/// <param name="Source">From where: an address or a system.</param>
/// <param name="Before">What there was, as JSON without secrets.</param>
/// <param name="After">What there is, as JSON without secrets.</param>
public sealed record AuditRow(
    Guid Id, DateTime At, string Actor, string Action, string Subject, string? TenantNumber, string? TenantName, Guid? OrderId, string Detail,
    string? OnBehalfOf = null, string? Reason = null, string? Source = null, string? Before = null, string? After = null);

/// <summary>Says who changed what, the newest first.</summary>
public sealed class SearchAudit(IDbContextFactory<OssDbContext> contexts)
{
    private static readonly string[] Kinds = Enum.GetNames<ActorKind>();

    /// <summary>A part of what the actor may see: of one tenant, or all.</summary>
    public Task<Slice<AuditRow>> ExecuteAsync(AuditSearch search, Cut cut, Actor actor, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(() => FindAsync(search, cut, actor, cancellationToken));

    private async Task<Slice<AuditRow>> FindAsync(AuditSearch search, Cut cut, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await MatchingAsync(db, search, actor, cancellationToken);
        if (TimeKey.TryParse(cut.From) is var (at, id))
        {
            found = cut.Backwards
                ? found.Where(e => e.At >= at && (e.At > at || e.Id.CompareTo(id) > 0))
                : found.Where(e => e.At <= at && (e.At < at || e.Id.CompareTo(id) < 0));
        }

        found = cut.Backwards ? found.OrderBy(e => e.At).ThenBy(e => e.Id) : found.OrderByDescending(e => e.At).ThenByDescending(e => e.Id);
        var rows = await found.Take(cut.ToRead).Select(e => new
        {
            Entry = e,
            Tenant = db.Tenants.Where(t => t.Id == e.TenantId).Select(t => new { t.Number, t.Name }).FirstOrDefault(),
        }).ToListAsync(cancellationToken);
        return cut.Slice([.. rows.Select(row => new AuditRow(
            row.Entry.Id, row.Entry.At, row.Entry.Actor, row.Entry.Action, row.Entry.Subject, row.Tenant?.Number, row.Tenant?.Name, row.Entry.OrderId, row.Entry.Detail,
            row.Entry.OnBehalfOf, row.Entry.Reason, row.Entry.Source, row.Entry.Before, row.Entry.After))], row => new TimeKey(row.At, row.Id).ToString());
    }

    private static async Task<IQueryable<AuditEntry>> MatchingAsync(OssDbContext db, AuditSearch search, Actor actor, CancellationToken cancellationToken)
    {
        var found = db.AuditEntries.AsNoTracking();
        if (actor.TenantId is { } own)
            found = found.Where(e => e.TenantId == own);
        if (search.Actor is { Length: > 0 } name)
        {
            // Each kind is a value to look up; a condition on the end of the text would read the whole index.
            var names = Kinds.Select(kind => $"{kind} {name}").Append(name).ToList();
            found = found.Where(e => names.Contains(e.Actor));
        }

        if (search.Action is { Length: > 0 } action)
        {
            var end = action + SearchText.Highest;
            found = found.Where(e => string.Compare(e.Action, action) >= 0 && string.Compare(e.Action, end) < 0);
        }

        if (search.Subject is { Length: > 0 } subject)
        {
            var end = subject + SearchText.Highest;
            found = found.Where(e => string.Compare(e.Subject, subject) >= 0 && string.Compare(e.Subject, end) < 0);
        }

        if (search.TenantNumber is { Length: > 0 } number)
        {
            var tenant = await db.Tenants.Where(t => t.Number == number).Select(t => (Guid?)t.Id).FirstOrDefaultAsync(cancellationToken);
            found = found.Where(e => tenant != null && e.TenantId == tenant);
        }

        if (search.From is { } from)
            found = found.Where(e => e.At >= from);
        if (search.Until is { } until)
            found = found.Where(e => e.At < until);
        return found;
    }
}
