namespace Oss.Domain;

/// <summary>A part of a list in the order of a unique key, cut behind the last row seen, so that the hundredth part costs what the first does, and rows that
/// come or go meanwhile move nothing from part to part.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">The key behind which the next part begins; <see langword="null"/> at the end.</param>
public sealed record Part<T>(IReadOnlyList<T> Items, string? Next)
{
    /// <summary>The part of rows of which one more was read than wanted.</summary>
    internal static Part<T> Of(List<T> read, int limit, Func<T, string> key)
    {
        var wanted = Page.Bound(limit);
        return read.Count > wanted ? new Part<T>(read[..wanted], key(read[wanted - 1])) : new Part<T>(read, null);
    }
}
