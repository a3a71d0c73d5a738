using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Oss.Domain.Statistics;

/// <summary>Logins to one mailbox that were alike: the same service from the same address in the same way with the same end. A mail program that looks for mail every minute is one row
/// whose count grows, so that the last different ones can be kept of each mailbox.</summary>
public sealed class LoginRecord
{
    /// <summary>Rows of one mailbox of each end, successful and not; the oldest goes when another comes. Guesses from a thousand addresses do not push the owner's own out.</summary>
    public const int MaxOfMailbox = 30;

    /// <summary>The mailbox.</summary>
    public Guid MailboxId { get; init; }

    /// <summary><c>Imap</c>, <c>Pop3</c>, <c>Submission</c>, <c>ManageSieve</c>.</summary>
    public required string Service { get; init; }

    /// <summary>How it ended.</summary>
    public LoginResult Result { get; init; }

    /// <summary>The client's address; empty when it is not known.</summary>
    public required string Client { get; init; }

    /// <summary>The SASL mechanism; <c>password</c> for the protocols' own commands.</summary>
    public required string Mechanism { get; init; }

    /// <summary>Who opened the mailbox in its owner's place; empty for the owner.</summary>
    public required string Master { get; init; }

    /// <summary>How often.</summary>
    public long Count { get; init; }

    /// <summary>The first, UTC.</summary>
    public DateTime FirstAt { get; init; }

    /// <summary>The last, UTC.</summary>
    public DateTime LastAt { get; init; }
}

/// <summary>How a login ended.</summary>
public enum LoginResult
{
    /// <summary>The user is in.</summary>
    Accepted,

    /// <summary>Wrong password or token.</summary>
    Rejected,

    /// <summary>The password is right, but the mailbox is suspended or the service not part of its product.</summary>
    Denied,
}

internal sealed class LoginRecordConfiguration : IEntityTypeConfiguration<LoginRecord>
{
    private const int AddressLength = 45;
    private const int MasterLength = 128;

    public void Configure(EntityTypeBuilder<LoginRecord> builder)
    {
        builder.HasKey(l => new { l.MailboxId, l.Service, l.Result, l.Client, l.Mechanism, l.Master });
        builder.Property(l => l.Service).HasMaxLength(16);
        builder.Property(l => l.Result).HasMaxLength(16);
        builder.Property(l => l.Client).HasMaxLength(AddressLength);
        builder.Property(l => l.Mechanism).HasMaxLength(32);
        builder.Property(l => l.Master).HasMaxLength(MasterLength);
    }
}
