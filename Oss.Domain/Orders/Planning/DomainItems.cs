using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Orders.Compensation;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Orders.Planning;

/// <summary>Plans items about mail domains.</summary>
internal static class DomainItems
{
    public static void Plan(ItemPlan plan, DomainItemRequest item)
    {
        var name = DomainName.TryParse(item.Name)!;
        var found = plan.Subjects.Domain(name);
        if (item.Action == OrderAction.Provide)
            Provide(plan, item, name, found);
        else if (found is null)
            plan.Fail(new DomainError.NotFound("domain", name.Value));
        else if (item.Action == OrderAction.Modify)
        {
            var undo = new ResetDomain(found.Id, found.Shared);
            found.Shared = item.Shared ?? found.Shared;
            plan.Done(name.Value, found.Subscription, $"Domain {name}: {(found.Shared ? "shared" : "not shared")}.", undo);
        }
        else if (plan.Subjects.HasAddresses(found))
            plan.Fail(new DomainError.Conflict(ErrorCodes.NotEmpty, $"The domain '{name}' still has addresses; end them first."));
        else
        {
            plan.Subjects.Remove(found);
            plan.Done(name.Value, found.Subscription, $"Domain {name}: terminate.", new ReturnDomain(found.Id, found.Name, found.SubscriptionId, found.Shared));
        }
    }

    private static void Provide(ItemPlan plan, DomainItemRequest item, DomainName name, MailDomain? found)
    {
        if (found is not null || plan.Subjects.IsForeignDomain(name))
            plan.Fail(new DomainError.Conflict(ErrorCodes.AlreadyExists, $"The domain '{name}' is on the platform already."));
        else if (plan.SubscriptionOf(item.ContractNumber!) is { } subscription)
        {
            var domain = new MailDomain { Name = name.Value, SubscriptionId = subscription.Id, Subscription = subscription, Shared = item.Shared ?? false };
            plan.Subjects.Add(domain);
            plan.Done(name.Value, subscription, $"Domain {name}: provide under {subscription.ContractNumber}.", new EndDomain(domain.Id));
        }
    }

    /// <summary>The domain that a new address of a subscription may lie in.</summary>
    public static MailDomain? DomainFor(this ItemPlan plan, string field, DomainName name, Subscription subscription)
    {
        var domain = plan.Subjects.Domain(name);
        if (domain is null)
            plan.Fail(new DomainError.NotFound("domain", name.Value));
        else if (!domain.Shared && domain.Subscription.TenantId != subscription.TenantId)
        {
            plan.Find(field, ErrorCodes.ForeignDomain, $"The domain '{name}' belongs to another tenant and is not shared.");
            return null;
        }

        return domain;
    }

    /// <summary>The subscription that an item names.</summary>
    public static Subscription? SubscriptionOf(this ItemPlan plan, string contractNumber)
    {
        if (plan.Subjects.Subscription(contractNumber) is { } subscription)
            return subscription;

        plan.Fail(new DomainError.NotFound("subscription", contractNumber));
        return null;
    }

    /// <summary>Whether nobody owns an address.</summary>
    public static bool IsFree(this ItemPlan plan, string address)
    {
        if (plan.Subjects.AnyAddress(address) is null)
            return true;

        plan.Fail(new DomainError.Conflict(ErrorCodes.AddressTaken, $"The address '{address}' is taken."));
        return false;
    }
}
