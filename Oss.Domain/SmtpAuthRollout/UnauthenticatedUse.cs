using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Oss.Domain.SmtpAuthRollout;

/// <summary>Somebody sent mail without a login from a network that may: how often, from where, as which of our mailboxes. What an operator needs to know before SMTP-AUTH becomes mandatory there.</summary>
public sealed class UnauthenticatedUse
{
    /// <summary>The mailbox that the sender leads to.</summary>
    public Guid MailboxId { get; init; }

    /// <summary>The client's address.</summary>
    public required string Client { get; init; }

    /// <summary>Messages begun.</summary>
    public long Count { get; init; }

    /// <summary>The first, UTC.</summary>
    public DateTime FirstAt { get; init; }

    /// <summary>The last, UTC.</summary>
    public DateTime LastAt { get; init; }
}

internal sealed class UnauthenticatedUseConfiguration : IEntityTypeConfiguration<UnauthenticatedUse>
{
    private const int AddressLength = 45;

    public void Configure(EntityTypeBuilder<UnauthenticatedUse> builder)
    {
        builder.HasKey(u => new { u.MailboxId, u.Client });
        builder.Property(u => u.Client).HasMaxLength(AddressLength);
        builder.HasIndex(u => u.LastAt);
    }
}
