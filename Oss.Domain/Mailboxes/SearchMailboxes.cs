using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Persistence;

// The comparisons run in the database, whose collation is binary; EF translates no overload that says "ordinal".
#pragma warning disable CA1309

namespace Oss.Domain.Mailboxes;

/// <summary>What an agent looks for.</summary>
/// <param name="Text">Beginning of an address, alias, domain (with <c>@</c>), name, customer number or contract number; empty for all.</param>
/// <param name="Offset">Rows to skip.</param>
/// <param name="Limit">Rows wanted, at most <see cref="Page.MaxLimit"/>.</param>
/// <param name="Sort">Order of the rows.</param>
/// <param name="Descending">The other way round.</param>
public sealed record MailboxSearch(
    string Text, int Offset = 0, int Limit = 50, MailboxSort Sort = MailboxSort.Address, bool Descending = false);

/// <summary>Orders of rows.</summary>
public enum MailboxSort
{
    /// <summary>By primary address.</summary>
    Address,

    /// <summary>By tenant name.</summary>
    Tenant,

    /// <summary>By the time of creation.</summary>
    Created,
}

/// <summary>One mailbox found.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Address">Its primary address.</param>
/// <param name="DisplayName">Name shown to people.</param>
/// <param name="State">Where it stands.</param>
/// <param name="TenantNumber">The customer.</param>
/// <param name="TenantName">Name of the customer.</param>
/// <param name="ContractNumber">The contract that pays for it.</param>
/// <param name="Product">Name of the product.</param>
public sealed record MailboxRow(
    Guid Id, string Address, string? DisplayName, MailboxState State, string TenantNumber, string TenantName, string ContractNumber, string Product)
{
    /// <summary>The alias or other further address that was looked for, when the primary address is not what matched.</summary>
    public string? MatchedAddress { get; init; }
}

/// <summary>Finds mailboxes by whatever the caller says: a union of ranges, each of one index, joined to the mailboxes. (One condition with
/// ORs over several tables, the obvious way, reads all 500,000 rows; and LIKE with a parameter uses no index on SQLite.)</summary>
public sealed class SearchMailboxes(IDbContextFactory<OssDbContext> contexts)
{
    private const int MaxTextLength = EmailAddress.MaxLength;

