using Microsoft.EntityFrameworkCore;

namespace Oss.Domain;

/// <summary>A page of a list, for callers whose contract counts rows instead of naming the last one seen.</summary>
/// <param name="Items">The rows of the page.</param>
/// <param name="Total">How many rows the whole list has; <see langword="null"/> when they are more than <see cref="Page.MaxCount"/>.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int? Total);

/// <summary>Bounds of parts of lists.</summary>
public static class Page
{
    /// <summary>Rows of one part.</summary>
    public const int MaxLimit = 200;

    /// <summary>Rows that are counted, and that a caller may skip: a database reads every row that it counts or skips.</summary>
    public const int MaxCount = 10_000;

    internal static int Bound(int limit) => Math.Clamp(limit, 1, MaxLimit);

    internal static int Skipped(int offset) => Math.Clamp(offset, 0, MaxCount);

    /// <summary>How many rows there are, as far as they are counted.</summary>
    internal static async Task<int?> CountAsync<T>(IQueryable<T> rows, CancellationToken cancellationToken) =>
        await rows.Take(MaxCount + 1).CountAsync(cancellationToken) is <= MaxCount and var count ? count : null;
}
