using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Oss.Domain.Domains;

/// <summary>What a domain's DNS had when it was last looked at.</summary>
public sealed class DomainCheck
{
    private static readonly JsonSerializerOptions Json = new() { Converters = { new JsonStringEnumConverter() } };

    /// <summary>The domain.</summary>
    public required Guid DomainId { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; set; }

    /// <summary>The records with what was found, as JSON.</summary>
    public required string Content { get; set; }

    internal static string Write(IReadOnlyList<RecordCheck> records) => JsonSerializer.Serialize(records, Json);

    internal IReadOnlyList<RecordCheck> Read() => JsonSerializer.Deserialize<IReadOnlyList<RecordCheck>>(Content, Json)!;
}

internal sealed class DomainCheckConfiguration : IEntityTypeConfiguration<DomainCheck>
{
    public void Configure(EntityTypeBuilder<DomainCheck> builder)
    {
        builder.HasKey(c => c.DomainId);
        builder.HasIndex(c => c.At);
        builder.HasOne<MailDomain>().WithOne().HasForeignKey<DomainCheck>(c => c.DomainId).OnDelete(DeleteBehavior.Cascade);
    }
}
