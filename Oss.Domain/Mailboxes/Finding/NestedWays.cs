using System.Text;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Subscriptions;

// The comparisons run in the database, whose collation is binary; EF translates no overload that says "ordinal".
#pragma warning disable CA1309

namespace Oss.Domain.Mailboxes.Finding;

/// <summary>
/// Candidates that belong to what is found: the mailboxes of a domain, of a contract, of a customer. What they belong to is read in the order of its index, a few at a time, and of each the
/// mailboxes in the order of theirs: the customer with twenty thousand costs what the one with two does.
/// </summary>
internal static class NestedWays
{
    private const int AtOnce = 8;

    // A domain or contract costs what so many candidates do, though it have none.
    private const int Weight = 8;

    public static async Task<Candidates> ReadAsync(FoundBy way, Saying saying, Reading reading, CancellationToken cancellationToken)
    {
        var (read, looked, place) = (new List<MailboxHit>(), 0, reading.From);
        while (true)
        {
            var outers = await Outers.ReadAsync(way, saying, place, reading.Backwards, AtOnce, cancellationToken);
            foreach (var chunk in outers.Found.Chunk(AtOnce))
            {
                read.AddRange(await InnersAsync(way, saying, chunk, place, reading, reading.Count - read.Count, cancellationToken));
                looked += Weight * chunk.Length;
                if (read.Count >= reading.Count)
                    return new Candidates(read[..reading.Count], read[reading.Count - 1].Place, looked + reading.Count);
            }

            if (outers.End is not { } end)
                return new Candidates(read, null, looked + read.Count);

            place = new HitPlace(way, end, reading.Backwards ? "" : SearchText.Highest);
            looked += Weight;
            if (looked >= MailboxHits.MostLooked)
                return new Candidates(read, place, looked + read.Count);
        }
    }

    private static async Task<IEnumerable<MailboxHit>> InnersAsync(
        FoundBy way, Saying saying, Outer[] outers, HitPlace? place, Reading reading, int count, CancellationToken cancellationToken)
    {
        var queries = outers.SelectMany(outer => RowsOf(way, saying, outer).Select(rows =>
        {
            if (place is { Inner: var from } && place.Value.Outer == outer.Key)
                rows = reading.Backwards ? rows.Where(row => string.Compare(row.Key, from) < 0) : rows.Where(row => string.Compare(row.Key, from) > 0);
            return (reading.Backwards ? rows.OrderByDescending(row => row.Key) : rows.OrderBy(row => row.Key)).Take(count);
        })).ToList();

        var found = (await queries.Skip(1).Aggregate(queries[0], (all, one) => all.Concat(one)).ToListAsync(cancellationToken)).ToLookup(row => row.Outer);
        return outers.SelectMany(outer =>
        {
            var rows = found[outer.Id].OrderBy(row => row.Key, AsTheDatabaseOrders).Select(row => new MailboxHit(row.Mailbox, new HitPlace(way, outer.Key, row.Key)));
            return reading.Backwards ? rows.Reverse() : rows;
        });
    }

    private static IEnumerable<IQueryable<Inner>> RowsOf(FoundBy way, Saying saying, Outer outer) => way switch
    {
        FoundBy.Domain => [OfDomain(saying, outer, AddressKind.Mailbox)],
        FoundBy.FurtherDomain => [OfDomain(saying, outer, AddressKind.Alias), OfDomain(saying, outer, AddressKind.CatchAll)],
        _ => [OfContract(saying, outer)],
    };

    // Each kind is a range of an index. Of aliases there are many more than of primary addresses, most of them of the same mailboxes; and all kinds together MariaDB reads in the order of all addresses
    // there are, in every domain, when the domain is large.
    private static IQueryable<Inner> OfDomain(Saying saying, Outer domain, AddressKind kind)
    {
        var id = domain.Id;
        return saying.Db.Addresses.AsNoTracking().In(a => a.SubscriptionId, saying.Contracts).Where(a => a.DomainId == id && a.Kind == kind && a.MailboxId != null)
            .Select(a => new Inner { Outer = a.DomainId, Mailbox = a.MailboxId!.Value, Key = a.Value });
    }

    private static IQueryable<Inner> OfContract(Saying saying, Outer contract)
    {
        var id = contract.Id;
        return saying.Visible.Where(m => m.SubscriptionId == id).Select(m => new Inner { Outer = m.SubscriptionId, Mailbox = m.Id, Key = m.PrimaryAddress });
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
