using Oss.Domain.Addresses;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Mailboxes;

/// <summary>A mailbox. Its id never changes and never comes back, whatever its addresses do.</summary>
public sealed class Mailbox : Versioned
{
    /// <summary>Characters of a display name.</summary>
    public const int DisplayNameLength = 200;

    /// <summary>Immutable id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The normalised primary address; names the directory on disk.</summary>
    public required string PrimaryAddress { get; init; }

    /// <summary>The subscription that pays for it.</summary>
    public required Guid SubscriptionId { get; init; }

    /// <summary>The subscription that pays for it.</summary>
    public Subscription Subscription { get; set; } = null!;

    /// <summary>Where it stands.</summary>
    public MailboxState State { get; set; } = MailboxState.Provisioning;

    /// <summary>The volume that holds it, once it is created there.</summary>
    public string? Volume { get; set; }

    /// <summary>The password in Dovecot's <c>{SCHEME}hash</c> form.</summary>
    public required string PasswordHash { get; set; }

    /// <summary>Name shown to people.</summary>
    public string? DisplayName { get; set; }

    /// <summary>Display name folded for searching.</summary>
    public string? SearchName { get; set; }

    /// <summary>Storage limit in bytes; <see langword="null"/> is unlimited.</summary>
    public long? QuotaBytes { get; set; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }

    /// <summary>All addresses that lead here.</summary>
    public ICollection<Address> Addresses { get; } = [];
}

/// <summary>States of a <see cref="Mailbox"/>.</summary>
public enum MailboxState
{
    /// <summary>Ordered; the mail platform is creating it.</summary>
    Provisioning,

    /// <summary>Receives and serves mail.</summary>
    Active,

    /// <summary>Exists, takes no mail and no logins.</summary>
    Suspended,

    /// <summary>Ended; its addresses are free, its mail is kept aside.</summary>
    Terminated,
}
