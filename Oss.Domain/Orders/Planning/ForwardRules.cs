using Oss.Domain.Addresses;
using Oss.Domain.Packages;
using Oss.Domain.Rules;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Orders.Planning;

/// <summary>Where mail may be passed on to: to addresses that exist on the platform, and elsewhere when the product has that; never in a circle.</summary>
internal static class ForwardRules
{
    /// <summary>Every address that a change of rules passes mail on to.</summary>
    public static IEnumerable<string> TargetsOf(RulesItemRequest item) =>
        (item.Forwarding?.Targets ?? []).Concat((item.Rules ?? []).SelectMany(rule => rule.Actions).Where(action => action.Kind == RuleActionKind.Forward).Select(action => action.Target!));

    /// <summary>Whether a product lets mail go to an address; what stands against it is noted.</summary>
    public static bool MayForward(this ItemPlan plan, string field, EmailAddress target, Subscription payer)
    {
        if (plan.Subjects.IsServed(target))
            return true;

        if (plan.Subjects.IsServed(target.Domain))
        {
            plan.Fail(new DomainError.NotFound("address", target.Value));
            return false;
        }

        if (payer.Tenant.ForbidsExternalForwarding)
        {
            plan.Find(field, ErrorCodes.ExternalTarget, $"The tenant '{payer.Tenant.Number}' lets no mail out of this platform; '{target}' is elsewhere.");
            return false;
        }

        if (payer.Product.Features.HasFlag(ProductFeatures.ExternalForwarding))
            return true;

        plan.Find(field, ErrorCodes.ExternalTarget, $"The product '{payer.Product.Code}' forwards to addresses of this platform only; '{target}' is elsewhere.");
        return false;
    }
}
