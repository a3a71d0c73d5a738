using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Subscriptions;

// The comparisons run in the database, whose collation is binary; EF translates no overload that says "ordinal".
#pragma warning disable CA1309

namespace Oss.Domain.Mailboxes.Finding;

/// <summary>Hits that are a range of one index: by address, by name.</summary>
internal static class FlatWays
{
    // At its primary address when that is among them, else at the first of its others.
    public static async Task<List<MailboxHit>> ByAddressAsync(Saying saying, Reading reading, CancellationToken cancellationToken)
    {
        var (db, start, end) = (saying.Db, saying.Address, saying.AddressEnd);
        var found = db.Addresses.AsNoTracking().Where(a => string.Compare(a.Search, start) >= 0 && string.Compare(a.Search, end) < 0 && a.MailboxId != null)
            .Where(a => a.Kind == AddressKind.Mailbox || !db.Addresses.Any(b => b.MailboxId == a.MailboxId && string.Compare(b.Search, start) >= 0 && string.Compare(b.Search, end) < 0
                && (b.Kind == AddressKind.Mailbox || string.Compare(b.Search, a.Search) < 0 || (b.Search == a.Search && b.Id.CompareTo(a.Id) < 0))))
            .In(a => a.SubscriptionId, saying.Contracts)
            .Where(a => saying.Visible.Any(m => m.Id == a.MailboxId));
        if (reading.From is { Outer: var key } place && Guid.TryParse(place.Inner, out var id))
        {
            found = reading.Backwards
                ? found.Where(a => string.Compare(a.Search, key) <= 0 && (string.Compare(a.Search, key) < 0 || a.Id.CompareTo(id) < 0))
                : found.Where(a => string.Compare(a.Search, key) >= 0 && (string.Compare(a.Search, key) > 0 || a.Id.CompareTo(id) > 0));
        }

        found = reading.Backwards ? found.OrderByDescending(a => a.Search).ThenByDescending(a => a.Id) : found.OrderBy(a => a.Search).ThenBy(a => a.Id);
        var rows = await found.Take(reading.Count).Select(a => new { a.Id, a.Search, a.Value, a.Kind, Mailbox = a.MailboxId!.Value }).ToListAsync(cancellationToken);
        return [.. rows.Select(a => new MailboxHit(a.Mailbox, new HitPlace(FoundBy.Address, a.Search, a.Id.ToString()), a.Kind == AddressKind.Mailbox ? null : a.Value))];
    }

    // At the first of its words that begin so.
    public static async Task<List<MailboxHit>> ByNameAsync(Saying saying, Reading reading, CancellationToken cancellationToken)
    {
        var (db, start, end) = (saying.Db, saying.Name, saying.NameEnd);
        var found = db.MailboxNameStarts.AsNoTracking().Where(n => string.Compare(n.Start, start) >= 0 && string.Compare(n.Start, end) < 0
            && !db.MailboxNameStarts.Any(o => o.MailboxId == n.MailboxId && string.Compare(o.Start, start) >= 0 && string.Compare(o.Start, n.Start) < 0));
        if (reading.From is { Outer: var key } place && Guid.TryParse(place.Inner, out var id))
        {
            found = reading.Backwards
                ? found.Where(n => string.Compare(n.Start, key) <= 0 && (string.Compare(n.Start, key) < 0 || n.MailboxId.CompareTo(id) < 0))
                : found.Where(n => string.Compare(n.Start, key) >= 0 && (string.Compare(n.Start, key) > 0 || n.MailboxId.CompareTo(id) > 0));
        }

        var meant = saying.Visible.In(m => m.SubscriptionId, saying.Contracts).NotFoundBy(FoundBy.Address, saying).NotFoundBy(FoundBy.Domain, saying);
        found = found.Where(n => meant.Any(m => m.Id == n.MailboxId));
        found = reading.Backwards ? found.OrderByDescending(n => n.Start).ThenByDescending(n => n.MailboxId) : found.OrderBy(n => n.Start).ThenBy(n => n.MailboxId);
        var rows = await found.Take(reading.Count).ToListAsync(cancellationToken);
        return [.. rows.Select(n => new MailboxHit(n.MailboxId, new HitPlace(FoundBy.Name, n.Start, n.MailboxId.ToString())))];
    }

    /// <summary>Those that are not shown already because they are found in another way.</summary>
    public static IQueryable<Mailbox> NotFoundBy(this IQueryable<Mailbox> mailboxes, FoundBy way, Saying saying)
    {
        if (!saying.Looks(way))
            return mailboxes;

        var db = saying.Db;
        var (address, addressEnd, domain, domainEnd, name, nameEnd) = (saying.Address, saying.AddressEnd, saying.Domain, saying.DomainEnd, saying.Name, saying.NameEnd);
        return way switch
        {
            FoundBy.Address => mailboxes.Where(m => !db.Addresses.Any(a => a.MailboxId == m.Id && string.Compare(a.Search, address) >= 0 && string.Compare(a.Search, addressEnd) < 0)),
            FoundBy.Domain => mailboxes.Where(m => !db.Addresses.Any(a =>
                a.MailboxId == m.Id && db.MailDomains.Any(d => d.Id == a.DomainId && string.Compare(d.Name, domain) >= 0 && string.Compare(d.Name, domainEnd) < 0))),
            FoundBy.Name => mailboxes.Where(m => !db.MailboxNameStarts.Any(n => n.MailboxId == m.Id && string.Compare(n.Start, name) >= 0 && string.Compare(n.Start, nameEnd) < 0)),
            _ => throw new ArgumentOutOfRangeException(nameof(way), way, "What it belongs to says whether it is found by that."),
        };
    }
}
