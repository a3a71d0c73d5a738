namespace Oss.Domain.Webhooks;

/// <summary>Bounds of webhooks.</summary>
public static class WebhookLimits
{
    /// <summary>Webhooks of one tenant, or of the platform.</summary>
    public const int Webhooks = 20;

    /// <summary>Characters of an error's sentence.</summary>
    public const int ErrorLength = 500;

    /// <summary>Events taken up for one webhook in one transaction.</summary>
    public const int FanOut = 500;

    /// <summary>Deliveries to one webhook in one round.</summary>
    public const int Round = 100;

    /// <summary>How long a receiver may take for one message.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(15);

    /// <summary>How long a node may be at one delivery before another believes it dead.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>How long a former secret goes on signing.</summary>
    public static readonly TimeSpan RotationOverlap = TimeSpan.FromHours(24);

    /// <summary>Delivered messages are forgotten after this; dead ones stay.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    /// <summary>Pauses between attempts, as Standard Webhooks recommends: about three days in all.</summary>
    public static IReadOnlyList<TimeSpan> Pauses { get; } =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10),
        TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];
}

/// <summary>Section <c>Oss:Webhooks</c>.</summary>
public sealed class WebhookOptions
{
    /// <summary>
    /// Where webhooks may lead; empty for nowhere. A name (<c>crm.example.net</c>, <c>*.example.net</c>) allows HTTPS on port 443, or on the port
    /// after a colon; its addresses must be public. A network (<c>10.1.0.0/16</c>) allows private addresses that an allowed name leads to.
    /// </summary>
    public IList<string> AllowedTargets { get; } = [];

    /// <summary>Whether plain HTTP is allowed, for a CRM on the same network.</summary>
    public bool AllowHttp { get; set; }
}
