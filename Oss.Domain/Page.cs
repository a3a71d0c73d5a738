namespace Oss.Domain;

/// <summary>A page of a list that the database filtered, sorted and cut.</summary>
/// <param name="Items">The rows of the page.</param>
/// <param name="Total">How many rows the whole list has.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Total);

/// <summary>Bounds of pages.</summary>
public static class Page
{
    /// <summary>Rows of one page.</summary>
    public const int MaxLimit = 200;

    internal static int Bound(int limit) => Math.Clamp(limit, 1, MaxLimit);
}
