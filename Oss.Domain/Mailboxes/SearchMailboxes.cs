using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Audit;
using Oss.Domain.Mailboxes.Finding;
using Oss.Domain.Persistence;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Mailboxes;

/// <summary>Which mailboxes; what is absent does not filter.</summary>
/// <param name="Text">Beginning of an address, alias, domain (with <c>@</c>), word of a name, customer number or contract number; empty for all.</param>
/// <param name="TenantNumber">The customer's.</param>
/// <param name="ContractNumber">The subscription's.</param>
/// <param name="State">Where they stand.</param>
public sealed record MailboxFilter(string Text = "", string? TenantNumber = null, string? ContractNumber = null, MailboxState? State = null);

/// <summary>One mailbox found.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Address">Its primary address.</param>
/// <param name="DisplayName">Name shown to people.</param>
/// <param name="State">Where it stands.</param>
/// <param name="TenantNumber">The customer.</param>
/// <param name="TenantName">Name of the customer.</param>
/// <param name="ContractNumber">The contract that pays for it.</param>
/// <param name="Product">Name of the product.</param>
public sealed record MailboxRow(
    Guid Id, string Address, string? DisplayName, MailboxState State, string TenantNumber, string TenantName, string ContractNumber, string Product)
{
    /// <summary>The alias or other further address that was looked for, when the primary address is not what matched.</summary>
    public string? MatchedAddress { get; init; }
}

/// <summary>Finds mailboxes by whatever the caller says, and lists them: by primary address; those found by a text as <see cref="MailboxHits"/> has them.</summary>
public sealed class SearchMailboxes(IDbContextFactory<OssDbContext> contexts, RecordRead read)
{
    /// <summary>A part of those that the actor may see.</summary>
    public Task<Slice<MailboxRow>> ExecuteAsync(MailboxFilter filter, Cut cut, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        // At the same time: both are over before anything is shown.
        var noted = read.ListAsync("mailboxes", actor, cancellationToken, filter.Text, filter.TenantNumber, filter.ContractNumber, filter.State?.ToString());
        var found = FindAsync(filter, cut, actor, cancellationToken);
        await Task.WhenAll(noted, found);
        return await found;
    });

    /// <summary>The same as a part of another look, which is noted itself.</summary>
    internal async Task<Slice<MailboxRow>> FindAsync(MailboxFilter filter, Cut cut, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        // One connection for all the questions, not one from the pool for each.
        await db.Database.OpenConnectionAsync(cancellationToken);
        var contracts = await OwnContracts.OfAsync(db, actor, filter.TenantNumber, filter.ContractNumber, cancellationToken);
        if (filter.Text.Trim() is not { Length: > 0 } text)
            return cut.Slice(await Rows(All(db, filter.State, contracts, cut)).ToListAsync(cancellationToken), row => row.Address);

        var found = await MailboxHits.FindAsync(db, Visible(db, filter.State), contracts, text, cut, cancellationToken);
        if (found.Items.Count == 0 && await OriginalName.OfAsync(db, text, cancellationToken) is { } original)
            found = await MailboxHits.FindAsync(db, Visible(db, filter.State), contracts, original, cut, cancellationToken);
        return new Slice<MailboxRow>(await RowsAsync(db, found.Items, cancellationToken), found.Previous, found.Next);
    }

    /// <summary>A page of those that the actor may see, for callers whose contract counts rows.</summary>
    /// <param name="text">As <see cref="MailboxFilter.Text"/>.</param>
    /// <param name="offset">Rows to skip, at most <see cref="Page.MaxCount"/>.</param>
    /// <param name="limit">Rows wanted.</param>
    /// <param name="actor">Who looks.</param>
    /// <param name="cancellationToken">Ends the request.</param>
    public Task<Page<MailboxRow>> PageAsync(string text, int offset, int limit, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await read.ListAsync("mailboxes", actor, cancellationToken, text);
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var contracts = await OwnContracts.OfAsync(db, actor, null, null, cancellationToken);
        if (text.Trim() is not { Length: > 0 } given)
        {
            var all = Visible(db, null).In(m => m.SubscriptionId, contracts);
            var rows = await Rows(all.OrderBy(m => m.PrimaryAddress).Skip(Page.Skipped(offset)).Take(Page.Bound(limit))).ToListAsync(cancellationToken);
            return new Page<MailboxRow>(rows, await Page.CountAsync(all, cancellationToken));
        }

        var hits = await MailboxHits.AllAsync(db, Visible(db, null), contracts, given, Page.MaxCount + 1, cancellationToken);
        var page = hits.Skip(Page.Skipped(offset)).Take(Page.Bound(limit)).ToList();
        return new Page<MailboxRow>(await RowsAsync(db, page, cancellationToken), hits.Count > Page.MaxCount ? null : hits.Count);
    });

    /// <summary>Mailboxes by primary address, from where the cut says.</summary>
    internal static IQueryable<Mailbox> All(OssDbContext db, MailboxState? state, List<Guid>? contracts, Cut cut) =>
        cut.Of(Visible(db, state), m => m.PrimaryAddress, m => m.SubscriptionId, contracts);

    /// <summary>Mailboxes that have not ended.</summary>
    internal static IQueryable<Mailbox> Visible(OssDbContext db, MailboxState? state)
    {
        var all = db.Mailboxes.AsNoTracking();
        return state switch
        {
            null => all.Where(m => m.State != MailboxState.Terminated && m.State != MailboxState.Purged),
            MailboxState.Terminated or MailboxState.Purged => all.Where(m => false),
            _ => all.Where(m => m.State == state),
        };
    }

    private static IQueryable<MailboxRow> Rows(IQueryable<Mailbox> mailboxes) => mailboxes.Select(m => new MailboxRow(
        m.Id, m.PrimaryAddress, m.DisplayName, m.State, m.Subscription.Tenant.Number, m.Subscription.Tenant.Name, m.Subscription.ContractNumber, m.Subscription.Product.Name));

    private static async Task<IReadOnlyList<MailboxRow>> RowsAsync(OssDbContext db, IReadOnlyList<MailboxHit> hits, CancellationToken cancellationToken)
    {
        if (hits.Count == 0)
            return [];

        var ids = hits.Select(hit => hit.MailboxId).ToList();
        var rows = await Rows(db.Mailboxes.AsNoTracking().Where(m => ids.Contains(m.Id))).ToDictionaryAsync(row => row.Id, cancellationToken);
        return [.. hits.Where(hit => rows.ContainsKey(hit.MailboxId)).Select(hit => rows[hit.MailboxId] with { MatchedAddress = hit.Matched })];
    }
}
