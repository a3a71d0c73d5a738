using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;

namespace Oss.Domain.Tenants;

/// <summary>One customer of a list.</summary>
public sealed record TenantListRow(Guid Id, string Number, string Name, int Contracts);

/// <summary>Customers as a page by name, with how many contracts they have.</summary>
public sealed class ListTenants(IDbContextFactory<OssDbContext> contexts)
{
    /// <summary>A page, by name.</summary>
    /// <param name="text">Beginning of a word of the name, or of the number; empty for all.</param>
    /// <param name="offset">Rows to skip.</param>
    /// <param name="limit">Rows wanted.</param>
    /// <param name="actor">Who looks; sees the own tenant only where it has one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<Page<TenantListRow>> ExecuteAsync(string text, int offset, int limit, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = db.Tenants.AsNoTracking().Where(t => actor.TenantId == null || t.Id == actor.TenantId);
        if (text.Trim() is { Length: > 0 } given)
        {
            var ids = SearchTenants.Matching(db, given.Length <= Tenant.NameLength ? given : given[..Tenant.NameLength]);
            found = found.Where(t => ids.Contains(t.Id));
        }

        var total = await found.CountAsync(cancellationToken);
        var rows = await found.OrderBy(t => t.SearchName).ThenBy(t => t.Id).Skip(Math.Max(0, offset)).Take(Page.Bound(limit))
            .Select(t => new TenantListRow(t.Id, t.Number, t.Name, db.Subscriptions.Count(s => s.TenantId == t.Id && s.TerminatedAt == null))).ToListAsync(cancellationToken);
        return new Page<TenantListRow>(rows, total);
    });
}
