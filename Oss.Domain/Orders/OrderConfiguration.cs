using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Oss.Domain.Orders;

internal sealed class OrderConfiguration : IEntityTypeConfiguration<Order>
{
    public void Configure(EntityTypeBuilder<Order> builder)
    {
        builder.Property(o => o.ExternalSystem).HasMaxLength(OrderLimits.ExternalSystemLength);
        builder.Property(o => o.ExternalId).HasMaxLength(OrderLimits.ExternalIdLength);
        builder.Property(o => o.PayloadHash).HasMaxLength(64);
        builder.Property(o => o.SubmittedBy).HasMaxLength(256);
        builder.HasIndex(o => new { o.ExternalSystem, o.ExternalId }).IsUnique();
        builder.HasIndex(o => new { o.State, o.LeasedUntil });
        builder.HasIndex(o => new { o.SubmittedAt, o.Id });
        builder.HasIndex(o => new { o.State, o.SubmittedAt });
        builder.HasIndex(o => new { o.TenantId, o.SubmittedAt });
        builder.HasIndex(o => new { o.ExternalSystem, o.SubmittedAt });
        builder.HasMany(o => o.Items).WithOne().HasForeignKey(i => i.OrderId);
    }
}
