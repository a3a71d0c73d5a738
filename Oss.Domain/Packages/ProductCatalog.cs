namespace Oss.Domain.Packages;

/// <summary>The products every platform starts with.</summary>
public static class ProductCatalog
{
    private const long MiB = 1024L * 1024;
    private const long GiB = 1024 * MiB;

    private const ProductFeatures Mail = ProductFeatures.Pop3 | ProductFeatures.Imap | ProductFeatures.SmtpAuth | ProductFeatures.SpamFilter | ProductFeatures.Antivirus | ProductFeatures.Webmail
        | ProductFeatures.Forwarding | ProductFeatures.ExternalForwarding | ProductFeatures.AutoReply;
    private const ProductFeatures Filtered = Mail | ProductFeatures.Sieve | ProductFeatures.SpamDiscard;
    private const ProductFeatures Everything = Filtered | ProductFeatures.Groupware | ProductFeatures.ActiveSync | ProductFeatures.OnlineStorage;

    internal static Product[] Seed { get; } =
    [
        new()
        {
            Id = new Guid("01930000-0000-7000-8000-000000000001"), Code = "residential", Name = "Residential",
            MaxMailboxes = 5, MaxAliases = 10, MaxDomains = 0, MailboxQuotaBytes = GiB, TotalQuotaBytes = 5 * GiB,
            MaxAliasesPerMailbox = 5, MaxMessageBytes = 50 * MiB, MaxMessagesPerHour = 100, MaxStoredMessages = 100_000, TrashExtraBytes = 50 * MiB, MayBecome = "customer-domain,package-10,premium", Features = Mail,
        },
        new()
        {
            Id = new Guid("01930000-0000-7000-8000-000000000002"), Code = "customer-domain", Name = "Customer domain",
            MaxMailboxes = 25, MaxAliases = 100, MaxDomains = 3, MailboxQuotaBytes = 2 * GiB, TotalQuotaBytes = 50 * GiB,
            MaxAliasesPerMailbox = 50, MaxMessageBytes = 50 * MiB, MaxMessagesPerHour = 300, TrashExtraBytes = 100 * MiB, Features = Filtered,
        },
        new()
        {
            Id = new Guid("01930000-0000-7000-8000-000000000003"), Code = "package-10", Name = "Package with 10 mailboxes",
            MaxMailboxes = 10, MaxAliases = 50, MaxDomains = 1, MailboxQuotaBytes = 5 * GiB, TotalQuotaBytes = 20 * GiB,
            MaxAliasesPerMailbox = 20, MaxMessageBytes = 100 * MiB, MaxMessagesPerHour = 500, TrashExtraBytes = 100 * MiB, Features = Filtered | ProductFeatures.Groupware,
        },
        new()
        {
            Id = new Guid("01930000-0000-7000-8000-000000000004"), Code = "premium", Name = "Premium",
            MailboxQuotaBytes = null, TotalQuotaBytes = null,
            MaxMessageBytes = 100 * MiB, MaxMessagesPerHour = 2000, Features = Everything,
        },
    ];
}
