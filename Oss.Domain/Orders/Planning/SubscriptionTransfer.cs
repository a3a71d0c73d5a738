using Oss.Domain.Domains;
using Oss.Domain.Orders.Compensation;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Orders.Planning;

/// <summary>Plans the transfer of a subscription, with its domains, mailboxes and addresses, to another tenant: a company is taken over. What hangs on things of the
/// former tenant would lead across the border, and stands against it.</summary>
internal static class SubscriptionTransfer
{
    public static void Plan(ItemPlan plan, SubscriptionItemRequest item, Subscription found)
    {
        if (SubscriptionItems.TenantFor(plan, item) is not { } tenant)
            return;

        if (plan.Subjects.Entanglement(found) is { } address)
        {
            plan.Fail(new DomainError.Conflict(
                ErrorCodes.Entangled, $"The address '{address}' ties the subscription '{item.ContractNumber}' to another of its tenant; move or end it first."));
            return;
        }

        if (tenant.ForbidsExternalForwarding && SubscriptionChange.IsForwarding(plan, item, ".tenantNumber"))
            return;

        // What the former tenant has proven says nothing of the new one: the domains go on, and wait for its proof.
        var verified = plan.Subjects.VerifiedDomainsOf(found).ToList();
        verified.ForEach(domain => domain.Ownership = DomainOwnership.Lost);
        var former = found.Tenant;
        (found.Tenant, found.TenantId) = (tenant, tenant.Id);
        plan.Done(
            item.ContractNumber, found, $"Subscription {item.ContractNumber}: transfer from tenant {former.Number} to tenant {tenant.Number}.", new ReturnSubscription(found.Id, former.Id, [.. verified.Select(domain => domain.Id)]));
    }
}
