using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.Mailboxes.Finding;
using Oss.Domain.Persistence;

// The comparisons run in the database, whose collation is binary; EF translates no overload that says "ordinal".
#pragma warning disable CA1309

namespace Oss.Domain.Tenants;

/// <summary>One customer found.</summary>
/// <param name="Number">The customer number.</param>
/// <param name="Name">Name of the customer.</param>
public sealed record TenantRow(string Number, string Name);

/// <summary>One customer of a list for people.</summary>
/// <param name="Id">The tenant.</param>
/// <param name="Number">The customer number.</param>
/// <param name="Name">Name of the customer.</param>
/// <param name="Contracts">How many contracts it has.</param>
public sealed record TenantListRow(Guid Id, string Number, string Name, int Contracts);

/// <summary>Finds customers by the beginning of their number, and after those by the beginning of any word of their name; each of the two is read as its index has it.</summary>
public sealed class SearchTenants(IDbContextFactory<OssDbContext> contexts, RecordRead read)
{
    /// <summary>A part of those that the actor may see; all of them by number.</summary>
    /// <param name="text">What the caller says; empty for all.</param>
    /// <param name="cut">Which part.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Slice<TenantRow>> ExecuteAsync(string text, Cut cut, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await read.ListAsync("tenants", actor, cancellationToken, text);
        return await PartAsync(text, cut, actor, cancellationToken);
    });

    /// <summary>The same as a part of another look, which is noted itself.</summary>
    internal async Task<Slice<TenantRow>> PartAsync(string text, Cut cut, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return Given(text) is { Length: > 0 } given
            ? (await FindAsync(db, given, cut, actor, cancellationToken)).Of(row => new TenantRow(row.Number, row.Name))
            : cut.Slice(await cut.Of(Visible(db, actor), t => t.Number).Select(t => new TenantRow(t.Number, t.Name)).ToListAsync(cancellationToken), row => row.Number);
    }

    /// <summary>The same for people: all of them by name, each with how many contracts it has.</summary>
    /// <param name="text">What the caller says; empty for all.</param>
    /// <param name="cut">Which part.</param>
    /// <param name="actor">Who looks; sees the own tenant only where it has one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<Slice<TenantListRow>> ListAsync(string text, Cut cut, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await read.ListAsync("tenants", actor, cancellationToken, text);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = Given(text) is { Length: > 0 } given ? await FindAsync(db, given, cut, actor, cancellationToken) : await ByNameAsync(db, cut, actor, cancellationToken);
        var ids = found.Items.Select(row => row.Id).ToList();
        var contracts = await db.Subscriptions.Where(s => ids.Contains(s.TenantId) && s.TerminatedAt == null).GroupBy(s => s.TenantId).Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, cancellationToken);
        return found.Of(row => new TenantListRow(row.Id, row.Number, row.Name, contracts.GetValueOrDefault(row.Id)));
    });

    // Longer than any name is one that nobody has, and no text to compare with.
    private static string Given(string text) => text.Trim() is var given && given.Length <= Tenant.NameLength ? given : given[..Tenant.NameLength];

    private static IQueryable<Tenant> Visible(OssDbContext db, Actor actor)
    {
        var all = db.Tenants.AsNoTracking();
        return actor.TenantId is { } own ? all.Where(t => t.Id == own) : all;
    }

    private static async Task<Slice<Found>> ByNameAsync(OssDbContext db, Cut cut, Actor actor, CancellationToken cancellationToken)
    {
        var found = Visible(db, actor);
        if (HitPlace.TryParse(cut.From) is { Outer: var key } place && Guid.TryParse(place.Inner, out var id))
        {
            found = cut.Backwards
                ? found.Where(t => string.Compare(t.SearchName, key) <= 0 && (string.Compare(t.SearchName, key) < 0 || t.Id.CompareTo(id) < 0))
                : found.Where(t => string.Compare(t.SearchName, key) >= 0 && (string.Compare(t.SearchName, key) > 0 || t.Id.CompareTo(id) > 0));
        }

        found = cut.Backwards ? found.OrderByDescending(t => t.SearchName).ThenByDescending(t => t.Id) : found.OrderBy(t => t.SearchName).ThenBy(t => t.Id);
        var rows = await found.Take(cut.ToRead).Select(t => new { t.Id, t.Number, t.Name, t.SearchName }).ToListAsync(cancellationToken);
        return cut.Slice([.. rows.Select(t => new Found(t.Id, t.Number, t.Name, new HitPlace(FoundBy.TenantName, t.SearchName, t.Id.ToString())))], row => row.Place.ToString());
    }

    private static async Task<Slice<Found>> FindAsync(OssDbContext db, string text, Cut cut, Actor actor, CancellationToken cancellationToken)
    {
        var from = HitPlace.TryParse(cut.From);
        FoundBy[] ways = cut.Backwards ? [FoundBy.TenantName, FoundBy.TenantNumber] : [FoundBy.TenantNumber, FoundBy.TenantName];
        var rows = new List<Found>();
        foreach (var way in ways.SkipWhile(way => from is { } place && place.By != way))
        {
            var begun = from is { } here && here.By == way ? from : null;
            var count = cut.ToRead - rows.Count;
            if (count > 0)
                rows.AddRange(way == FoundBy.TenantNumber ? await ByNumberAsync(db, text, begun, cut, count, actor, cancellationToken) : await ByStartAsync(db, text, begun, cut, count, actor, cancellationToken));
        }

        return cut.Slice(rows, row => row.Place.ToString());
    }

    private static async Task<IEnumerable<Found>> ByNumberAsync(OssDbContext db, string text, HitPlace? from, Cut cut, int count, Actor actor, CancellationToken cancellationToken)
    {
        var end = text + SearchText.Highest;
        var found = Visible(db, actor).Where(t => string.Compare(t.Number, text) >= 0 && string.Compare(t.Number, end) < 0);
        if (from is { Outer: var key })
            found = cut.Backwards ? found.Where(t => string.Compare(t.Number, key) < 0) : found.Where(t => string.Compare(t.Number, key) > 0);
        found = cut.Backwards ? found.OrderByDescending(t => t.Number) : found.OrderBy(t => t.Number);
        var rows = await found.Take(count).Select(t => new { t.Id, t.Number, t.Name }).ToListAsync(cancellationToken);
        return rows.Select(t => new Found(t.Id, t.Number, t.Name, new HitPlace(FoundBy.TenantNumber, t.Number, "")));
    }

    // At the first of its words that begin so, and not when its number does already.
    private static async Task<IEnumerable<Found>> ByStartAsync(OssDbContext db, string text, HitPlace? from, Cut cut, int count, Actor actor, CancellationToken cancellationToken)
    {
        var (start, numberEnd) = (SearchText.FoldName(text), text + SearchText.Highest);
        var end = start + SearchText.Highest;
        var visible = Visible(db, actor);
        var found = db.TenantNameStarts.AsNoTracking().Where(n => string.Compare(n.Start, start) >= 0 && string.Compare(n.Start, end) < 0
            && !db.TenantNameStarts.Any(o => o.TenantId == n.TenantId && string.Compare(o.Start, start) >= 0 && string.Compare(o.Start, n.Start) < 0));
        if (from is { Outer: var key } place && Guid.TryParse(place.Inner, out var id))
        {
            found = cut.Backwards
                ? found.Where(n => string.Compare(n.Start, key) <= 0 && (string.Compare(n.Start, key) < 0 || n.TenantId.CompareTo(id) < 0))
                : found.Where(n => string.Compare(n.Start, key) >= 0 && (string.Compare(n.Start, key) > 0 || n.TenantId.CompareTo(id) > 0));
        }

        var meant = visible.Where(t => string.Compare(t.Number, text) < 0 || string.Compare(t.Number, numberEnd) >= 0);
        found = found.Where(n => meant.Any(t => t.Id == n.TenantId));
        found = cut.Backwards ? found.OrderByDescending(n => n.Start).ThenByDescending(n => n.TenantId) : found.OrderBy(n => n.Start).ThenBy(n => n.TenantId);
        var rows = await found.Take(count).ToListAsync(cancellationToken);
        var ids = rows.Select(n => n.TenantId).ToList();
        var tenants = await db.Tenants.AsNoTracking().Where(t => ids.Contains(t.Id)).Select(t => new { t.Id, t.Number, t.Name }).ToDictionaryAsync(t => t.Id, cancellationToken);
        return rows.Where(n => tenants.ContainsKey(n.TenantId)).Select(n => new Found(n.TenantId, tenants[n.TenantId].Number, tenants[n.TenantId].Name, new HitPlace(FoundBy.TenantName, n.Start, n.TenantId.ToString())));
    }

    private sealed record Found(Guid Id, string Number, string Name, HitPlace Place);
}
