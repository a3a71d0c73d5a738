using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Oss.Domain.Access;

namespace Oss.Domain.Idempotency;

internal sealed class KeptReplyConfiguration : IEntityTypeConfiguration<KeptReply>
{
    public void Configure(EntityTypeBuilder<KeptReply> builder)
    {
        builder.Property(r => r.Client).HasMaxLength(ApiClient.NameLength);
        builder.Property(r => r.Key).HasMaxLength(KeptReplyLimits.KeyLength);
        builder.Property(r => r.Fingerprint).HasMaxLength(64);
        builder.HasIndex(r => new { r.Client, r.Key }).IsUnique();
        builder.HasIndex(r => r.At);
    }
}
