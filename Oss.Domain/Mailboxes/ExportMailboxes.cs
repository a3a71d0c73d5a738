using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Audit;
using Oss.Domain.Persistence;
using Oss.Domain.Subscriptions;

// The comparisons run in the database, whose collation is binary; EF translates no overload that says "ordinal".
#pragma warning disable CA1309

namespace Oss.Domain.Mailboxes;

/// <summary>A mailbox as it leaves in a list; its password does not.</summary>
public sealed record MailboxExport(
    string Address, string ContractNumber, string? DisplayName, long? QuotaBytes, IReadOnlyList<string> Aliases, string TenantNumber, string TenantName, string ProductCode,
    MailboxState State, DateTime CreatedAt);

/// <summary>All mailboxes of a customer, of a contract or in a state, by primary address, as they are read: half a million of them are never in memory together, and no transaction stays open meanwhile.</summary>
public sealed class ExportMailboxes(IDbContextFactory<OssDbContext> contexts, RecordRead read)
{
    private const int AtOnce = 1000;

    /// <summary>How many there are.</summary>
    public Task<int> CountAsync(MailboxFilter filter, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (await MeantAsync(db, filter, actor, cancellationToken)).CountAsync(cancellationToken);
    });

    /// <summary>Those that the actor may see.</summary>
    public async IAsyncEnumerable<MailboxExport> ExecuteAsync(MailboxFilter filter, Actor actor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await DatabaseErrors.OrUnavailableAsync(() => read.ListAsync("export", actor, cancellationToken, filter.TenantNumber, filter.ContractNumber, filter.State?.ToString()));
        for (string? after = null; ;)
        {
            var part = await DatabaseErrors.OrUnavailableAsync(() => ReadAsync(filter, after, actor, cancellationToken));
            foreach (var row in part)
                yield return row;
            if (part.Count < AtOnce)
                yield break;
            after = part[^1].Address;
        }
    }

    private async Task<IReadOnlyList<MailboxExport>> ReadAsync(MailboxFilter filter, string? after, Actor actor, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var meant = await MeantAsync(db, filter, actor, cancellationToken);
        if (after is not null)
            meant = meant.Where(m => string.Compare(m.PrimaryAddress, after) > 0);
        var rows = await meant.OrderBy(m => m.PrimaryAddress).Take(AtOnce).Select(m => new
        {
            m.Id, m.PrimaryAddress, m.Subscription.ContractNumber, m.DisplayName, m.QuotaBytes, m.Subscription.Tenant.Number, m.Subscription.Tenant.Name, m.Subscription.Product.Code, m.State, m.CreatedAt,
        }).ToListAsync(cancellationToken);
        if (rows.Count == 0)
            return [];

        // By the same range, and not by a list of a thousand ids.
        var last = rows[^1].PrimaryAddress;
        var aliases = await meant.Where(m => string.Compare(m.PrimaryAddress, last) <= 0)
            .Join(db.Addresses.Where(a => a.Kind == AddressKind.Alias), m => m.Id, a => a.MailboxId, (_, a) => new { a.MailboxId, a.Value }).ToListAsync(cancellationToken);
        var known = aliases.ToLookup(a => a.MailboxId!.Value, a => a.Value);
        return [.. rows.Select(m => new MailboxExport(
            m.PrimaryAddress, m.ContractNumber, m.DisplayName, m.QuotaBytes, [.. known[m.Id].Order(StringComparer.Ordinal)], m.Number, m.Name, m.Code, m.State, m.CreatedAt))];
    }

    private static async Task<IQueryable<Mailbox>> MeantAsync(OssDbContext db, MailboxFilter filter, Actor actor, CancellationToken cancellationToken) =>
        SearchMailboxes.Visible(db, filter.State).In(m => m.SubscriptionId, await OwnContracts.OfAsync(db, actor, filter.TenantNumber, filter.ContractNumber, cancellationToken));
}
