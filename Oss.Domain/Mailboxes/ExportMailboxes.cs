using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Persistence;

// The comparisons run in the database, whose collation is binary; EF translates no overload that says "ordinal".
#pragma warning disable CA1309

namespace Oss.Domain.Mailboxes;

/// <summary>A mailbox as it leaves in a list; its password does not.</summary>
public sealed record MailboxExport(
    string Address, string ContractNumber, string? DisplayName, long? QuotaBytes, IReadOnlyList<string> Aliases, string TenantNumber, string TenantName, string ProductCode,
    MailboxState State, DateTime CreatedAt);

/// <summary>All mailboxes by primary address, as they are read: half a million of them are never in memory together, and no transaction stays open meanwhile.</summary>
public sealed class ExportMailboxes(IDbContextFactory<OssDbContext> contexts)
{
    private const int AtOnce = 1000;

    /// <summary>How many there are.</summary>
    public Task<int> CountAsync(MailboxFilter filter, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ListMailboxes.Matching(db, filter, null, actor).CountAsync(cancellationToken);
    });

    /// <summary>Those that the actor may see.</summary>
    public async IAsyncEnumerable<MailboxExport> ExecuteAsync(MailboxFilter filter, Actor actor, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
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
        var rows = await ListMailboxes.Matching(db, filter, after, actor).OrderBy(m => m.PrimaryAddress).Take(AtOnce).Select(m => new
        {
            m.Id, m.PrimaryAddress, m.Subscription.ContractNumber, m.DisplayName, m.QuotaBytes, m.Subscription.Tenant.Number, m.Subscription.Tenant.Name, m.Subscription.Product.Code, m.State, m.CreatedAt,
        }).ToListAsync(cancellationToken);
        if (rows.Count == 0)
            return [];

        // By the same range, and not by a list of a thousand ids.
        var last = rows[^1].PrimaryAddress;
        var aliases = await ListMailboxes.Matching(db, filter, after, actor).Where(m => string.Compare(m.PrimaryAddress, last) <= 0)
            .Join(db.Addresses.Where(a => a.Kind == AddressKind.Alias), m => m.Id, a => a.MailboxId, (_, a) => new { a.MailboxId, a.Value }).ToListAsync(cancellationToken);
        var known = aliases.ToLookup(a => a.MailboxId!.Value, a => a.Value);
        return [.. rows.Select(m => new MailboxExport(
            m.PrimaryAddress, m.ContractNumber, m.DisplayName, m.QuotaBytes, [.. known[m.Id].Order(StringComparer.Ordinal)], m.Number, m.Name, m.Code, m.State, m.CreatedAt))];
    }
}
