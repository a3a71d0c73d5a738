using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Oss.Domain.Orders;

internal sealed class OrderItemConfiguration : IEntityTypeConfiguration<OrderItem>
{
    public void Configure(EntityTypeBuilder<OrderItem> builder)
    {
        builder.Property(i => i.Subject).HasMaxLength(32);
        builder.Property(i => i.Key).HasMaxLength(Addresses.EmailAddress.MaxLength);
        builder.Property(i => i.ErrorCode).HasMaxLength(64);
        builder.Property(i => i.ErrorText).HasMaxLength(Order.ErrorTextLength);
        builder.Property(i => i.DependsOn).HasMaxLength(4000);
        builder.Ignore(i => i.Dependencies);
        builder.HasIndex(i => i.MailboxId);
    }
}
