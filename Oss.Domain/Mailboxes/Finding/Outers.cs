using Microsoft.EntityFrameworkCore;
using Oss.Domain.Subscriptions;

// The comparisons run in the database, whose collation is binary; EF translates no overload that says "ordinal".
#pragma warning disable CA1309

namespace Oss.Domain.Mailboxes.Finding;

/// <summary>What mailboxes belong to: a domain, or a contract.</summary>
/// <param name="Key">Where it stands among those found; unique.</param>
/// <param name="Id">The domain or the contract.</param>
internal sealed record Outer(string Key, Guid Id);

/// <summary>Domains and contracts that are found by what a caller says, from one of them on: that one too, for it may have more.</summary>
internal static class Outers
{
    private const char Border = '\n';

    /// <returns>Those found, and the last key looked at when there may be more.</returns>
    public static Task<(IReadOnlyList<Outer> Found, string? End)> ReadAsync(FoundBy way, Saying saying, HitPlace? from, bool backwards, int count, CancellationToken cancellationToken) => way switch
    {
        FoundBy.Domain or FoundBy.FurtherDomain => DomainsAsync(saying, from, backwards, count, cancellationToken),
        FoundBy.Contract => ContractsAsync(saying, from, backwards, count, cancellationToken),
        FoundBy.TenantNumber => OfTenantsByNumberAsync(saying, from, backwards, count, cancellationToken),
        _ => OfTenantsByNameAsync(saying, from, backwards, count, cancellationToken),
    };

    private static async Task<(IReadOnlyList<Outer>, string?)> DomainsAsync(Saying saying, HitPlace? from, bool backwards, int count, CancellationToken cancellationToken)
    {
        var (start, end) = (saying.Domain, saying.DomainEnd);
        var found = saying.Db.MailDomains.AsNoTracking().Where(d => string.Compare(d.Name, start) >= 0 && string.Compare(d.Name, end) < 0);
        if (from is { Outer: var key })
            found = backwards ? found.Where(d => string.Compare(d.Name, key) <= 0) : found.Where(d => string.Compare(d.Name, key) >= 0);
        found = backwards ? found.OrderByDescending(d => d.Name) : found.OrderBy(d => d.Name);
        return Whole(await found.Take(count).Select(d => new Outer(d.Name, d.Id)).ToListAsync(cancellationToken), count);
    }

    private static async Task<(IReadOnlyList<Outer>, string?)> ContractsAsync(Saying saying, HitPlace? from, bool backwards, int count, CancellationToken cancellationToken)
    {
        var (start, end) = (saying.Text, saying.TextEnd);
        var found = saying.Db.Subscriptions.AsNoTracking().In(s => s.Id, saying.Contracts).Where(s => string.Compare(s.ContractNumber, start) >= 0 && string.Compare(s.ContractNumber, end) < 0);
        if (from is { Outer: var key })
            found = backwards ? found.Where(s => string.Compare(s.ContractNumber, key) <= 0) : found.Where(s => string.Compare(s.ContractNumber, key) >= 0);
        found = backwards ? found.OrderByDescending(s => s.ContractNumber) : found.OrderBy(s => s.ContractNumber);
        return Whole(await found.Take(count).Select(s => new Outer(s.ContractNumber, s.Id)).ToListAsync(cancellationToken), count);
    }

    private static async Task<(IReadOnlyList<Outer>, string?)> OfTenantsByNumberAsync(Saying saying, HitPlace? from, bool backwards, int count, CancellationToken cancellationToken)
    {
        var (start, end) = (saying.Text, saying.TextEnd);
        var found = saying.Db.Tenants.AsNoTracking().Where(t => string.Compare(t.Number, start) >= 0 && string.Compare(t.Number, end) < 0);
        var meant = saying.Db.Subscriptions.In(s => s.Id, saying.Contracts);
        if (saying.Contracts is not null)
            found = found.Where(t => meant.Any(s => s.TenantId == t.Id));
        if (from?.Outer.Split(Border)[0] is { } key)
            found = backwards ? found.Where(t => string.Compare(t.Number, key) <= 0) : found.Where(t => string.Compare(t.Number, key) >= 0);
        found = backwards ? found.OrderByDescending(t => t.Number) : found.OrderBy(t => t.Number);
        var tenants = await found.Take(count).Select(t => new { t.Id, t.Number }).ToListAsync(cancellationToken);
        return await WithContractsAsync(saying, [.. tenants.Select(t => (t.Number, t.Id))], from, backwards, count, cancellationToken);
    }

