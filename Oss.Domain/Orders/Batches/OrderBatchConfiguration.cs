using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Oss.Domain.Orders.Batches;

internal sealed class OrderBatchConfiguration : IEntityTypeConfiguration<OrderBatch>
{
    public void Configure(EntityTypeBuilder<OrderBatch> builder)
    {
        builder.Property(b => b.ExternalSystem).HasMaxLength(OrderLimits.ExternalSystemLength);
        builder.Property(b => b.ExternalId).HasMaxLength(OrderLimits.ExternalIdLength);
        builder.Property(b => b.PayloadHash).HasMaxLength(64);
        builder.Property(b => b.SubmittedBy).HasMaxLength(256);
        builder.HasIndex(b => new { b.ExternalSystem, b.ExternalId }).IsUnique();
        builder.HasIndex(b => b.SubmittedAt);
    }
}
