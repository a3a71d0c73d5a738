using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;

namespace Oss.Domain.Subscriptions;

/// <summary>Whose rows a list may show, as contracts: those are what the indexes of all that belongs to a customer begin with.</summary>
internal static class OwnContracts
{
    /// <summary>The contracts, or <see langword="null"/> when all are meant.</summary>
    /// <param name="db">The database.</param>
    /// <param name="actor">Who looks: sees its own tenant's only.</param>
    /// <param name="tenantNumber">Only those of this customer.</param>
    /// <param name="contractNumber">Only this one.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public static async Task<List<Guid>?> OfAsync(OssDbContext db, Actor actor, string? tenantNumber, string? contractNumber, CancellationToken cancellationToken)
    {
        if (actor.TenantId is null && tenantNumber is null && contractNumber is null)
            return null;

        IQueryable<Subscription> found = db.Subscriptions;
        if (actor.TenantId is { } own)
            found = found.Where(s => s.TenantId == own);
        if (tenantNumber is not null)
            found = found.Where(s => s.Tenant.Number == tenantNumber);
        if (contractNumber is not null)
            found = found.Where(s => s.ContractNumber == contractNumber);
        return await found.Select(s => s.Id).ToListAsync(cancellationToken);
    }

    /// <summary>The rows of some contracts.</summary>
    /// <param name="rows">All rows.</param>
    /// <param name="contract">The contract of a row.</param>
    /// <param name="contracts">The contracts that are meant; <see langword="null"/> for all.</param>
    public static IQueryable<T> In<T>(this IQueryable<T> rows, Expression<Func<T, Guid>> contract, List<Guid>? contracts)
    {
        if (contracts is null)
            return rows;

        // One is a range of an index, in which the next column orders; of several, none does.
        var one = contracts.Count == 1 ? contracts[0] : Guid.Empty;
        Expression<Func<Guid, bool>> isMeant = contracts.Count == 1 ? id => id == one : id => contracts.Contains(id);
        return rows.Where(Expression.Lambda<Func<T, bool>>(new Replacement(isMeant.Parameters[0], contract.Body).Visit(isMeant.Body), contract.Parameters));
    }

    private sealed class Replacement(ParameterExpression parameter, Expression by) : ExpressionVisitor
    {
        protected override Expression VisitParameter(ParameterExpression node) => node == parameter ? by : node;
    }
}