    private static async Task<(IReadOnlyList<Outer>, string?)> OfTenantsByNameAsync(Saying saying, HitPlace? from, bool backwards, int count, CancellationToken cancellationToken)
    {
        var (db, start, end, number, numberEnd) = (saying.Db, saying.Name, saying.NameEnd, saying.Text, saying.TextEnd);
        var found = db.TenantNameStarts.AsNoTracking().Where(n => string.Compare(n.Start, start) >= 0 && string.Compare(n.Start, end) < 0
            && !db.TenantNameStarts.Any(o => o.TenantId == n.TenantId && string.Compare(o.Start, start) >= 0 && string.Compare(o.Start, n.Start) < 0)
            && !db.Tenants.Any(t => t.Id == n.TenantId && string.Compare(t.Number, number) >= 0 && string.Compare(t.Number, numberEnd) < 0));
        var meant = db.Subscriptions.In(s => s.Id, saying.Contracts);
        if (saying.Contracts is not null)
            found = found.Where(n => meant.Any(s => s.TenantId == n.TenantId));
        if (from?.Outer.Split(Border) is [var key, var tenant, ..] && Guid.TryParse(tenant, out var id))
        {
            found = backwards
                ? found.Where(n => string.Compare(n.Start, key) <= 0 && (string.Compare(n.Start, key) < 0 || n.TenantId.CompareTo(id) <= 0))
                : found.Where(n => string.Compare(n.Start, key) >= 0 && (string.Compare(n.Start, key) > 0 || n.TenantId.CompareTo(id) >= 0));
        }

        found = backwards ? found.OrderByDescending(n => n.Start).ThenByDescending(n => n.TenantId) : found.OrderBy(n => n.Start).ThenBy(n => n.TenantId);
        var tenants = await found.Take(count).ToListAsync(cancellationToken);
        return await WithContractsAsync(saying, [.. tenants.Select(n => ($"{n.Start}{Border}{n.TenantId}", n.TenantId))], from, backwards, count, cancellationToken);
    }

    // A customer has few contracts; those found by their own number are shown there.
    private static async Task<(IReadOnlyList<Outer>, string?)> WithContractsAsync(
        Saying saying, List<(string Key, Guid Id)> tenants, HitPlace? from, bool backwards, int count, CancellationToken cancellationToken)
    {
        if (tenants.Count == 0)
            return ([], null);

        var ids = tenants.Select(t => t.Id).ToList();
        var contracts = (await saying.Db.Subscriptions.AsNoTracking().In(s => s.Id, saying.Contracts).Where(s => ids.Contains(s.TenantId)).Select(s => new { s.Id, s.TenantId, s.ContractNumber })
            .ToListAsync(cancellationToken)).Where(s => !s.ContractNumber.StartsWith(saying.Text, StringComparison.Ordinal)).ToLookup(s => s.TenantId);
        var found = tenants.SelectMany(tenant =>
        {
            var own = contracts[tenant.Id].OrderBy(s => s.ContractNumber, StringComparer.Ordinal).Select(s => new Outer($"{tenant.Key}{Border}{s.ContractNumber}", s.Id));
            own = backwards ? own.Reverse() : own;
            return from is { Outer: var begun } && begun.StartsWith(tenant.Key + Border, StringComparison.Ordinal)
                ? own.Where(outer => string.CompareOrdinal(outer.Key, begun) is var place && (backwards ? place <= 0 : place >= 0))
                : own;
        }).ToList();
        // Behind the last customer, whatever its contracts are called.
        return (found, tenants.Count < count ? null : $"{tenants[^1].Key}{Border}{(backwards ? "" : SearchText.Highest)}");
    }

    private static (IReadOnlyList<Outer>, string?) Whole(List<Outer> found, int count) => (found, found.Count < count ? null : found[^1].Key);
}
