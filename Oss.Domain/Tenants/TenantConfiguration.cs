using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Oss.Domain.Tenants;

internal sealed class TenantConfiguration : IEntityTypeConfiguration<Tenant>
{
    public void Configure(EntityTypeBuilder<Tenant> builder)
    {
        builder.Property(t => t.Number).HasMaxLength(Tenant.NumberLength);
        builder.Property(t => t.Name).HasMaxLength(Tenant.NameLength);
        builder.Property(t => t.SearchName).HasMaxLength(Tenant.NameLength * SearchText.Growth);
        builder.HasIndex(t => t.Number).IsUnique();
        builder.HasIndex(t => t.SearchName);
    }
}
