using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Oss.Domain.Trace;

internal sealed class TraceRecordConfiguration : IEntityTypeConfiguration<TraceRecord>
{
    private const int AddressLength = 45;
    private const int ProtocolLength = 16;
    internal const int ReplyLength = 400;

    public void Configure(EntityTypeBuilder<TraceRecord> builder)
    {
        builder.Property(r => r.Id).ValueGeneratedNever();
        builder.Property(r => r.Sides).HasConversion<int>();
        builder.Property(r => r.Sender).HasMaxLength(TraceRecord.TextLength);
        builder.Property(r => r.Recipient).HasMaxLength(TraceRecord.TextLength);
        builder.Property(r => r.Target).HasMaxLength(TraceRecord.TextLength);
        builder.Property(r => r.Client).HasMaxLength(AddressLength);
        builder.Property(r => r.ClientName).HasMaxLength(TraceRecord.TextLength);
        builder.Property(r => r.Protocol).HasMaxLength(ProtocolLength);
        builder.Property(r => r.MessageIdField).HasMaxLength(TraceRecord.TextLength);
        builder.Property(r => r.Reply).HasMaxLength(ReplyLength);
        builder.Property(r => r.Events).HasColumnType("text");
        // Each ends in the id: a page of any search is one range of one index, whatever the number of rows.
        builder.HasIndex(r => new { r.TenantId, r.Id });
        builder.HasIndex(r => new { r.Sender, r.Id });
        builder.HasIndex(r => new { r.Recipient, r.Id });
        builder.HasIndex(r => new { r.Target, r.Id });
        builder.HasIndex(r => new { r.MessageIdField, r.Id });
        builder.HasIndex(r => new { r.Client, r.Id });
        builder.HasIndex(r => r.Message);
    }
}
