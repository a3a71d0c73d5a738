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
        _ => throw new ArgumentOutOfRangeException(nameof(limit), limit, "An unknown limit."),
    };

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
        _ => "messages-per-hour",
    };
}
