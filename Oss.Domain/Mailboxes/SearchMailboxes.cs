using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Persistence;

namespace Oss.Domain.Mailboxes;

/// <summary>What an agent looks for.</summary>
/// <param name="Text">Beginning of an address, alias, domain (with <c>@</c>), name, customer number or contract number; empty for all.</param>
/// <param name="Offset">Rows to skip.</param>
/// <param name="Limit">Rows wanted, at most <see cref="Page.MaxLimit"/>.</param>
/// <param name="Sort">Order of the rows.</param>
/// <param name="Descending">The other way round.</param>
public sealed record MailboxSearch(
    string Text, int Offset = 0, int Limit = 50, MailboxSort Sort = MailboxSort.Address, bool Descending = false);

/// <summary>Orders of rows.</summary>
public enum MailboxSort
{
    /// <summary>By primary address.</summary>
    Address,

    /// <summary>By tenant name.</summary>
    Tenant,

    /// <summary>By the time of creation.</summary>
    Created,
}

/// <summary>One mailbox found.</summary>
public sealed record MailboxRow(
    Guid Id, string Address, string? DisplayName, MailboxState State, string TenantNumber, string TenantName, string ContractNumber, string Product);

/// <summary>Finds mailboxes by whatever the caller says. Every condition is a prefix of an indexed column, so that the
/// page costs the same with 500,000 rows as with five.</summary>
public sealed class SearchMailboxes(IDbContextFactory<OssDbContext> contexts)
{
    private const int MaxTextLength = EmailAddress.MaxLength;

    /// <summary>One page of what the actor may see.</summary>
    public async Task<Page<MailboxRow>> ExecuteAsync(MailboxSearch search, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = Matching(db, search.Text.Trim(), actor);
        var total = await found.CountAsync(cancellationToken);
        var rows = await Sorted(found, search).Skip(Math.Max(0, search.Offset)).Take(Page.Bound(search.Limit))
            .Select(m => new MailboxRow(
                m.Id, m.PrimaryAddress, m.DisplayName, m.State, m.Subscription.Tenant.Number, m.Subscription.Tenant.Name,
                m.Subscription.ContractNumber, m.Subscription.Product.Name))
            .ToListAsync(cancellationToken);
        return new Page<MailboxRow>(rows, total);
    }

    private static IQueryable<Mailbox> Matching(OssDbContext db, string text, Actor actor)
    {
        var visible = db.Mailboxes.AsNoTracking().Where(m => m.State != MailboxState.Terminated);
        if (actor.TenantId is { } tenant)
            visible = visible.Where(m => m.Subscription.TenantId == tenant);
        if (text.Length == 0)
            return visible;
        if (text.Length > MaxTextLength)
            return visible.Where(m => false);

        var folded = SearchText.Fold(text);
        var address = Address(text);
        if (text.Contains('@', StringComparison.Ordinal))
        {
            return text[0] == '@' && DomainName.TryParse(text[1..]) is { } domain
                ? visible.Where(m => db.Addresses.Any(a => a.MailboxId == m.Id && db.MailDomains.Any(d => d.Id == a.DomainId && d.Name == domain.Value)))
                : visible.Where(m => db.Addresses.Any(a => a.MailboxId == m.Id && a.Value.StartsWith(address)));
        }

        return visible.Where(m =>
            db.Addresses.Any(a => a.MailboxId == m.Id && a.Value.StartsWith(address))
            || m.SearchName!.StartsWith(folded) || m.SearchName.Contains(" " + folded)
            || m.Subscription.ContractNumber.StartsWith(text)
            || m.Subscription.Tenant.Number.StartsWith(text)
            || m.Subscription.Tenant.SearchName.StartsWith(folded) || m.Subscription.Tenant.SearchName.Contains(" " + folded)
            || db.Addresses.Any(a => a.MailboxId == m.Id && db.MailDomains.Any(d => d.Id == a.DomainId && d.Name.StartsWith(address))));
    }

    private static string Address(string text) => EmailAddress.TryParse(text)?.Value
        ?? text.Normalize(System.Text.NormalizationForm.FormC).ToLowerInvariant();

    private static IQueryable<Mailbox> Sorted(IQueryable<Mailbox> found, MailboxSearch search) => (search.Sort, search.Descending) switch
    {
        (MailboxSort.Tenant, false) => found.OrderBy(m => m.Subscription.Tenant.SearchName).ThenBy(m => m.Id),
        (MailboxSort.Tenant, true) => found.OrderByDescending(m => m.Subscription.Tenant.SearchName).ThenBy(m => m.Id),
        (MailboxSort.Created, false) => found.OrderBy(m => m.Id),
        (MailboxSort.Created, true) => found.OrderByDescending(m => m.Id),
        (_, true) => found.OrderByDescending(m => m.PrimaryAddress).ThenBy(m => m.Id),
        _ => found.OrderBy(m => m.PrimaryAddress).ThenBy(m => m.Id),
    };
}
