using Microsoft.AspNetCore.DataProtection;

namespace Oss.Domain.Webhooks;

/// <summary>A CRM's address that is called for each event of its orders.</summary>
public sealed class Webhook : Versioned
{
    /// <summary>Characters of a URL.</summary>
    public const int UrlLength = 500;

    /// <summary>Immutable id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>Where it is called.</summary>
    public required string Url { get; set; }

    /// <summary>The secret that signs, encrypted.</summary>
    public required string Secret { get; set; }

    /// <summary>The secret before, which signs too until <see cref="FormerUntil"/>, encrypted.</summary>
    public string? FormerSecret { get; set; }

    /// <summary>UTC.</summary>
    public DateTime? FormerUntil { get; set; }

    /// <summary>The secrets that sign at a time, in clear text, the newest first.</summary>
    internal IEnumerable<string> SecretsAt(DateTime now, IDataProtector protector)
    {
        yield return protector.Unprotect(Secret);
        if (FormerSecret is { } former && FormerUntil > now)
            yield return protector.Unprotect(former);
    }

    /// <summary>The only tenant whose orders it hears of; <see langword="null"/> for all.</summary>
    public Guid? TenantId { get; init; }

    /// <summary>The only system whose orders it hears of; <see langword="null"/> for all.</summary>
    public string? ExternalSystem { get; init; }

    /// <summary>The form in which it is called.</summary>
    public WebhookFormat Format { get; init; }

    /// <summary>The number of the last event that was taken up for it.</summary>
    public long Position { get; set; }

    /// <summary>Why it is no longer called; <see langword="null"/> while it is.</summary>
    public string? DisabledBecause { get; set; }

    /// <summary>Name of the actor.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime CreatedAt { get; init; }
}

/// <summary>Forms of messages.</summary>
public enum WebhookFormat
{
    /// <summary>Standard Webhooks.</summary>
    Standard,

    /// <summary>Notifications of TM Forum's TMF641, signed by the same headers.</summary>
    Tmf641,
}

/// <summary>One event on its way to one webhook.</summary>
public sealed class WebhookDelivery
{
    /// <summary>The message's id, the same at each attempt: the receiver knows by it what it had before.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The webhook.</summary>
    public required Guid WebhookId { get; init; }

    /// <summary>The event's number.</summary>
    public required long Sequence { get; init; }

    /// <summary>Where it stands.</summary>
    public DeliveryState State { get; set; }

    /// <summary>Attempts so far.</summary>
    public int Attempts { get; set; }

    /// <summary>When it is due, or the end of the lease of the node that is at it; UTC.</summary>
    public required DateTime NextAt { get; set; }

    /// <summary>HTTP status of the last attempt.</summary>
    public int? LastStatus { get; set; }

    /// <summary>What went wrong at the last attempt, in a sentence.</summary>
    public string? LastError { get; set; }

    /// <summary>UTC.</summary>
    public DateTime? DeliveredAt { get; set; }
}

/// <summary>States of a <see cref="WebhookDelivery"/>.</summary>
public enum DeliveryState
{
    /// <summary>Waits for its first or next attempt.</summary>
    Pending,

    /// <summary>The receiver has taken it.</summary>
    Delivered,

    /// <summary>Given up after the last attempt; can be sent again by hand.</summary>
    Dead,
}
