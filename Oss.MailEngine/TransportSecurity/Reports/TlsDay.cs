using System.Text.Json.Serialization;

namespace Oss.MailEngine.TransportSecurity.Reports;

/// <summary>What was counted on one day (UTC), by the domain that the mail was for.</summary>
internal sealed record TlsDay(DateOnly Day, Dictionary<string, TlsDomainDay> Domains);

/// <summary>One domain's sessions on one day.</summary>
internal sealed record TlsDomainDay(List<TlsPolicyCount> Policies)
{
    /// <summary>The places that have its report.</summary>
    public List<string> Told { get; init; } = [];
}

/// <summary>Sessions under one policy.</summary>
internal sealed record TlsPolicyCount(ReportedPolicy Policy)
{
    public long Successes { get; set; }

    public long Failures { get; set; }

    public List<TlsFailureCount> Details { get; init; } = [];
}

/// <summary>Sessions that failed in the same way.</summary>
internal sealed record TlsFailureCount(string Type, string? Source, string? Host, string? Address, string Text)
{
    public long Count { get; set; }
}

[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TlsDay))]
internal sealed partial class TlsDayJson : JsonSerializerContext;
