using Oss.Domain.Addresses;
using Oss.Domain.Relaying;
using Oss.Domain.Rules;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Mailboxes;

/// <summary>A mailbox. Its id never changes and never comes back, whatever its addresses do.</summary>
public sealed class Mailbox : Versioned
{
    /// <summary>Characters of a display name.</summary>
    public const int DisplayNameLength = 200;

    /// <summary>Immutable id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The normalised primary address.</summary>
    public required string PrimaryAddress { get; set; }

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

    /// <summary>The same password's keys for SCRAM, as <see cref="Passwords.ScramKeys"/> stores them; <see langword="null"/> for a password that came as a hash.</summary>
    public string? ScramKeys { get; set; }

    /// <summary>The name its directory has on disk; another than <see cref="PrimaryAddress"/> until the platform has followed a change, <see langword="null"/> until it is created.</summary>
    public string? TreeName { get; set; }

    /// <summary>Other names that its directory may have, separated by line feeds: a node may have died between moving it and noting that.</summary>
    public string? TreeMayBe { get; set; }

    /// <summary>Every name that its directory may have on disk.</summary>
    public IReadOnlyList<string> TreeNames => [TreeName ?? PrimaryAddress, .. TreeMayBe?.Split('\n') ?? []];

    /// <summary>Gives it another primary address; the platform follows.</summary>
    public void ChangePrimary(string address)
    {
        PrimaryAddress = address;
        if (!TreeNames.Contains(address))
            TreeMayBe = TreeMayBe is null ? address : $"{TreeMayBe}\n{address}";
    }

    /// <summary>What its script is to become; <see langword="null"/> when the platform has written all that was ordered.</summary>
    public PendingRules? PendingRules { get; set; }

    /// <summary>What is suspended for the mailbox itself; its subscription may suspend more.</summary>
    public Suspension Suspension { get; set; }

    /// <summary>Where its mail goes on to instead of into it: it still lies on another server; <see langword="null"/> for a mailbox whose mail ends here.</summary>
    public MailRoute? RelayTo { get; set; }

    /// <summary>The address that the other server knows it by; <see langword="null"/> for its primary address.</summary>
    public string? RelayAs { get; set; }

    /// <summary>When it ended, UTC.</summary>
    public DateTime? TerminatedAt { get; set; }

    /// <summary>Until when it can be restored, UTC; its mail is deleted afterwards.</summary>
    public DateTime? PurgeAt { get; set; }

    /// <summary>Name shown to people.</summary>
    public string? DisplayName { get; set; }

    /// <summary>Display name folded for searching.</summary>
    public string? SearchName { get; set; }

    /// <summary>Storage limit in bytes; <see langword="null"/> is unlimited.</summary>
    public long? QuotaBytes { get; set; }

    /// <summary>Whether the quota was ordered for this mailbox; otherwise it follows the product.</summary>
    public bool HasOwnQuota { get; set; }

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

    /// <summary>Ended, and its mail is deleted for good.</summary>
    Purged,
}
