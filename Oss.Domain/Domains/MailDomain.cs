using Oss.Domain.Relaying;
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

    /// <summary>The domain that this one is another name of: each address in it leads to the same name there.</summary>
    public Guid? AliasOfId { get; set; }

    /// <summary>The domain that this one is another name of.</summary>
    public MailDomain? AliasOf { get; set; }

    /// <summary>Characters that a new name before the @ must have, 1 or more; operators are not bound by it.</summary>
    public int MinNameLength { get; set; } = 1;

    /// <summary>Where mail for its addresses goes on to, unless they are a mailbox, an alias or a forward here; <see langword="null"/> for a domain whose mail ends here.</summary>
    public MailRoute? RelayTo { get; set; }

    /// <summary>Which recipients are taken for <see cref="RelayTo"/>.</summary>
    public RelayRecipients RelayRecipients { get; set; }

    /// <summary>Whether mail is taken for addresses that are not known here.</summary>
    public bool RelaysUnknown => RelayTo is not null && RelayRecipients != RelayRecipients.Listed;

    /// <summary>What is known of whether its tenant owns it.</summary>
    public DomainOwnership Ownership { get; set; }

    /// <summary>When it was last found to be the tenant's, UTC.</summary>
    public DateTime? VerifiedAt { get; set; }

    /// <summary>Until when its tenant may prove to own it, UTC: a claim that is never proven keeps nobody else's domain for ever. <see langword="null"/> for one that is proven, or that needed no proof when it was provided.</summary>
    public DateTime? ClaimedUntil { get; set; }

    /// <summary>Whether new addresses may be made in it; its subscription's product is needed for the answer.</summary>
    public bool TakesAddresses => Ownership == DomainOwnership.Verified || !Subscription.Product.RequiresVerifiedDomains;

    /// <summary>Keys that sign its mail.</summary>
    public ICollection<DkimKey> DkimKeys { get; } = [];

    /// <summary>The subscription it belongs to.</summary>
    public required Guid SubscriptionId { get; init; }

    /// <summary>The subscription it belongs to.</summary>
    public Subscription Subscription { get; set; } = null!;
}
