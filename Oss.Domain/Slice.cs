using System.Globalization;
using System.Linq.Expressions;
using Oss.Domain.Subscriptions;

namespace Oss.Domain;

/// <summary>A part of a list, cut where a row seen before stands, so that the last part costs what the first does however long the list is, and nothing moves from part to part
/// while somebody reads and others write.</summary>
/// <param name="Items">The rows, in the list's order.</param>
/// <param name="Previous">Where the part before ends; <see langword="null"/> at the beginning of the list.</param>
/// <param name="Next">Where the next part begins; <see langword="null"/> at its end.</param>
public sealed record Slice<T>(IReadOnlyList<T> Items, string? Previous, string? Next)
{
    /// <summary>The same part of another kind of rows.</summary>
    public Slice<TOther> Of<TOther>(Func<T, TOther> row) => new([.. Items.Select(row)], Previous, Next);
}

/// <summary>Which <see cref="Slice{T}"/> of a list; without anything, the first.</summary>
/// <param name="After"><see cref="Slice{T}.Next"/> of the part before.</param>
/// <param name="Before"><see cref="Slice{T}.Previous"/> of the part behind.</param>
/// <param name="Last">The end of the list.</param>
/// <param name="Limit">Rows wanted, at most <see cref="Page.MaxLimit"/>.</param>
public sealed record Cut(string? After = null, string? Before = null, bool Last = false, int Limit = 50)
{
    // More in one statement than this, and the statement costs more than sorting what they have.
    private const int MostMerged = 16;

    /// <summary>Whether a text is a place in a list by time.</summary>
    public static bool IsPlaceInTime(string place) => TimeKey.TryParse(place) is not null;

    /// <summary>Read towards the beginning of the list, and turned round afterwards.</summary>
    internal bool Backwards => Last || Before is not null;

    /// <summary>Where reading begins.</summary>
    internal string? From => Last ? null : Before ?? After;

    /// <summary>Rows to read: one more than wanted says whether there are more.</summary>
    internal int ToRead => Page.Bound(Limit) + 1;

    /// <summary>The rows to read of a list in the order of a unique text.</summary>
    /// <param name="rows">The list.</param>
    /// <param name="key">The text.</param>
    /// <param name="descending">Whether the list begins with the greatest.</param>
    internal IQueryable<T> Of<T>(IQueryable<T> rows, Expression<Func<T, string>> key, bool descending = false)
    {
        var falling = Backwards != descending;
        if (From is { } from)
        {
            var compared = Expression.Call(typeof(string), nameof(string.Compare), null, key.Body, Parameter(from));
            rows = rows.Where(Expression.Lambda<Func<T, bool>>(falling ? Expression.LessThan(compared, Expression.Constant(0)) : Expression.GreaterThan(compared, Expression.Constant(0)), key.Parameters));
        }

        return (falling ? rows.OrderByDescending(key) : rows.OrderBy(key)).Take(ToRead);
    }

    /// <summary>The rows to read of a list of which each belongs to a contract: of each contract by itself, for that is what indexes begin with, and then the first of all.</summary>
    /// <param name="rows">The list.</param>
    /// <param name="key">The text.</param>
    /// <param name="contract">The contract of a row.</param>
    /// <param name="contracts">The contracts that are meant; <see langword="null"/> for all.</param>
    internal IQueryable<T> Of<T>(IQueryable<T> rows, Expression<Func<T, string>> key, Expression<Func<T, Guid>> contract, List<Guid>? contracts)
    {
        if (contracts is not { Count: > 1 and <= MostMerged })
            return Of(rows.In(contract, contracts), key);

        var parts = contracts.Select(one => Of(rows.In(contract, [one]), key)).ToList();
        var all = parts.Skip(1).Aggregate(parts[0], (merged, part) => merged.Concat(part));
        return (Backwards ? all.OrderByDescending(key) : all.OrderBy(key)).Take(ToRead);
    }

    /// <summary>The slice of rows read in this direction.</summary>
    /// <param name="read">At most <see cref="ToRead"/>.</param>
    /// <param name="key">By which a row is found again.</param>
    internal Slice<T> Slice<T>(IReadOnlyList<T> read, Func<T, string> key)
    {
        var wanted = Page.Bound(Limit);
        var rows = read.Take(wanted).ToList();
        if (Backwards)
            rows.Reverse();
        var (first, last) = rows.Count == 0 ? (null, null) : (key(rows[0]), key(rows[^1]));
        var more = read.Count > wanted;
        return Backwards
            ? new Slice<T>(rows, more ? first : null, Last ? null : last)
            : new Slice<T>(rows, After is null ? null : first, more ? last : null);
    }

    // As a variable of a query, and no constant: one plan for all.
    private static MemberExpression Parameter(string value)
    {
        Expression<Func<string>> captured = () => value;
        return (MemberExpression)captured.Body;
    }
}

/// <summary>Where a row stands in a list by time: its time, and among those of the same time its id.</summary>
/// <param name="At">UTC.</param>
/// <param name="Id">The row.</param>
internal readonly record struct TimeKey(DateTime At, Guid Id)
{
    /// <summary>Reads one; <see langword="null"/> when it is none.</summary>
    public static TimeKey? TryParse(string? text) => text?.Split('.') is [var ticks, var id]
        && long.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out var at) && at <= DateTime.MaxValue.Ticks && Guid.TryParseExact(id, "N", out var guid)
        ? new TimeKey(new DateTime(at, DateTimeKind.Utc), guid)
        : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{At.Ticks}.{Id:N}");
}
