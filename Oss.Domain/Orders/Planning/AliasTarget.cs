using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Orders.Planning;

/// <summary>Where a further address leads.</summary>
/// <param name="Subscription">The subscription that pays for the address.</param>
/// <param name="Mailbox">The one mailbox of an alias or a catch-all.</param>
/// <param name="Forward">The addresses of a forward, separated by line feeds.</param>
internal sealed record AliasTarget(Subscription Subscription, Mailbox? Mailbox, string? Forward)
{
    /// <summary>What an item's targets are, or <see langword="null"/> when something stands against them.</summary>
    public static AliasTarget? Of(ItemPlan plan, string alias, IReadOnlyList<string> wanted, AliasKind kind)
    {
        if (kind == AliasKind.Forward)
            return OfForward(plan, alias, wanted);

        if (kind == AliasKind.Relayed)
            return OfRelayed(plan, AliasKey.TryParse(alias)!.Value);

        if (wanted.Count > 1)
        {
            plan.Find(".targets", ErrorCodes.Length, "An alias or a catch-all leads to one mailbox; a forward may lead to more.");
            return null;
        }

        var address = EmailAddress.TryParse(wanted[0])!.Value;
        if (plan.Subjects.Mailbox(address) is { } mailbox)
            return new AliasTarget(mailbox.Subscription, mailbox, null);

        plan.Fail(new DomainError.NotFound("mailbox", address));
        return null;
    }

    // Nobody's mailbox here: it belongs to the subscription of its domain.
    private static AliasTarget? OfRelayed(ItemPlan plan, AliasKey key)
    {
        if (plan.Subjects.Domain(key.Domain) is not { } domain || (plan.Actor.TenantId is { } own && domain.Subscription.TenantId != own))
            plan.Fail(new DomainError.NotFound("domain", key.Domain.Value));
        else if (domain.RelayTo is null)
            plan.Find(".kind", ErrorCodes.NotApplicable, $"The mail of '{domain.Name}' does not go on to another server.");
        else
            return new AliasTarget(domain.Subscription, null, null);
        return null;
    }

    // A forward belongs to the subscription of its domain, or of its first target in a domain that is shared.
    private static AliasTarget? OfForward(ItemPlan plan, string alias, IReadOnlyList<string> wanted)
    {
        var key = AliasKey.TryParse(alias)!.Value;
        var targets = wanted.Select(target => EmailAddress.TryParse(target)!).ToList();
        if (plan.Subjects.Domain(key.Domain) is not { } domain)
        {
            plan.Fail(new DomainError.NotFound("domain", key.Domain.Value));
            return null;
        }

        var owner = OwnerOfForward(plan, domain, targets[0]);
        if (plan.Actor.TenantId is { } own && owner.TenantId != own)
        {
            plan.Fail(new DomainError.NotFound("address", targets[0].Value));
            return null;
        }

        if (!targets.Select((target, i) => plan.MayForward($".targets[{i}]", target, owner)).ToList().TrueForAll(may => may))
            return null;

        if (!targets.Any(target => plan.Subjects.LeadsTo(target.Value, key.Value)))
            return new AliasTarget(owner, null, string.Join('\n', targets.Select(target => target.Value).Distinct()));

        plan.Find(".targets", ErrorCodes.ForwardLoop, "This forward would lead back to itself.");
        return null;
    }

    private static Subscription OwnerOfForward(ItemPlan plan, MailDomain domain, EmailAddress firstTarget) =>
        domain.Shared && plan.Subjects.Address(firstTarget.Value) is { } target && plan.Subjects.SubscriptionById(target.SubscriptionId) is { } owner
            ? owner
            : domain.Subscription;
}
