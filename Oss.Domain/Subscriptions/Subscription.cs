using Oss.Domain.Mailboxes;
using Oss.Domain.Packages;
using Oss.Domain.Tenants;

namespace Oss.Domain.Subscriptions;

/// <summary>A product that a tenant has under a CRM contract. Whatever counts against the product's limits touches this
/// row's version, so that two orders at once cannot overrun a limit together.</summary>
public sealed class Subscription : Versioned
{
    /// <summary>Characters of a contract number.</summary>
    public const int ContractNumberLength = 64;

    /// <summary>Immutable id.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The CRM's contract number; unique.</summary>
    public required string ContractNumber { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid TenantId { get; set; }

    /// <summary>Whose it is.</summary>
    public Tenant Tenant { get; set; } = null!;

    /// <summary>When it ended, UTC. The row stays, for the mailboxes it had stay for the record; the contract may come back to life.</summary>
    public DateTime? TerminatedAt { get; set; }

    /// <summary>Limits that are not the product's, as ordered for this subscription; <see langword="null"/> as a value does not limit.</summary>
    public IReadOnlyDictionary<ProductLimit, long?> Overrides { get; set; } = new Dictionary<ProductLimit, long?>();

    /// <summary>The limit that holds: the subscription's own, else the product's; <see langword="null"/> when there is none.</summary>
    public long? LimitOf(ProductLimit limit) => Overrides.TryGetValue(limit, out var own) ? own : Product.LimitOf(limit);

    /// <summary>What it has of what its product limits, as of the last save.</summary>
    public SubscriptionCounts Counts { get; set; }

    /// <summary>What is suspended for all its mailboxes.</summary>
    public Suspension Suspension { get; set; }

    /// <summary>What it is.</summary>
    public required Guid ProductId { get; set; }

    /// <summary>What it is.</summary>
    public Product Product { get; set; } = null!;
}
