using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Subscriptions;

// The comparisons run in the database, whose collation is binary; EF translates no overload that says "ordinal".
#pragma warning disable CA1309

namespace Oss.Domain.Mailboxes.Finding;

/// <summary>Candidates that are a range of one index: by address, by name.</summary>
internal static class FlatWays
{
    /// <param name="by">Primary addresses, or the others: each kind is a range of an index. (Of both together, most would be shown elsewhere: whose <c>a.muller</c> begins so mostly is <c>anna.muller</c> as well.)</param>
    /// <param name="saying">What is looked for.</param>
    /// <param name="reading">Which of them.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public static async Task<Candidates> ByAddressAsync(FoundBy by, Saying saying, Reading reading, CancellationToken cancellationToken)
    {
        var (kind, start, end) = (by == FoundBy.Address ? AddressKind.Mailbox : AddressKind.Alias, saying.Address, saying.AddressEnd);
        var found = saying.Db.Addresses.AsNoTracking().In(a => a.SubscriptionId, saying.Contracts)
            .Where(a => a.Kind == kind && string.Compare(a.Search, start) >= 0 && string.Compare(a.Search, end) < 0 && a.MailboxId != null);
        if (reading.From is { Outer: var key } place && Guid.TryParse(place.Inner, out var id))
        {
            found = reading.Backwards
                ? found.Where(a => string.Compare(a.Search, key) <= 0 && (string.Compare(a.Search, key) < 0 || a.Id.CompareTo(id) < 0))
                : found.Where(a => string.Compare(a.Search, key) >= 0 && (string.Compare(a.Search, key) > 0 || a.Id.CompareTo(id) > 0));
        }

        found = reading.Backwards ? found.OrderByDescending(a => a.Search).ThenByDescending(a => a.Id) : found.OrderBy(a => a.Search).ThenBy(a => a.Id);
        var rows = await found.Take(reading.Count).Select(a => new { a.Id, a.Search, a.Value, Mailbox = a.MailboxId!.Value }).ToListAsync(cancellationToken);
        return Read(reading, [.. rows.Select(a => new MailboxHit(a.Mailbox, new HitPlace(by, a.Search, a.Id.ToString()), a.Value))]);
    }

    public static async Task<Candidates> ByNameAsync(Saying saying, Reading reading, CancellationToken cancellationToken)
    {
        var (start, end) = (saying.Name, saying.NameEnd);
        var found = saying.Db.MailboxNameStarts.AsNoTracking().Where(n => string.Compare(n.Start, start) >= 0 && string.Compare(n.Start, end) < 0);
        if (reading.From is { Outer: var key } place && Guid.TryParse(place.Inner, out var id))
        {
            found = reading.Backwards
                ? found.Where(n => string.Compare(n.Start, key) <= 0 && (string.Compare(n.Start, key) < 0 || n.MailboxId.CompareTo(id) < 0))
                : found.Where(n => string.Compare(n.Start, key) >= 0 && (string.Compare(n.Start, key) > 0 || n.MailboxId.CompareTo(id) > 0));
        }

        if (saying.Contracts is not null)
        {
            // Of a handful of contracts, their mailboxes are looked through, or those so called: whichever are fewer.
            var own = saying.Db.Mailboxes.In(m => m.SubscriptionId, saying.Contracts);
            found = found.Where(n => own.Any(m => m.Id == n.MailboxId));
        }

        found = reading.Backwards ? found.OrderByDescending(n => n.Start).ThenByDescending(n => n.MailboxId) : found.OrderBy(n => n.Start).ThenBy(n => n.MailboxId);
        var rows = await found.Take(reading.Count).ToListAsync(cancellationToken);
        return Read(reading, [.. rows.Select(n => new MailboxHit(n.MailboxId, new HitPlace(FoundBy.Name, n.Start, n.MailboxId.ToString())))]);
    }

    private static Candidates Read(Reading reading, List<MailboxHit> read) => new(read, read.Count < reading.Count ? null : read[^1].Place, read.Count);
}
