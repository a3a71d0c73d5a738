using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Oss.Domain.Access;

namespace Oss.Domain.Mailboxes.Archives;

/// <summary>All mail of a mailbox in one file, as an order asked for it. The file lies on the mailbox's volume, where any node finds it, until it is not to be fetched any more.</summary>
public sealed class MailArchive : Versioned
{
    /// <summary>Immutable id; names the file.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The mailbox.</summary>
    public required Guid MailboxId { get; init; }

    /// <summary>The mailbox.</summary>
    public Mailbox Mailbox { get; set; } = null!;

    /// <summary>Kind and name of who ordered it.</summary>
    public required string RequestedBy { get; init; }

    /// <summary>When, UTC.</summary>
    public required DateTime RequestedAt { get; init; }

    /// <summary>The volume that has the file, once writing has begun.</summary>
    public string? Volume { get; set; }

    /// <summary>Octets written so far; of the whole file when it is ready.</summary>
    public long Bytes { get; set; }

    /// <summary>When it was complete, UTC.</summary>
    public DateTime? ReadyAt { get; set; }

    /// <summary>Until when it can be fetched, UTC; its file is deleted then.</summary>
    public DateTime? ExpiresAt { get; set; }
}

internal sealed class MailArchiveConfiguration : IEntityTypeConfiguration<MailArchive>
{
    private const int VolumeLength = 64;

    public void Configure(EntityTypeBuilder<MailArchive> builder)
    {
        builder.Property(a => a.RequestedBy).HasMaxLength(Actor.OnBehalfOfLength);
        builder.Property(a => a.Volume).HasMaxLength(VolumeLength);
        builder.HasIndex(a => a.ExpiresAt);
        builder.HasOne(a => a.Mailbox).WithMany().HasForeignKey(a => a.MailboxId).OnDelete(DeleteBehavior.Restrict);
    }
}
