using System.Text.Json;
using System.Text.Json.Serialization;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Packages;
using Oss.Domain.Rules;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Audit;

/// <summary>What there is of a subject, for the record of before and after; never a password, nor its hash.</summary>
internal static class AuditSnapshot
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter() },
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string? Of(Mailbox? m) => m is null ? null : Write(new
    {
        m.PrimaryAddress, m.State, m.DisplayName, m.QuotaBytes, m.HasOwnQuota, Suspended = m.Suspension.IsNone ? null : m.Suspension.ToString(), m.PurgeAt, RelayTo = m.RelayTo?.ToString(), m.RelayAs,
    });

    public static string? Of(Subscription? s) => s is null ? null : Write(new
    {
        Tenant = s.Tenant.Number, TenantName = s.Tenant.Name, ExternalForwardingForbidden = s.Tenant.ForbidsExternalForwarding ? true : (bool?)null, Product = s.Product.Code, s.TerminatedAt, Suspended = s.Suspension.IsNone ? null : s.Suspension.ToString(),
        Limits = s.Overrides.Count == 0 ? null : s.Overrides,
    });

    public static string? Of(Product? p) => p is null ? null : Write(new
    {
        p.Name, Limits = Enum.GetValues<ProductLimit>().Where(limit => p.LimitOf(limit) is not null).ToDictionary(limit => limit, limit => p.LimitOf(limit)), Features = p.Features.ToString(), p.MayBecome,
        RequiresVerifiedDomains = p.RequiresVerifiedDomains ? true : (bool?)null,
    });

    public static string? Of(MailDomain? d) => d is null ? null : Write(new
    {
        d.Name, Contract = d.Subscription.ContractNumber, d.Shared, AliasOf = d.AliasOf?.Name, d.MinNameLength, d.Ownership,
        RelayTo = d.RelayTo?.ToString(), RelayRecipients = d.RelayTo is null ? (Relaying.RelayRecipients?)null : d.RelayRecipients,
    });

    public static string? Of(Address? a) => a is null ? null : Write(new { a.Kind, Targets = a.Targets?.Split('\n') ?? [a.Mailbox?.PrimaryAddress ?? ""] });

    /// <summary>Of a script by hand its name and fingerprint: the script itself stays in the mailbox.</summary>
    public static string? Of(RuleSheet? sheet) => sheet switch
    {
        RuleSheet.FromRules { Rules: var rules } => Write(new { rules.Forwarding, rules.AutoReply, Spam = rules.Spam.Action == SpamAction.Off ? null : rules.Spam, Rules = rules.Rules.Count == 0 ? null : rules.Rules }),
        RuleSheet.ByHand script => Write(new { ScriptByHand = script.Name ?? "", script.Tag, script.Text.Length }),
        _ => null,
    };

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, Json);
}
