using Oss.Domain.Orders.Compensation;
using Oss.Domain.Packages;
using Oss.Domain.Subscriptions;
using Oss.Domain.Tenants;

namespace Oss.Domain.Orders.Planning;

/// <summary>Plans items about subscriptions.</summary>
internal static class SubscriptionItems
{
    public static void Plan(ItemPlan plan, SubscriptionItemRequest item)
    {
        var found = plan.Subjects.Subscription(item.ContractNumber);
        if (item.Action == OrderAction.Provide)
        {
            if (Product(plan, item.Product!) is { } product && TenantFor(plan, item) is { } tenant)
                Provide(plan, item, product, tenant);
        }
        else if (found is null)
            plan.Fail(new DomainError.NotFound("subscription", item.ContractNumber));
        else if (item.ExpectedVersion is { } expected && expected != found.Version)
            plan.Fail(new DomainError.Conflict(ErrorCodes.ChangedMeanwhile, $"The subscription is of version {found.Version}, not {expected}; look at it again."));
        else
        {
            switch (item.Action)
            {
                case OrderAction.Modify:
                    SubscriptionChange.Plan(plan, item, found, item.Product is null ? found.Product : Product(plan, item.Product));
                    break;
                case OrderAction.Suspend or OrderAction.Resume:
                    Suspend(plan, item, found);
                    break;
                case OrderAction.Transfer:
                    SubscriptionTransfer.Plan(plan, item, found);
                    break;
                case OrderAction.Terminate:
                    Terminate(plan, item, found);
                    break;
                default:
                    plan.Find("", ErrorCodes.NotApplicable, $"A subscription cannot be ordered to {item.Action}.");
                    break;
            }
        }
    }

    private static void Provide(ItemPlan plan, SubscriptionItemRequest item, Product product, Tenant tenant)
    {
        var known = plan.Subjects.AnySubscription(item.ContractNumber);
        if (known is { TerminatedAt: null } || (known is not null && known.TenantId != tenant.Id))
        {
            plan.Fail(new DomainError.Conflict(ErrorCodes.AlreadyExists, $"The contract '{item.ContractNumber}' has a subscription already."));
            return;
        }

        if (item.ForbidExternalForwarding is { } forbid && !SubscriptionChange.Forbid(plan, item, tenant, forbid))
            return;

        var subscription = known ?? plan.Subjects.Add(
            new Subscription { ContractNumber = item.ContractNumber, TenantId = tenant.Id, ProductId = product.Id, Tenant = tenant, Product = product });
        (subscription.TerminatedAt, subscription.Product, subscription.ProductId) = (null, product, product.Id);
        plan.Done(item.ContractNumber, subscription, $"Subscription {item.ContractNumber}: provide {product.Code} for tenant {tenant.Number}.", new EndSubscription(subscription.Id));
    }

    private static void Suspend(ItemPlan plan, SubscriptionItemRequest item, Subscription found)
    {
        var undo = SubscriptionChange.UndoOf(found);
        found.Suspension = item.Action == OrderAction.Suspend ? found.Suspension.With(item.Suspension) : found.Suspension.Without(item.Suspension);
        plan.Done(item.ContractNumber, found, $"Subscription {item.ContractNumber}: {found.Suspension} suspended for all its mailboxes.", undo);
    }

    private static void Terminate(ItemPlan plan, SubscriptionItemRequest item, Subscription found)
    {
        if (!plan.Subjects.Counts(found).IsEmpty)
        {
            plan.Fail(new DomainError.Conflict(
                ErrorCodes.NotEmpty, $"The subscription '{item.ContractNumber}' still has domains, mailboxes or aliases; end them first."));
            return;
        }

        found.TerminatedAt = plan.Now;
        plan.Done(item.ContractNumber, found, $"Subscription {item.ContractNumber}: terminate.", new ReviveSubscription(found.Id));
    }

    private static Product? Product(ItemPlan plan, string code)
    {
        if (plan.Subjects.Product(code) is { } product)
            return product;

        plan.Fail(new DomainError.NotFound("product", code));
        return null;
    }

    /// <summary>The tenant that an item names, made when it is new.</summary>
    public static Tenant? TenantFor(ItemPlan plan, SubscriptionItemRequest item)
    {
        if (plan.Subjects.Tenant(item.TenantNumber!) is { } tenant)
            return tenant;

        if (item.TenantName is null)
        {
            plan.Find(".tenantName", ErrorCodes.Required, $"The tenant '{item.TenantNumber}' is new; give its name.");
            return null;
        }

        if (plan.Actor.TenantId is null)
            return plan.Subjects.Add(new Tenant { Number = item.TenantNumber!, Name = item.TenantName, SearchName = SearchText.Fold(item.TenantName) });

        plan.Fail(new DomainError.Forbidden("This caller may not create tenants."));
        return null;
    }
}
