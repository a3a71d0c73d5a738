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
        else if (item.ExpectedVersion is { } expected && expected != found.Version)
            plan.Fail(new DomainError.Conflict(ErrorCodes.ChangedMeanwhile, $"The domain is of version {found.Version}, not {expected}; look at it again."));
        else if (item.Action == OrderAction.Modify && DomainName.TryParse(item.NewName) is { } newName && newName.Value != found.Name)
            DomainRename.Plan(plan, item, found, newName);
        else if (item.Action == OrderAction.Modify)
        {
            var undo = new ResetDomain(found.Id, found.Shared, found.MinNameLength);
            (found.Shared, found.MinNameLength) = (item.Shared ?? found.Shared, item.MinNameLength ?? found.MinNameLength);
            plan.Done(name.Value, found.Subscription, $"Domain {name}: {(found.Shared ? "shared" : "not shared")}.", undo);
        }
        else if (item.Action != OrderAction.Terminate)
            plan.Find("", ErrorCodes.NotApplicable, $"A domain cannot be ordered to {item.Action}.");
        else if (plan.Subjects.HasAddresses(found))
            plan.Fail(new DomainError.Conflict(ErrorCodes.NotEmpty, $"The domain '{name}' still has addresses; end them first."));
        else
        {
            plan.Subjects.Remove(found);
            plan.Done(name.Value, found.Subscription, $"Domain {name}: terminate.",
                new ReturnDomain(found.Id, found.Name, found.SubscriptionId, found.Shared, found.AliasOfId, found.MinNameLength, found.Ownership, found.VerifiedAt, [.. found.DkimKeys], found.ClaimedUntil, found.RelayTo?.ToString(), found.RelayRecipients));
        }
    }

    private static void Provide(ItemPlan plan, DomainItemRequest item, DomainName name, MailDomain? found)
    {
        if (found is not null || plan.Subjects.IsForeignDomain(name))
            plan.Fail(new DomainError.Conflict(ErrorCodes.AlreadyExists, $"The domain '{name}' is on the platform already."));
        else if (plan.SubscriptionOf(item.ContractNumber!) is { } subscription)
        {
            if (!TryAliasOf(plan, item, subscription, out var original))
                return;

            var domain = new MailDomain
            {
                Name = name.Value, SubscriptionId = subscription.Id, Subscription = subscription, Shared = item.Shared ?? false, AliasOfId = original?.Id, AliasOf = original,
                MinNameLength = item.MinNameLength ?? 1,
                ClaimedUntil = subscription.Product.RequiresVerifiedDomains && plan.LifeCycle.ClaimDays is > 0 and var days ? plan.Now.AddDays(days) : null,
            };
            plan.Subjects.Add(domain);
            plan.Done(name.Value, subscription, $"Domain {name}: provide under {subscription.ContractNumber}.", new EndDomain(domain.Id));
        }
    }

    // One step only: an alias domain of an alias domain would be a chain to follow at each recipient.
    private static bool TryAliasOf(ItemPlan plan, DomainItemRequest item, Subscription subscription, out MailDomain? original)
    {
        original = null;
        if (item.AliasOf is null)
            return true;

        original = plan.Subjects.Domain(DomainName.TryParse(item.AliasOf)!);
        if (original is { AliasOfId: null } && original.Subscription.TenantId == subscription.TenantId)
            return true;

        plan.Find(".aliasOf", ErrorCodes.NotApplicable, "A domain is another name of a domain of the same tenant that has addresses of its own.");
        return false;
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
        else if (!domain.TakesAddresses)
        {
            plan.Find(field, ErrorCodes.DomainUnverified, $"The domain '{name}' is not proven to be its tenant's; publish its token in DNS and have it checked first.");
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
}
