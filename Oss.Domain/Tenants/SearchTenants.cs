using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;

// The comparisons run in the database, whose collation is binary; EF translates no overload that says "ordinal".
#pragma warning disable CA1309

namespace Oss.Domain.Tenants;

/// <summary>One customer found.</summary>
/// <param name="Number">The customer number.</param>
/// <param name="Name">Name of the customer.</param>
public sealed record TenantRow(string Number, string Name);

/// <summary>Finds customers by the beginning of their number or of any word of their name.</summary>
public sealed class SearchTenants(IDbContextFactory<OssDbContext> contexts)
{
    /// <summary>Some of those that the actor may see, by number.</summary>
    /// <param name="text">What the caller says; empty for all.</param>
    /// <param name="after">The last number of the part before.</param>
    /// <param name="limit">Rows wanted, at most <see cref="Page.MaxLimit"/>.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Part<TenantRow>> ExecuteAsync(string text, string? after, int limit, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = db.Tenants.AsNoTracking().Where(t => actor.TenantId == null || t.Id == actor.TenantId);
        if (text.Trim() is { Length: > 0 } given)
        {
            var ids = Matching(db, given);
            found = found.Where(t => ids.Contains(t.Id));
        }

        if (after is not null)
            found = found.Where(t => string.Compare(t.Number, after) > 0);
        var rows = await found.OrderBy(t => t.Number).Take(Page.Bound(limit) + 1).Select(t => new TenantRow(t.Number, t.Name)).ToListAsync(cancellationToken);
        return Part<TenantRow>.Of(rows, limit, row => row.Number);
    });

    internal static IQueryable<Guid> Matching(OssDbContext db, string text)
    {
        var (end, folded) = (text + SearchText.Highest, SearchText.Fold(text));
        var (foldedEnd, inner) = (folded + SearchText.Highest, " " + folded);
        return db.Tenants.Where(t => string.Compare(t.Number, text) >= 0 && string.Compare(t.Number, end) < 0).Select(t => t.Id)
            .Union(db.Tenants.Where(t => (string.Compare(t.SearchName, folded) >= 0 && string.Compare(t.SearchName, foldedEnd) < 0) || t.SearchName.Contains(inner)).Select(t => t.Id));
    }
}
