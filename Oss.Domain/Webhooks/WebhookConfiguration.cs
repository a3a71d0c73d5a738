using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Oss.Domain.Orders;

namespace Oss.Domain.Webhooks;

internal sealed class WebhookConfiguration : IEntityTypeConfiguration<Webhook>, IEntityTypeConfiguration<WebhookDelivery>
{
    public void Configure(EntityTypeBuilder<Webhook> builder)
    {
        builder.Property(w => w.Url).HasMaxLength(Webhook.UrlLength);
        builder.Property(w => w.Secret).HasMaxLength(1000);
        builder.Property(w => w.FormerSecret).HasMaxLength(1000);
        builder.Property(w => w.ExternalSystem).HasMaxLength(OrderLimits.ExternalSystemLength);
        builder.Property(w => w.DisabledBecause).HasMaxLength(WebhookLimits.ErrorLength);
        builder.Property(w => w.CreatedBy).HasMaxLength(256);
        builder.Property(w => w.Format).HasDefaultValue(WebhookFormat.Standard);
    }

    public void Configure(EntityTypeBuilder<WebhookDelivery> builder)
    {
        builder.Property(d => d.LastError).HasMaxLength(WebhookLimits.ErrorLength);
        builder.HasOne<Webhook>().WithMany().HasForeignKey(d => d.WebhookId).OnDelete(DeleteBehavior.Cascade);
        builder.HasIndex(d => new { d.WebhookId, d.Sequence }).IsUnique();
        builder.HasIndex(d => new { d.State, d.NextAt });
    }
}
