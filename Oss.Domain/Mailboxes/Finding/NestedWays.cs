using System.Text;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Subscriptions;

// The comparisons run in the database, whose collation is binary; EF translates no overload that says "ordinal".
#pragma warning disable CA1309

namespace Oss.Domain.Mailboxes.Finding;

/// <summary>
/// Hits that belong to what is found: the mailboxes of a domain, of a contract, of a customer. What they belong to is read in the order of its index, a few at a time, and of each the
/// mailboxes in the order of theirs: the customer with twenty thousand costs what the one with two does.
/// </summary>
internal static class NestedWays
{
    private const int AtOnce = 8;

    // So many in a row may have nothing to show, all of it being shown already; then the part ends, and the list goes on behind it.
    private const int MostLooked = 256;

    public static async Task<(List<MailboxHit> Hits, HitPlace? Stopped)> ReadAsync(FoundBy way, Saying saying, Reading reading, CancellationToken cancellationToken)
    {
        var (hits, looked) = (new List<MailboxHit>(), 0);
        var place = reading.From;
        while (hits.Count < reading.Count)
        {
            var outers = await Outers.ReadAsync(way, saying, place, reading.Backwards, AtOnce, cancellationToken);
            foreach (var chunk in outers.Found.Chunk(AtOnce))
            {
                hits.AddRange(await InnersAsync(way, saying, chunk, place, reading, reading.Count - hits.Count, cancellationToken));
                if (hits.Count >= reading.Count)
                    return ([.. hits.Take(reading.Count)], null);
            }

            if (outers.End is not { } end)
                return (hits, null);

            place = new HitPlace(way, end, reading.Backwards ? "" : SearchText.Highest);
            if ((looked += AtOnce) >= MostLooked)
                return (hits, place);
        }

        return (hits, null);
    }

    private static async Task<IEnumerable<MailboxHit>> InnersAsync(
        FoundBy way, Saying saying, Outer[] outers, HitPlace? place, Reading reading, int count, CancellationToken cancellationToken)
    {
        var queries = outers.Select(outer =>
        {
            var rows = way == FoundBy.Domain ? OfDomain(saying, outer) : OfContract(saying, outer);
            if (place is { Inner: var from } && place.Value.Outer == outer.Key)
                rows = reading.Backwards ? rows.Where(row => string.Compare(row.Key, from) < 0) : rows.Where(row => string.Compare(row.Key, from) > 0);
            return (reading.Backwards ? rows.OrderByDescending(row => row.Key) : rows.OrderBy(row => row.Key)).Take(count);
        }).ToList();

        var found = (await queries.Skip(1).Aggregate(queries[0], (all, one) => all.Concat(one)).ToListAsync(cancellationToken)).ToLookup(row => row.Outer);
        return outers.SelectMany(outer =>
        {
            var rows = found[outer.Id].OrderBy(row => row.Key, AsTheDatabaseOrders).Select(row => new MailboxHit(row.Mailbox, new HitPlace(way, outer.Key, row.Key)));
            return reading.Backwards ? rows.Reverse() : rows;
        });
    }

    // At its primary address when that is in the domain, else at the first of its others there; and in the first of its domains.
    private static IQueryable<Inner> OfDomain(Saying saying, Outer domain)
    {
        var (db, start, id, name) = (saying.Db, saying.Domain, domain.Id, domain.Key);
        var meant = saying.Visible.NotFoundBy(FoundBy.Address, saying);
        return db.Addresses.AsNoTracking().In(a => a.SubscriptionId, saying.Contracts)
            .Where(a => a.DomainId == id && a.MailboxId != null && meant.Any(m => m.Id == a.MailboxId)
                && (a.Kind == AddressKind.Mailbox || !db.Addresses.Any(b => b.MailboxId == a.MailboxId && b.DomainId == id && (b.Kind == AddressKind.Mailbox || string.Compare(b.Value, a.Value) < 0)))
                && !db.Addresses.Any(b => b.MailboxId == a.MailboxId && b.DomainId != id
                    && db.MailDomains.Any(d => d.Id == b.DomainId && string.Compare(d.Name, start) >= 0 && string.Compare(d.Name, name) < 0)))
            .Select(a => new Inner { Outer = a.DomainId, Mailbox = a.MailboxId!.Value, Key = a.Value });
    }

    private static IQueryable<Inner> OfContract(Saying saying, Outer contract)
    {
        var id = contract.Id;
        return saying.Visible.Where(m => m.SubscriptionId == id)
            .NotFoundBy(FoundBy.Address, saying).NotFoundBy(FoundBy.Domain, saying).NotFoundBy(FoundBy.Name, saying)
            .Select(m => new Inner { Outer = m.SubscriptionId, Mailbox = m.Id, Key = m.PrimaryAddress });
    }

    // Both databases compare the octets of UTF-8.
    private static readonly Comparer<string> AsTheDatabaseOrders = Comparer<string>.Create((a, b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)));

    private sealed class Inner
    {
        public Guid Outer { get; init; }

        public Guid Mailbox { get; init; }

        public string Key { get; init; } = "";
    }
}
