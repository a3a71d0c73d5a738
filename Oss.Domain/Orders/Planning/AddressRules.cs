using Oss.Domain.Access;
using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Orders.Planning;

/// <summary>Who may have which address.</summary>
internal static class AddressRules
{
    /// <summary>Whether nobody owns an address, and nobody else has freed it of late.</summary>
    public static bool IsFree(this ItemPlan plan, string address, Guid tenantId)
    {
        if (plan.Subjects.AnyAddress(address) is not null)
        {
            plan.Fail(new DomainError.Conflict(ErrorCodes.AddressTaken, $"The address '{address}' is taken."));
            return false;
        }

        if (plan.Subjects.Quarantined(address) is not { } freed || freed.QuarantinedUntil <= plan.Now
            || plan.Subjects.SubscriptionById(freed.SubscriptionId)?.TenantId == tenantId || plan.Actor is { Role: Role.Operator, Kind: not ActorKind.System })
            return true;

        plan.Fail(new DomainError.Conflict(ErrorCodes.AddressQuarantined, $"The address '{address}' was another customer's and is given away from {freed.QuarantinedUntil:u} on."));
        return false;
    }

    /// <summary>Whether a new address is free and a name that a subscription may have in a domain.</summary>
    public static bool MayBeNamed(this ItemPlan plan, string field, EmailAddress address, MailDomain domain, Subscription subscription)
    {
        if (domain.AliasOfId is not null)
        {
            plan.Find(field, ErrorCodes.NotApplicable, $"The domain '{domain.Name}' is another name of '{domain.AliasOf?.Name}' and has no addresses of its own.");
            return false;
        }

        if (!plan.IsFree(address.Value, subscription.TenantId))
            return false;

        if (plan.Actor.Role == Role.Operator)
            return true;

        if (domain.Shared && ReservedNames.Contains(address.LocalPart, plan.LifeCycle.ReservedNames))
        {
            plan.Find(field, ErrorCodes.ReservedName, $"The name '{address.LocalPart}' is kept for the provider in the domain '{domain.Name}'.");
            return false;
        }

        if (address.LocalPart.Length >= domain.MinNameLength)
            return true;

        plan.Find(field, ErrorCodes.NamePolicy, $"A name in the domain '{domain.Name}' has {domain.MinNameLength} or more characters.");
        return false;
    }
}
