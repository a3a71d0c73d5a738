namespace Oss.Domain;

/// <summary>A part of a list that grows at its new end, cut where a row seen before stands, so that no part costs more than the first however long the
/// list is, and nothing moves from part to part while somebody reads.</summary>
/// <param name="Items">The rows, the newest first.</param>
/// <param name="HasNewer">Whether there are rows before these.</param>
/// <param name="HasOlder">Whether there are rows behind these.</param>
public sealed record Slice<T>(IReadOnlyList<T> Items, bool HasNewer, bool HasOlder);

/// <summary>Where a <see cref="Slice{T}"/> is cut.</summary>
/// <param name="OlderThan">The last row of the part before.</param>
/// <param name="NewerThan">The first row of the part behind.</param>
/// <param name="Oldest">The end of the list.</param>
/// <param name="Limit">Rows wanted, at most <see cref="Page.MaxLimit"/>.</param>
public sealed record Cut(Guid? OlderThan = null, Guid? NewerThan = null, bool Oldest = false, int Limit = 50)
{
    /// <summary>Read towards the new end, and turned round afterwards.</summary>
    internal bool Backwards => Oldest || NewerThan is not null;

    /// <summary>The slice of rows read in this direction, one more than wanted.</summary>
    internal Slice<T> Of<T>(List<T> read)
    {
        var more = read.Count > Page.Bound(Limit);
        var rows = read.Take(Page.Bound(Limit));
        return Backwards
            ? new Slice<T>([.. rows.Reverse()], more, !Oldest && NewerThan is not null)
            : new Slice<T>([.. rows], OlderThan is not null, more);
    }
}
