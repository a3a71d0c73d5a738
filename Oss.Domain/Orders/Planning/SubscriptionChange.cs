using Oss.Domain.Addresses;
using Oss.Domain.Orders.Compensation;
using Oss.Domain.Packages;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Orders.Planning;

/// <summary>Plans another product or limits of its own for a subscription: what would break comes first, then the change, which the mailboxes without a quota of their own follow.</summary>
internal static class SubscriptionChange
{
    public static void Plan(ItemPlan plan, SubscriptionItemRequest item, Subscription found, Product? product)
    {
        if (product is null)
            return;

        var undo = UndoOf(plan, found);
        if (product.Id != found.ProductId && found.Product.MayBecome is { } allowed && !allowed.Split(',').Contains(product.Code))
        {
            plan.Find(".product", ErrorCodes.ProductTransition, $"The product '{found.Product.Code}' may become {allowed.Replace(",", ", ", StringComparison.Ordinal)}, not '{product.Code}'.");
            return;
        }

        var former = (found.Product, found.Overrides);
        (found.Product, found.ProductId, found.Overrides) = (product, product.Id, With(found.Overrides, item.Limits));
        if (!Fits(plan, found, former.Product))
        {
            (found.Product, found.ProductId, found.Overrides) = (former.Product, former.Product.Id, former.Overrides);
            return;
        }

        var quota = found.LimitOf(ProductLimit.QuotaPerMailbox);
        foreach (var mailbox in plan.Subjects.MailboxesOf(found).Where(mailbox => !mailbox.HasOwnQuota))
            plan.Subjects.ChangeQuota(mailbox, quota);
        if (item.TenantName is not null)
            (found.Tenant.Name, found.Tenant.SearchName) = (item.TenantName, SearchText.Fold(item.TenantName));
        plan.Done(item.ContractNumber, found, $"Subscription {item.ContractNumber}: change to {found.Product.Code}{Own(found)}.", undo);
    }

    public static ResetSubscription UndoOf(ItemPlan plan, Subscription found) => new(
        found.Id, found.ProductId, found.Tenant.Name, found.Overrides, found.Suspension,
        plan.Subjects.MailboxesOf(found).Where(mailbox => !mailbox.HasOwnQuota).ToDictionary(mailbox => mailbox.Id, mailbox => mailbox.QuotaBytes));

    private static Dictionary<ProductLimit, long?> With(IReadOnlyDictionary<ProductLimit, long?> overrides, IReadOnlyList<LimitOverride>? changes)
    {
        var changed = new Dictionary<ProductLimit, long?>(overrides);
        foreach (var change in changes ?? [])
        {
            if (change.Follow)
                changed.Remove(change.Limit);
            else
                changed[change.Limit] = change.Maximum;
        }

        return changed;
    }

    // What counts for the whole subscription is looked at when all items of the order are planned; here, what each mailbox has.
    private static bool Fits(ItemPlan plan, Subscription found, Product former)
    {
        var (quota, aliases, fits) = (found.LimitOf(ProductLimit.QuotaPerMailbox), found.LimitOf(ProductLimit.AliasesPerMailbox), true);
        foreach (var mailbox in plan.Subjects.MailboxesOf(found))
        {
            if (mailbox.HasOwnQuota && quota is { } most && (mailbox.QuotaBytes ?? long.MaxValue) > most)
            {
                plan.Find(".product", ErrorCodes.ExceedsProduct, $"The mailbox '{mailbox.PrimaryAddress}' has a quota of its own beyond {most} bytes.");
                fits = false;
            }

            if (mailbox.Addresses.Count(address => address.Kind == AddressKind.Alias) is var count && count > aliases)
            {
                plan.Find(".product", ErrorCodes.ExceedsProduct, $"The mailbox '{mailbox.PrimaryAddress}' has {count} aliases; {aliases} are the most.");
                fits = false;
            }
        }

        if (found.Product.RequiresVerifiedDomains && !former.RequiresVerifiedDomains && plan.Subjects.UnverifiedDomainsOf(found).FirstOrDefault() is { } unproven)
        {
            plan.Find(".product", ErrorCodes.DomainUnverified, $"The domain '{unproven.Name}' is not proven to be the tenant's, which the product '{found.Product.Code}' demands.");
            fits = false;
        }

        return fits;
    }

    private static string Own(Subscription found) => found.Overrides.Count == 0 ? "" : $" with own {string.Join(", ", found.Overrides.Keys.Order().Select(limit => limit.Code()))}";
}
