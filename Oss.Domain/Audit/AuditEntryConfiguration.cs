using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Oss.Domain.Audit;

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>, IEntityTypeConfiguration<AuditHead>, IEntityTypeConfiguration<AuditCheckpoint>
{
    private const int HashLength = 64;

    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.Property(a => a.Actor).HasMaxLength(300);
        builder.Property(a => a.OnBehalfOf).HasMaxLength(Access.Actor.OnBehalfOfLength);
        builder.Property(a => a.Reason).HasMaxLength(Access.Actor.ReasonLength);
        builder.Property(a => a.Action).HasMaxLength(64);
        builder.Property(a => a.Subject).HasMaxLength(Addresses.EmailAddress.MaxLength);
        builder.Property(a => a.Detail).HasMaxLength(AuditEntry.DetailLength);
        builder.Property(a => a.Source).HasMaxLength(AuditEntry.SourceLength);
        builder.Property(a => a.Salt).HasMaxLength(HashLength);
        builder.Property(a => a.Digest).HasMaxLength(HashLength);
        builder.Property(a => a.Hash).HasMaxLength(HashLength);
        builder.HasIndex(a => a.Sequence).IsUnique();
        builder.HasIndex(a => new { a.TenantId, a.At });
        builder.HasIndex(a => new { a.At, a.Id });
        builder.HasIndex(a => new { a.Actor, a.At });
        builder.HasIndex(a => new { a.Action, a.At });
        builder.HasIndex(a => new { a.Subject, a.At });
    }

    public void Configure(EntityTypeBuilder<AuditHead> builder)
    {
        builder.Property(h => h.Id).ValueGeneratedNever();
        builder.Property(h => h.Hash).HasMaxLength(HashLength);
        builder.HasData(new AuditHead());
    }

    public void Configure(EntityTypeBuilder<AuditCheckpoint> builder)
    {
        builder.HasKey(c => c.Sequence);
        builder.Property(c => c.Sequence).ValueGeneratedNever();
        builder.Property(c => c.Hash).HasMaxLength(HashLength);
        builder.Property(c => c.PublicKey).HasMaxLength(300);
        builder.Property(c => c.Signature).HasMaxLength(300);
    }
}
