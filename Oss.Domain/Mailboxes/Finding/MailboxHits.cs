using Oss.Domain.Addresses;
using Oss.Domain.Persistence;

namespace Oss.Domain.Mailboxes.Finding;

/// <summary>
/// Mailboxes found by one text. What a caller says can be the beginning of eight things, each with an index of its own; the hits are shown as these indexes have them, one after the other,
/// and a part is read from where the last one ended, forwards or backwards. So the last of a quarter of a million hits costs what the first does. (Sorting them by one order would read all
/// of them for every part; and one condition with ORs over several tables reads every mailbox there is.) A mailbox found in more than one way is shown once, in the first
/// (<see cref="Showing"/>).
/// </summary>
internal static class MailboxHits
{
    /// <summary>So many candidates may have nothing to show: they are shown already, or in another state than is meant. Then the part ends, and the list goes on behind it.</summary>
    public const int MostLooked = 2048;

    /// <summary>So many when the part has nothing yet: whoever reads on among families that are all found by their name already is seldom shown an empty page.</summary>
    public const int MostLookedForOne = 8 * MostLooked;

    /// <summary>So many of each way for the end of the list: a quarter of a million may be found by their customer's name of which each is shown at its address already. Then the last part is
    /// what the ways before end with, and what was not looked at is behind it.</summary>
    public const int MostLookedForEnd = 512;

    // Few enough to be looked up by their ids in one statement: of more than two hundred, MariaDB guesses how many rows there will be.
    private const int MostAtOnce = 128;

    /// <summary>A part of what is found.</summary>
    /// <param name="db">The database.</param>
    /// <param name="visible">The mailboxes that are meant.</param>
    /// <param name="contracts">The contracts that are meant; <see langword="null"/> for all.</param>
    /// <param name="text">What the caller says.</param>
    /// <param name="cut">Which part.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public static async Task<Slice<MailboxHit>> FindAsync(OssDbContext db, IQueryable<Mailbox> visible, List<Guid>? contracts, string text, Cut cut, CancellationToken cancellationToken)
    {
        var (saying, from) = (new Saying(db, visible, contracts, text), HitPlace.TryParse(cut.From));
        var (hits, stopped, isEnd) = await ReadAsync(saying, from, cut.Backwards, cut.ToRead, cut.Last, cancellationToken);
        if (hits.Count == 0 && !isEnd)
            (hits, stopped, isEnd) = await ReadAsync(saying, from, cut.Backwards, cut.ToRead, false, cancellationToken);
        var slice = cut.Slice(hits, hit => hit.Place.ToString());
        if (!isEnd)
            slice = slice with { Next = slice.Items[^1].Place.ToString() };
        // A part that was given up on the way is short, and the list goes on where it was given up.
        return hits.Count == cut.ToRead || stopped is null ? slice
            : cut.Backwards ? slice with { Previous = stopped.ToString() } : slice with { Next = stopped.ToString() };
    }

    /// <summary>The first of what is found.</summary>
    public static async Task<IReadOnlyList<MailboxHit>> AllAsync(OssDbContext db, IQueryable<Mailbox> visible, List<Guid>? contracts, string text, int most, CancellationToken cancellationToken)
    {
        var (saying, all, from) = (new Saying(db, visible, contracts, text), new List<MailboxHit>(), (HitPlace?)null);
        do
        {
            var (hits, stopped, _) = await ReadAsync(saying, from, false, most - all.Count, false, cancellationToken);
            all.AddRange(hits);
            from = stopped;
        }
        while (from is not null);

        return all;
    }

