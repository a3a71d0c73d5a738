namespace Oss.Domain.Packages;

/// <summary>A package the ISP sells: limits and features. A limit that is <see langword="null"/> does not limit.</summary>
public sealed class Product : Versioned
{
    /// <summary>Characters of a product code.</summary>
    public const int CodeLength = 64;

    /// <summary>Immutable id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The code an order names, e.g. <c>residential</c>; unique.</summary>
    public required string Code { get; init; }

    /// <summary>Name shown to people.</summary>
    public required string Name { get; set; }

    /// <summary>Characters of a product's name.</summary>
    public const int NameLength = 200;

    /// <summary>Characters of <see cref="MayBecome"/>.</summary>
    public const int MayBecomeLength = 1000;

    /// <summary>Mailboxes of one subscription.</summary>
    public int? MaxMailboxes { get; set; }

    /// <summary>Aliases, forwards and catch-alls of one subscription.</summary>
    public int? MaxAliases { get; set; }

    /// <summary>Aliases of one mailbox.</summary>
    public int? MaxAliasesPerMailbox { get; set; }

    /// <summary>Domains of one subscription.</summary>
    public int? MaxDomains { get; set; }

    /// <summary>Bytes one mailbox may have, and has unless ordered otherwise.</summary>
    public long? MailboxQuotaBytes { get; set; }

    /// <summary>Bytes all mailboxes of one subscription may have together.</summary>
    public long? TotalQuotaBytes { get; set; }

    /// <summary>Bytes all mailboxes of one subscription may use together, whatever each of them may: who needs more takes it from those who need less.</summary>
    public long? PoolQuotaBytes { get; set; }

    /// <summary>Messages that one mailbox may hold.</summary>
    public long? MaxStoredMessages { get; set; }

    /// <summary>Bytes that messages in the trash of one mailbox may use beyond its quota; <see langword="null"/> for none beyond.</summary>
    public long? TrashExtraBytes { get; set; }

    /// <summary>Octets of one message.</summary>
    public long? MaxMessageBytes { get; set; }

    /// <summary>Messages that one mailbox may send in an hour.</summary>
    public int? MaxMessagesPerHour { get; set; }

    /// <summary>Codes of the products that a subscription may change to, separated by commas; <see langword="null"/> for any, empty for none.</summary>
    public string? MayBecome { get; set; }

    /// <summary>Whether a subscription may change from this product to another.</summary>
    public bool IsAllowedToBecome(string code) => code == Code || MayBecome is null || MayBecome.Split(',').Contains(code);

    /// <summary>Whether a domain takes mail and addresses only once its tenant has proven to own it.</summary>
    public bool RequiresVerifiedDomains { get; set; }

    /// <summary>What the mailboxes may do.</summary>
    public ProductFeatures Features { get; set; }
}

/// <summary>Features of a <see cref="Product"/>.</summary>
[Flags]
public enum ProductFeatures
{
    /// <summary>Nothing but receiving.</summary>
    None = 0,

    /// <summary>Reading by POP3.</summary>
    Pop3 = 1,

    /// <summary>Reading by IMAP.</summary>
    Imap = 2,

    /// <summary>Sending with authentication.</summary>
    SmtpAuth = 4,

    /// <summary>Own filters.</summary>
    Sieve = 8,

    /// <summary>A filter against unwanted mail, set by the user.</summary>
    SpamFilter = 16,

    /// <summary>A filter against malware.</summary>
    Antivirus = 32,

    /// <summary>Reading in a browser.</summary>
    Webmail = 64,

    /// <summary>Calendars and contacts.</summary>
    Groupware = 128,

    /// <summary>Synchronisation with telephones.</summary>
    ActiveSync = 256,

    /// <summary>Files on the net.</summary>
    OnlineStorage = 512,

    /// <summary>Passing mail on to addresses of the platform.</summary>
    Forwarding = 1024,

    /// <summary>Passing mail on to addresses elsewhere.</summary>
    ExternalForwarding = 2048,

    /// <summary>Automatic replies.</summary>
    AutoReply = 4096,

    /// <summary>Dropping spam, which nobody gets back.</summary>
    SpamDiscard = 8192,
}
