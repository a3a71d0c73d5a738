using Oss.Domain.Packages;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Mailboxes;

/// <summary>What a mailbox may hold and send, by its subscription's own limits and its product's.</summary>
/// <param name="StoredMessages">Messages it may hold; <see langword="null"/> for no limit.</param>
/// <param name="TrashExtraBytes">Bytes that its trash may use beyond the quota.</param>
/// <param name="MessageBytes">Octets of one message; <see langword="null"/> for no limit.</param>
/// <param name="MessagesPerHour">Messages it may send in an hour; <see langword="null"/> for no limit.</param>
public sealed record MailboxAllowance(long? StoredMessages, long TrashExtraBytes, long? MessageBytes, int? MessagesPerHour)
{
    /// <summary>Nothing is limited.</summary>
    public static MailboxAllowance None { get; } = new(null, 0, null, null);

    /// <summary>Storage that it shares with the other mailboxes of its subscription; <see langword="null"/> for none.</summary>
    public PoolAllowance? Pool { get; init; }

    internal static MailboxAllowance Of(Guid subscriptionId, Product product, IReadOnlyDictionary<ProductLimit, long?> overrides)
    {
        return new(Limit(ProductLimit.StoredMessages), Limit(ProductLimit.TrashExtra) ?? 0, Limit(ProductLimit.MessageSize), (int?)Limit(ProductLimit.MessagesPerHour))
        {
            Pool = Limit(ProductLimit.QuotaPool) is { } bytes ? new PoolAllowance(subscriptionId, bytes) : null,
        };

        long? Limit(ProductLimit limit) => overrides.TryGetValue(limit, out var own) ? own : product.LimitOf(limit);
    }

    internal static MailboxAllowance Of(Subscription subscription) => Of(subscription.Id, subscription.Product, subscription.Overrides);
}

/// <summary>Storage that the mailboxes of one subscription share.</summary>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="Bytes">What they may use together.</param>
public sealed record PoolAllowance(Guid SubscriptionId, long Bytes);
