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

        var undo = UndoOf(found);
        if (!found.Product.IsAllowedToBecome(product.Code))
        {
            plan.Find(".product", ErrorCodes.ProductTransition, $"The product '{found.Product.Code}' may become {Shown(found.Product.MayBecome)}, not '{product.Code}'.");
            return;
        }

        var former = (found.Product, found.Overrides);
        (found.Product, found.ProductId, found.Overrides) = (product, product.Id, With(found.Overrides, item.Limits));
        if (!Fits(plan, found, former.Product) | !IsUnused(plan, found, former.Product))
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

    public static ResetSubscription UndoOf(Subscription found) => new(found.Id, found.ProductId, found.Tenant.Name, found.Overrides, found.Suspension);

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

    // What would break without anybody being told: mail that does not fit any more, rules that run on though nobody may change them.
    private static bool IsUnused(ItemPlan plan, Subscription found, Product former)
    {
        var (lost, quota, unused) = (former.Features & ~found.Product.Features, found.LimitOf(ProductLimit.QuotaPerMailbox), true);
        if (plan.Subjects.InUse.IsIncomplete)
        {
            plan.Fail(new DomainError.Unavailable("A mailbox's volume is out of reach, so that nobody knows what the change would break; send the order again."));
            return false;
        }

        foreach (var mailbox in plan.Subjects.MailboxesOf(found))
        {
            if (!mailbox.HasOwnQuota && plan.Subjects.InUse.BytesOf(mailbox) is { } bytes && bytes > quota)
                Find(ErrorCodes.ExceedsProduct, $"The mailbox '{mailbox.PrimaryAddress}' holds {bytes} bytes; {quota} are the most.");
            foreach (var (_, name) in plan.Subjects.InUse.NeedsOf(mailbox).Where(need => lost.HasFlag(need.Feature)))
                Find(ErrorCodes.NotInProduct, $"The mailbox '{mailbox.PrimaryAddress}' has {name}, which the product '{found.Product.Code}' has not.");
        }

        foreach (var forward in plan.Subjects.InUse.ForwardsElsewhere(found).Where(_ => lost.HasFlag(ProductFeatures.ExternalForwarding)))
            Find(ErrorCodes.ExternalTarget, $"The forward '{forward}' leads away from the platform, which the product '{found.Product.Code}' does not do.");
        return unused;

        void Find(string code, string text)
        {
            plan.Find(".product", code, text);
            unused = false;
        }
    }

    private static string Shown(string? codes) => string.IsNullOrEmpty(codes) ? "nothing else" : codes.Replace(",", ", ", StringComparison.Ordinal);

    private static string Own(Subscription found) => found.Overrides.Count == 0 ? "" : $" with own {string.Join(", ", found.Overrides.Keys.Order().Select(limit => limit.Code()))}";
}
