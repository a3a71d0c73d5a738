using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;

// The comparisons run in the database, whose collation is binary; EF translates no overload that says "ordinal".
#pragma warning disable CA1309

namespace Oss.Domain.Mailboxes;

/// <summary>Which mailboxes; what is absent does not filter.</summary>
/// <param name="Text">As <see cref="MailboxSearch"/> has it.</param>
/// <param name="TenantNumber">The customer's.</param>
/// <param name="ContractNumber">The subscription's.</param>
/// <param name="State">Where they stand.</param>
public sealed record MailboxFilter(string Text = "", string? TenantNumber = null, string? ContractNumber = null, MailboxState? State = null);

/// <summary>Lists mailboxes by primary address, part by part, for machines that read them all.</summary>
public sealed class ListMailboxes(IDbContextFactory<OssDbContext> contexts)
{
    /// <summary>Some of those that the actor may see.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The last address of the part before.</param>
    /// <param name="limit">Rows wanted, at most <see cref="Page.MaxLimit"/>.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Part<MailboxRow>> ExecuteAsync(MailboxFilter filter, string? after, int limit, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = Matching(db, filter, after, actor);
        var rows = await found.OrderBy(m => m.PrimaryAddress).Take(Page.Bound(limit) + 1).Select(m => new MailboxRow(
            m.Id, m.PrimaryAddress, m.DisplayName, m.State, m.Subscription.Tenant.Number, m.Subscription.Tenant.Name,
            m.Subscription.ContractNumber, m.Subscription.Product.Name)).ToListAsync(cancellationToken);
        return Part<MailboxRow>.Of(rows, limit, row => row.Address);
    });

    internal static IQueryable<Mailbox> Matching(OssDbContext db, MailboxFilter filter, string? after, Actor actor)
    {
        var found = SearchMailboxes.Matching(db, filter.Text.Trim(), actor);
        if (filter.TenantNumber is { } tenant)
            found = found.Where(m => m.Subscription.Tenant.Number == tenant);
        if (filter.ContractNumber is { } contract)
            found = found.Where(m => m.Subscription.ContractNumber == contract);
        if (filter.State is { } state)
            found = found.Where(m => m.State == state);
        if (after is not null)
            found = found.Where(m => string.Compare(m.PrimaryAddress, after) > 0);
        return found;
    }
}
