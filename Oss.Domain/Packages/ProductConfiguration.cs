using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Oss.Domain.Packages;

internal sealed class ProductConfiguration : IEntityTypeConfiguration<Product>
{
    public void Configure(EntityTypeBuilder<Product> builder)
    {
        builder.Property(p => p.Code).HasMaxLength(Product.CodeLength);
        builder.Property(p => p.Name).HasMaxLength(Product.NameLength);
        builder.Property(p => p.MayBecome).HasMaxLength(Product.MayBecomeLength);
        builder.HasIndex(p => p.Code).IsUnique();
        builder.HasData(ProductCatalog.Seed);
    }
}
