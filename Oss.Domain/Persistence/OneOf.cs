using System.Linq.Expressions;

namespace Oss.Domain.Persistence;

/// <summary>Asks for rows by a few keys. A list in a query is written into its statement, which is then put together anew each time; most orders name one thing, and one key is a parameter of a
/// statement that is known.</summary>
internal static class OneOf
{
    /// <summary>Rows whose key is one of these.</summary>
    public static IQueryable<T> WhereOneOf<T, TKey>(this IQueryable<T> rows, Expression<Func<T, TKey>> key, IReadOnlyCollection<TKey> values)
    {
        var asked = values.Count == 1
            ? (Expression)Expression.Equal(key.Body, Parameter(values.First()))
            : Expression.Call(typeof(Enumerable), nameof(Enumerable.Contains), [typeof(TKey)], Parameter(values.ToList()), key.Body);
        return rows.Where(Expression.Lambda<Func<T, bool>>(asked, key.Parameters));
    }

    // As a variable in a lambda expression is: of it EF makes a parameter, of a constant another query each time.
    private static Expression Parameter<TValue>(TValue value)
    {
        Expression<Func<TValue>> captured = () => value;
        return captured.Body;
    }
}