    // Where it was given up, and whether nothing was left out that is behind the hits.
    private static async Task<(List<MailboxHit> Hits, HitPlace? Stopped, bool IsEnd)> ReadAsync(
        Saying saying, HitPlace? from, bool backwards, int count, bool last, CancellationToken cancellationToken)
    {
        var (hits, looked, isEnd) = (new List<MailboxHit>(), 0, true);
        IReadOnlyList<FoundBy> ways = backwards ? [.. saying.Ways.Reverse()] : saying.Ways;
        if (from is { By: var first })
            ways = [.. ways.SkipWhile(way => way != first)];

        // Where an index has nothing, it is asked once and together with the others.
        HashSet<FoundBy>? promising = null;
        foreach (var way in ways)
        {
            if (way != ways[0] || backwards)
            {
                promising ??= await PromisingWays.OfAsync(saying, cancellationToken);
                if (!promising.Contains(way))
                    continue;
            }

            var (place, lookedBefore) = (from?.By == way ? from : null, looked);
            do
            {
                var (candidates, next, cost) = await CandidatesAsync(way, saying, new Reading(place, backwards, Math.Clamp(2 * (count - hits.Count), 16, MostAtOnce)), cancellationToken);
                hits.AddRange((await Showing.OfAsync(saying, candidates, cancellationToken)).Take(count - hits.Count));
                if (hits.Count == count)
                    return (hits, null, isEnd);

                (place, looked) = (next, looked + cost);
                if (place is not null && looked >= (hits.Count > 0 ? MostLooked : MostLookedForOne))
                    return (hits, place, isEnd);
                if (place is not null && last && hits.Count == 0 && looked - lookedBefore >= MostLookedForEnd)
                    (place, isEnd) = (null, false);
            }
            while (place is not null);
        }

        return (hits, null, isEnd);
    }

    private static Task<Candidates> CandidatesAsync(FoundBy way, Saying saying, Reading reading, CancellationToken cancellationToken) => way switch
    {
        FoundBy.Address or FoundBy.FurtherAddress => FlatWays.ByAddressAsync(way, saying, reading, cancellationToken),
        FoundBy.Name => FlatWays.ByNameAsync(saying, reading, cancellationToken),
        _ => NestedWays.ReadAsync(way, saying, reading, cancellationToken),
    };
}

/// <summary>Which hits of one way are to be read.</summary>
/// <param name="From">Behind which, in the direction of reading; <see langword="null"/> from the beginning.</param>
/// <param name="Backwards">From the end towards the beginning.</param>
/// <param name="Count">How many.</param>
internal sealed record Reading(HitPlace? From, bool Backwards, int Count);

/// <summary>What one way finds.</summary>
/// <param name="Read">In the order of reading; some are shown elsewhere, or not meant.</param>
/// <param name="Next">From where to read on; <see langword="null"/> when there is no more.</param>
/// <param name="Looked">What was looked at for them.</param>
internal sealed record Candidates(IReadOnlyList<MailboxHit> Read, HitPlace? Next, int Looked);

/// <summary>What a caller says, as each index has it: the beginnings of ranges and their ends.</summary>
internal sealed class Saying
{
    public Saying(OssDbContext db, IQueryable<Mailbox> visible, List<Guid>? contracts, string text)
    {
        (Db, Visible, Contracts, Text, TextEnd) = (db, visible, contracts, text, text + SearchText.Highest);
        Ways = text.Length > EmailAddress.MaxLength ? []
            : text[0] == '@' ? [FoundBy.Domain, FoundBy.FurtherDomain]
            : text.Contains('@', StringComparison.Ordinal) ? [FoundBy.Address, FoundBy.FurtherAddress]
            : Enum.GetValues<FoundBy>();
        Address = text.Contains('@', StringComparison.Ordinal) ? SearchText.FoldAddress(text) : SearchText.Fold(text);
        AddressEnd = Address + SearchText.Highest;
        var domain = text.TrimStart('@');
        Domain = DomainName.TryParse(domain)?.Value ?? domain.ToLowerInvariant();
        DomainEnd = Domain + SearchText.Highest;
        Name = SearchText.FoldName(text);
        NameEnd = Name + SearchText.Highest;
    }

    public OssDbContext Db { get; }

    /// <summary>The mailboxes that are meant.</summary>
    public IQueryable<Mailbox> Visible { get; }

    /// <summary>The contracts that are meant; <see langword="null"/> for all.</summary>
    public List<Guid>? Contracts { get; }

    /// <summary>The ways to look.</summary>
    public IReadOnlyList<FoundBy> Ways { get; }

    public string Text { get; }

    public string TextEnd { get; }

    public string Address { get; }

    public string AddressEnd { get; }

    public string Domain { get; }

    public string DomainEnd { get; }

    public string Name { get; }

    public string NameEnd { get; }

    public bool Looks(FoundBy way) => Ways.Contains(way);
}
