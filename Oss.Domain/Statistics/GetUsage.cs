using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;

namespace Oss.Domain.Statistics;

/// <summary>What was counted in one stretch of time.</summary>
/// <param name="At">Its beginning, UTC.</param>
/// <param name="Measure">What; see <see cref="UsageMeasures"/>.</param>
/// <param name="Count">How often.</param>
/// <param name="Octets">Octets of the messages.</param>
public sealed record UsageView(DateTime At, string Measure, long Count, long Octets);

/// <summary>What is wanted of the counters.</summary>
/// <param name="From">The first hour, UTC.</param>
/// <param name="Until">The hour after the last, UTC; <see langword="null"/> for now.</param>
/// <param name="ByDay">Whether hours are added up to days.</param>
/// <param name="TenantNumber">Of one customer; <see langword="null"/> for all that may be seen.</param>
public sealed record UsageSearch(DateTime From, DateTime? Until = null, bool ByDay = false, string? TenantNumber = null)
{
    /// <summary>Days that hours may be asked of.</summary>
    public const int MaxDaysByHour = 31;

    /// <summary>Days that may be asked of.</summary>
    public const int MaxDays = 800;
}

/// <summary>Reads the counters of messages and logins.</summary>
public sealed class GetUsage(IDbContextFactory<OssDbContext> contexts, TimeProvider time)
{
    /// <summary>In the order of time and measure.</summary>
    public Task<IReadOnlyList<UsageView>> ExecuteAsync(UsageSearch search, Actor actor, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(() => ReadAsync(search, actor, cancellationToken));

    private async Task<IReadOnlyList<UsageView>> ReadAsync(UsageSearch search, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var until = search.Until ?? time.GetUtcNow().UtcDateTime;
        var earliest = until.AddDays(-(search.ByDay ? UsageSearch.MaxDays : UsageSearch.MaxDaysByHour));
        var from = search.From < earliest ? earliest : search.From;
        var counts = db.UsageCounts.AsNoTracking().Where(c => c.Hour >= from && c.Hour < until);
        if (search.TenantNumber is { Length: > 0 } number)
        {
            var tenant = await db.Tenants.Where(t => t.Number == number).Select(t => (Guid?)t.Id).FirstOrDefaultAsync(cancellationToken);
            counts = counts.Where(c => tenant != null && c.TenantId == tenant);
        }

        if (actor.TenantId is { } own)
            counts = counts.Where(c => c.TenantId == own);
        var hours = await counts.GroupBy(c => new { c.Hour, c.Measure }).Select(g => new UsageView(g.Key.Hour, g.Key.Measure, g.Sum(c => c.Count), g.Sum(c => c.Octets))).ToListAsync(cancellationToken);
        return
        [
            .. (search.ByDay ? hours.GroupBy(h => (h.At.Date, h.Measure)).Select(g => new UsageView(g.Key.Date, g.Key.Measure, g.Sum(h => h.Count), g.Sum(h => h.Octets))) : hours)
                .OrderBy(u => u.At).ThenBy(u => u.Measure, StringComparer.Ordinal),
        ];
    }
}
