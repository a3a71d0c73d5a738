using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Oss.Domain.Subscriptions;

internal sealed class SubscriptionConfiguration : IEntityTypeConfiguration<Subscription>
{
    public void Configure(EntityTypeBuilder<Subscription> builder)
    {
        builder.Property(s => s.ContractNumber).HasMaxLength(Subscription.ContractNumberLength);
        builder.HasIndex(s => s.ContractNumber).IsUnique();
        builder.HasOne(s => s.Tenant).WithMany().OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(s => s.Product).WithMany().OnDelete(DeleteBehavior.Restrict);
    }
}
