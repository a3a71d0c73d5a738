using Oss.Domain.Subscriptions;

namespace Oss.Domain.Domains;

/// <summary>A mail domain served here; <c>netcologne.de</c> is one among others.</summary>
public sealed class MailDomain : Versioned
{
    /// <summary>Immutable id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The normalised name; unique.</summary>
    public required string Name { get; init; }

    /// <summary>Whether mailboxes of other tenants may lie in it: the ISP's own domain, not a customer's.</summary>
    public bool Shared { get; set; }

    /// <summary>The subscription it belongs to.</summary>
    public required Guid SubscriptionId { get; init; }

    /// <summary>The subscription it belongs to.</summary>
    public Subscription Subscription { get; set; } = null!;
}
