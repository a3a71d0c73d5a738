using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Oss.Domain.Audit;

internal sealed class AuditEntryConfiguration : IEntityTypeConfiguration<AuditEntry>
{
    public void Configure(EntityTypeBuilder<AuditEntry> builder)
    {
        builder.Property(a => a.Actor).HasMaxLength(300);
        builder.Property(a => a.OnBehalfOf).HasMaxLength(Access.Actor.OnBehalfOfLength);
        builder.Property(a => a.Reason).HasMaxLength(Access.Actor.ReasonLength);
        builder.Property(a => a.Action).HasMaxLength(64);
        builder.Property(a => a.Subject).HasMaxLength(Addresses.EmailAddress.MaxLength);
        builder.Property(a => a.Detail).HasMaxLength(AuditEntry.DetailLength);
        builder.HasIndex(a => new { a.TenantId, a.At });
        builder.HasIndex(a => new { a.At, a.Id });
        builder.HasIndex(a => new { a.Actor, a.At });
        builder.HasIndex(a => new { a.Action, a.At });
        builder.HasIndex(a => new { a.Subject, a.At });
    }
}
