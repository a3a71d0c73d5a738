using Microsoft.EntityFrameworkCore;
using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Persistence;

namespace Oss.Domain.Orders.Planning;

/// <summary>What a subscription has, as its product limits it.</summary>
internal readonly record struct SubscriptionCounts(long Domains = 0, long Mailboxes = 0, long Aliases = 0, long QuotaBytes = 0)
{
    /// <summary>Whether nothing hangs on the subscription.</summary>
    public bool IsEmpty => this is { Domains: 0, Mailboxes: 0, Aliases: 0 };

    public static SubscriptionCounts operator +(SubscriptionCounts a, SubscriptionCounts b) =>
        new(a.Domains + b.Domains, a.Mailboxes + b.Mailboxes, a.Aliases + b.Aliases, a.QuotaBytes + b.QuotaBytes);

    public static SubscriptionCounts operator -(SubscriptionCounts a, SubscriptionCounts b) =>
        new(a.Domains - b.Domains, a.Mailboxes - b.Mailboxes, a.Aliases - b.Aliases, a.QuotaBytes - b.QuotaBytes);

    public static async Task<Dictionary<Guid, SubscriptionCounts>> LoadAsync(OssDbContext db, List<Guid> subscriptions, CancellationToken ct)
    {
        var domains = await db.MailDomains.Where(d => subscriptions.Contains(d.SubscriptionId))
            .GroupBy(d => d.SubscriptionId).Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        var mailboxes = await db.Mailboxes.Where(m => subscriptions.Contains(m.SubscriptionId) && m.State != MailboxState.Terminated && m.State != MailboxState.Purged)
            .GroupBy(m => m.SubscriptionId).Select(g => new { g.Key, Count = g.LongCount(), Quota = g.Sum(m => m.QuotaBytes ?? 0) }).ToDictionaryAsync(g => g.Key, ct);
        var aliases = await db.Addresses.Where(a => subscriptions.Contains(a.SubscriptionId) && a.Kind != AddressKind.Mailbox && a.Kind != AddressKind.Quarantined)
            .GroupBy(a => a.SubscriptionId).Select(g => new { g.Key, Count = g.LongCount() }).ToDictionaryAsync(g => g.Key, g => g.Count, ct);
        return subscriptions.ToDictionary(id => id, id => new SubscriptionCounts(
            domains.GetValueOrDefault(id), mailboxes.GetValueOrDefault(id)?.Count ?? 0, aliases.GetValueOrDefault(id), mailboxes.GetValueOrDefault(id)?.Quota ?? 0));
    }
}
