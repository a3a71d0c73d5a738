using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Oss.Domain.Statistics;

/// <summary>How often something happened in one hour, for one tenant.</summary>
public sealed class UsageCount
{
    /// <summary>Characters of <see cref="Measure"/>.</summary>
    public const int MeasureLength = 48;

    /// <summary>The hour's beginning, UTC.</summary>
    public DateTime Hour { get; init; }

    /// <summary>Whose; <see cref="Guid.Empty"/> for what concerns no tenant.</summary>
    public Guid TenantId { get; init; }

    /// <summary>What is counted; see <see cref="UsageMeasures"/>.</summary>
    public required string Measure { get; init; }

    /// <summary>How often.</summary>
    public long Count { get; init; }

    /// <summary>Octets of the messages; nought for what has none.</summary>
    public long Octets { get; init; }
}

/// <summary>What is counted. Messages are counted once for each recipient.</summary>
public static class UsageMeasures
{
    /// <summary>Messages taken for the tenant's addresses.</summary>
    public const string Received = "messages.received";

    /// <summary>Messages that the tenant's users sent after a login.</summary>
    public const string SentWithLogin = "messages.sent.login";

    /// <summary>Messages taken from networks that need no login.</summary>
    public const string SentWithoutLogin = "messages.sent.nologin";

    /// <summary>Messages that went to other servers.</summary>
    public const string Relayed = "messages.relayed";

    /// <summary>Messages that were taken and did not get there.</summary>
    public const string Failed = "messages.failed";

    /// <summary>Messages held back.</summary>
    public const string Quarantined = "messages.quarantined";

    /// <summary>Messages refused for ever; the enhanced status code follows, as <c>refused.5.1.1</c>.</summary>
    public const string Refused = "refused.";

    /// <summary>Messages refused for now; the enhanced status code follows.</summary>
    public const string Deferred = "deferred.";

    /// <summary>Logins; the service follows, and <c>ok</c> or <c>failed</c>, as <c>logins.imap.ok</c>.</summary>
    public const string Logins = "logins.";
}

internal sealed class UsageCountConfiguration : IEntityTypeConfiguration<UsageCount>
{
    public void Configure(EntityTypeBuilder<UsageCount> builder)
    {
        builder.HasKey(c => new { c.Hour, c.TenantId, c.Measure });
        builder.Property(c => c.Measure).HasMaxLength(UsageCount.MeasureLength);
        builder.HasIndex(c => new { c.TenantId, c.Hour });
    }
}
