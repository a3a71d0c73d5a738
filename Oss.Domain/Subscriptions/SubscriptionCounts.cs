namespace Oss.Domain.Subscriptions;

/// <summary>What a subscription has, as its product limits it. Kept in the subscription's row by the saves that change it (<see cref="Persistence.DerivedRows"/>): whoever orders for a
/// customer of fifty thousand mailboxes does not wait until they are counted.</summary>
/// <param name="Domains">Domains.</param>
/// <param name="Mailboxes">Mailboxes that have not ended.</param>
/// <param name="Aliases">Aliases, forwards and catch-alls.</param>
/// <param name="QuotaBytes">Bytes its mailboxes are allowed together; unlimited ones do not count.</param>
public readonly record struct SubscriptionCounts(long Domains = 0, long Mailboxes = 0, long Aliases = 0, long QuotaBytes = 0)
{
    /// <summary>Whether nothing hangs on the subscription.</summary>
    public bool IsEmpty => this is { Domains: 0, Mailboxes: 0, Aliases: 0 };

    /// <summary>Both together.</summary>
    public static SubscriptionCounts operator +(SubscriptionCounts a, SubscriptionCounts b) =>
        new(a.Domains + b.Domains, a.Mailboxes + b.Mailboxes, a.Aliases + b.Aliases, a.QuotaBytes + b.QuotaBytes);

    /// <summary>What the first has more.</summary>
    public static SubscriptionCounts operator -(SubscriptionCounts a, SubscriptionCounts b) =>
        new(a.Domains - b.Domains, a.Mailboxes - b.Mailboxes, a.Aliases - b.Aliases, a.QuotaBytes - b.QuotaBytes);
}
