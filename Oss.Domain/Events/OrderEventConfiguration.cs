using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Oss.Domain.Orders;

namespace Oss.Domain.Events;

internal sealed class OrderEventConfiguration : IEntityTypeConfiguration<OrderEvent>, IEntityTypeConfiguration<EventCounter>
{
    public void Configure(EntityTypeBuilder<OrderEvent> builder)
    {
        builder.Property(e => e.ExternalSystem).HasMaxLength(OrderLimits.ExternalSystemLength);
        builder.Property(e => e.ExternalId).HasMaxLength(OrderLimits.ExternalIdLength);
        builder.Property(e => e.ErrorCode).HasMaxLength(64);
        builder.HasIndex(e => e.Sequence).IsUnique();
        builder.HasIndex(e => e.OrderId);
    }

    public void Configure(EntityTypeBuilder<EventCounter> builder)
    {
        builder.Property(c => c.Id).ValueGeneratedNever();
        builder.HasData(new EventCounter());
    }
}
