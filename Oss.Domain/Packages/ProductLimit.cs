namespace Oss.Domain.Packages;

/// <summary>What a product limits.</summary>
public enum ProductLimit
{
    /// <summary>Mailboxes of a subscription.</summary>
    Mailboxes,

    /// <summary>Aliases, forwards and catch-alls of a subscription.</summary>
    Aliases,

    /// <summary>Aliases of one mailbox.</summary>
    AliasesPerMailbox,

    /// <summary>Domains of a subscription.</summary>
    Domains,

    /// <summary>Bytes of one mailbox.</summary>
    QuotaPerMailbox,

    /// <summary>Bytes of all mailboxes together.</summary>
    QuotaTotal,

    /// <summary>Octets of one message.</summary>
    MessageSize,

    /// <summary>Messages that one mailbox may send in an hour.</summary>
    MessagesPerHour,

    /// <summary>Messages that one mailbox may hold.</summary>
    StoredMessages,

    /// <summary>Bytes that the trash of one mailbox may use beyond its quota; without this limit, none.</summary>
    TrashExtra,

    /// <summary>Bytes that all mailboxes of a subscription may use together.</summary>
    QuotaPool,
}

/// <summary>The limits of a product, one by one.</summary>
public static class ProductLimits
{
    /// <summary>The limit; <see langword="null"/> when there is none.</summary>
    public static long? LimitOf(this Product product, ProductLimit limit) => limit switch
    {
        ProductLimit.Mailboxes => product.MaxMailboxes,
        ProductLimit.Aliases => product.MaxAliases,
        ProductLimit.AliasesPerMailbox => product.MaxAliasesPerMailbox,
        ProductLimit.Domains => product.MaxDomains,
        ProductLimit.QuotaPerMailbox => product.MailboxQuotaBytes,
        ProductLimit.QuotaTotal => product.TotalQuotaBytes,
        ProductLimit.MessageSize => product.MaxMessageBytes,
        ProductLimit.MessagesPerHour => product.MaxMessagesPerHour,
        ProductLimit.StoredMessages => product.MaxStoredMessages,
        ProductLimit.TrashExtra => product.TrashExtraBytes,
        ProductLimit.QuotaPool => product.PoolQuotaBytes,
        _ => throw new ArgumentOutOfRangeException(nameof(limit), limit, "An unknown limit."),
    };

    /// <summary>Gives the product another limit; <see langword="null"/> for none.</summary>
    public static void SetLimit(this Product product, ProductLimit limit, long? maximum)
    {
        switch (limit)
        {
            case ProductLimit.Mailboxes:
                product.MaxMailboxes = (int?)maximum;
                break;
            case ProductLimit.Aliases:
                product.MaxAliases = (int?)maximum;
                break;
            case ProductLimit.AliasesPerMailbox:
                product.MaxAliasesPerMailbox = (int?)maximum;
                break;
            case ProductLimit.Domains:
                product.MaxDomains = (int?)maximum;
                break;
            case ProductLimit.QuotaPerMailbox:
                product.MailboxQuotaBytes = maximum;
                break;
            case ProductLimit.QuotaTotal:
                product.TotalQuotaBytes = maximum;
                break;
            case ProductLimit.MessageSize:
                product.MaxMessageBytes = maximum;
                break;
            case ProductLimit.MessagesPerHour:
                product.MaxMessagesPerHour = (int?)maximum;
                break;
            case ProductLimit.StoredMessages:
                product.MaxStoredMessages = maximum;
                break;
            case ProductLimit.TrashExtra:
                product.TrashExtraBytes = maximum;
                break;
            case ProductLimit.QuotaPool:
                product.PoolQuotaBytes = maximum;
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(limit), limit, "An unknown limit.");
        }
    }

    /// <summary>Whether the limit is an amount of storage, and not a number of things.</summary>
    public static bool IsBytes(this ProductLimit limit) =>
        limit is ProductLimit.QuotaPerMailbox or ProductLimit.QuotaTotal or ProductLimit.MessageSize or ProductLimit.TrashExtra or ProductLimit.QuotaPool;

    /// <summary>The largest value that the limit can have.</summary>
    public static long Highest(this ProductLimit limit) => limit.IsBytes() || limit == ProductLimit.StoredMessages ? long.MaxValue : int.MaxValue;

    /// <summary>The limit's name in errors.</summary>
    public static string Code(this ProductLimit limit) => limit switch
    {
        ProductLimit.Mailboxes => "mailboxes",
        ProductLimit.Aliases => "aliases",
        ProductLimit.AliasesPerMailbox => "aliases-per-mailbox",
        ProductLimit.Domains => "domains",
        ProductLimit.QuotaPerMailbox => "quota-per-mailbox",
        ProductLimit.QuotaTotal => "quota-total",
        ProductLimit.MessageSize => "message-size",
        ProductLimit.StoredMessages => "stored-messages",
        ProductLimit.TrashExtra => "trash-extra",
        ProductLimit.QuotaPool => "quota-pool",
        _ => "messages-per-hour",
    };
}