    /// <summary>One page of what the actor may see.</summary>
    public Task<Page<MailboxRow>> ExecuteAsync(MailboxSearch search, Actor actor, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(() => FindAsync(search, actor, cancellationToken));

    private async Task<Page<MailboxRow>> FindAsync(MailboxSearch search, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var text = search.Text.Trim();
        var found = Matching(db, text, actor);
        var total = await found.CountAsync(cancellationToken);
        var rows = await Sorted(found, search).Skip(Math.Max(0, search.Offset)).Take(Page.Bound(search.Limit))
            .Select(m => new MailboxRow(
                m.Id, m.PrimaryAddress, m.DisplayName, m.State, m.Subscription.Tenant.Number, m.Subscription.Tenant.Name,
                m.Subscription.ContractNumber, m.Subscription.Product.Name))
            .ToListAsync(cancellationToken);
        return new Page<MailboxRow>(await WithMatchesAsync(db, rows, text, cancellationToken), total);
    }

    // Which alias it was that the caller knew: looked up for the rows of the page alone.
    private static async Task<IReadOnlyList<MailboxRow>> WithMatchesAsync(OssDbContext db, List<MailboxRow> rows, string text, CancellationToken cancellationToken)
    {
        if (text.Length is 0 or > MaxTextLength || text[0] == '@' || rows.Count == 0)
            return rows;

        var folded = SearchText.FoldAddress(text);
        var end = folded + SearchText.Highest;
        var ids = rows.Select(row => row.Id).ToList();
        var matches = await db.Addresses.AsNoTracking()
            .Where(a => string.Compare(a.Search, folded) >= 0 && string.Compare(a.Search, end) < 0 && a.MailboxId != null && ids.Contains(a.MailboxId.Value))
            .OrderBy(a => a.Value).Select(a => new { Mailbox = a.MailboxId!.Value, a.Value, a.Kind }).ToListAsync(cancellationToken);
        var primary = matches.Where(match => match.Kind == AddressKind.Mailbox).Select(match => match.Mailbox).ToHashSet();
        var further = matches.Where(match => !primary.Contains(match.Mailbox)).DistinctBy(match => match.Mailbox).ToDictionary(match => match.Mailbox, match => match.Value);
        return [.. rows.Select(row => row with { MatchedAddress = further.GetValueOrDefault(row.Id) })];
    }

    internal static IQueryable<Mailbox> Matching(OssDbContext db, string text, Actor actor)
    {
        var visible = db.Mailboxes.AsNoTracking().Where(m => m.State != MailboxState.Terminated && m.State != MailboxState.Purged);
        if (actor.TenantId is { } tenant)
            visible = visible.Where(m => m.Subscription.TenantId == tenant);
        if (text.Length == 0)
            return visible;
        if (text.Length > MaxTextLength)
            return visible.Where(m => false);

        var found = text[0] == '@' ? InDomain(db, text[1..])
            : text.Contains('@', StringComparison.Ordinal) ? ByAddress(db, SearchText.FoldAddress(text))
            : ByAddress(db, SearchText.Fold(text)).Union(InDomain(db, text)).Union(ByName(db, SearchText.Fold(text))).Union(ByNumber(db, text));
        return found.Distinct().Join(visible, id => id, m => m.Id, (_, m) => m);
    }

    private static IQueryable<Guid> ByAddress(OssDbContext db, string folded)
    {
        var end = folded + SearchText.Highest;
        return db.Addresses.Where(a => string.Compare(a.Search, folded) >= 0 && string.Compare(a.Search, end) < 0 && a.MailboxId != null)
            .Select(a => a.MailboxId!.Value);
    }

    private static IQueryable<Guid> InDomain(OssDbContext db, string text)
    {
        var name = DomainName.TryParse(text)?.Value ?? text.ToLowerInvariant();
        var end = name + SearchText.Highest;
        return db.MailDomains.Where(d => string.Compare(d.Name, name) >= 0 && string.Compare(d.Name, end) < 0)
            .Join(db.Addresses.Where(a => a.MailboxId != null), d => d.Id, a => a.DomainId, (_, a) => a.MailboxId!.Value);
    }

    // The beginning of any word; the words after the first are found by reading the index through, which holds nothing but names.
    private static IQueryable<Guid> ByName(OssDbContext db, string folded)
    {
        var (end, inner) = (folded + SearchText.Highest, " " + folded);
        return db.Mailboxes.Where(m => (string.Compare(m.SearchName, folded) >= 0 && string.Compare(m.SearchName, end) < 0) || m.SearchName!.Contains(inner)).Select(m => m.Id)
            .Union(db.Tenants.Where(t => (string.Compare(t.SearchName, folded) >= 0 && string.Compare(t.SearchName, end) < 0) || t.SearchName.Contains(inner))
                .Join(db.Subscriptions, t => t.Id, s => s.TenantId, (_, s) => s.Id)
                .Join(db.Mailboxes, id => id, m => m.SubscriptionId, (_, m) => m.Id));
    }

    private static IQueryable<Guid> ByNumber(OssDbContext db, string text)
    {
        var end = text + SearchText.Highest;
        return db.Subscriptions.Where(s => string.Compare(s.ContractNumber, text) >= 0 && string.Compare(s.ContractNumber, end) < 0).Select(s => s.Id)
            .Union(db.Tenants.Where(t => string.Compare(t.Number, text) >= 0 && string.Compare(t.Number, end) < 0).Join(db.Subscriptions, t => t.Id, s => s.TenantId, (_, s) => s.Id))
            .Join(db.Mailboxes, id => id, m => m.SubscriptionId, (_, m) => m.Id);
    }

    private static IQueryable<Mailbox> Sorted(IQueryable<Mailbox> found, MailboxSearch search) => (search.Sort, search.Descending) switch
    {
        (MailboxSort.Tenant, false) => found.OrderBy(m => m.Subscription.Tenant.SearchName).ThenBy(m => m.Id),
        (MailboxSort.Tenant, true) => found.OrderByDescending(m => m.Subscription.Tenant.SearchName).ThenBy(m => m.Id),
        (MailboxSort.Created, false) => found.OrderBy(m => m.Id),
        (MailboxSort.Created, true) => found.OrderByDescending(m => m.Id),
        (_, true) => found.OrderByDescending(m => m.PrimaryAddress).ThenBy(m => m.Id),
        _ => found.OrderBy(m => m.PrimaryAddress).ThenBy(m => m.Id),
    };
}
