using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Oss.Domain.Mailboxes;

namespace Oss.Domain.Addresses;

/// <summary>The right of a mailbox to send by an address that does not lead to it: a secretary in the name of a director, five people in the name of a list. It ends with either.</summary>
public sealed class SendingRight
{
    /// <summary>Immutable id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The address that is sent by.</summary>
    public required Guid AddressId { get; init; }

    /// <summary>The address that is sent by.</summary>
    public Address Address { get; init; } = null!;

    /// <summary>Who may.</summary>
    public required Guid MailboxId { get; init; }

    /// <summary>Who may.</summary>
    public Mailbox Mailbox { get; init; } = null!;

    /// <summary>Since when, UTC.</summary>
    public required DateTime GrantedAt { get; init; }
}

internal sealed class SendingRightConfiguration : IEntityTypeConfiguration<SendingRight>
{
    public void Configure(EntityTypeBuilder<SendingRight> builder)
    {
        builder.HasIndex(r => new { r.AddressId, r.MailboxId }).IsUnique();
        builder.HasIndex(r => r.MailboxId);
        builder.HasOne(r => r.Address).WithMany().OnDelete(DeleteBehavior.Cascade);
        builder.HasOne(r => r.Mailbox).WithMany().OnDelete(DeleteBehavior.Cascade);
    }
}
