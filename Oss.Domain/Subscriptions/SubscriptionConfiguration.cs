using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Oss.Domain.Packages;

namespace Oss.Domain.Subscriptions;

internal sealed class SubscriptionConfiguration : IEntityTypeConfiguration<Subscription>
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    public void Configure(EntityTypeBuilder<Subscription> builder)
    {
        builder.Property(s => s.ContractNumber).HasMaxLength(Subscription.ContractNumberLength);
        builder.ComplexProperty(s => s.Suspension);
        builder.ComplexProperty(s => s.Counts).Ignore(c => c.IsEmpty);
        builder.Property(s => s.Overrides).HasMaxLength(1000).HasDefaultValueSql("'{}'").HasConversion(
            overrides => JsonSerializer.Serialize(overrides, Json), text => JsonSerializer.Deserialize<Dictionary<ProductLimit, long?>>(text, Json)!,
            new ValueComparer<IReadOnlyDictionary<ProductLimit, long?>>((a, b) => ReferenceEquals(a, b), overrides => overrides.Count, overrides => overrides));
        builder.HasIndex(s => s.ContractNumber).IsUnique();
        builder.HasIndex(s => new { s.TenantId, s.ContractNumber });
        builder.HasOne(s => s.Tenant).WithMany().OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(s => s.Product).WithMany().OnDelete(DeleteBehavior.Restrict);
    }
}
