using Oss.Domain.Addresses;
using Oss.Domain.Orders.Compensation;
using Oss.Domain.Packages;
using Oss.Domain.Subscriptions;
using Oss.Domain.Tenants;

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

        if (item.ForbidExternalForwarding is { } forbid && !Forbid(plan, item, found.Tenant, forbid))
            return;

        var quota = found.LimitOf(ProductLimit.QuotaPerMailbox);
        foreach (var mailbox in plan.Subjects.MailboxesOf(found).Where(mailbox => !mailbox.HasOwnQuota))
            plan.Subjects.ChangeQuota(mailbox, quota);
        if (item.TenantName is not null)
            (found.Tenant.Name, found.Tenant.SearchName) = (item.TenantName, SearchText.Fold(item.TenantName));
        plan.Done(item.ContractNumber, found, $"Subscription {item.ContractNumber}: change to {found.Product.Code}{Own(found)}{Said(item, found.Tenant)}.", undo);
    }

    public static ResetSubscription UndoOf(Subscription found) => new(found.Id, found.ProductId, found.Tenant.Name, found.Overrides, found.Suspension, found.Tenant.ForbidsExternalForwarding);

    /// <summary>Forbids forwarding elsewhere, or allows it, for all contracts of a tenant.</summary>
    /// <returns>False when something goes on so that the order does not know of.</returns>
    public static bool Forbid(ItemPlan plan, SubscriptionItemRequest item, Tenant tenant, bool forbid)
    {
        if (forbid && !tenant.ForbidsExternalForwarding && IsForwarding(plan, item, ".forbidExternalForwarding"))
            return false;

        tenant.ForbidsExternalForwarding = forbid;
        return true;
    }

    /// <summary>Whether mail is passed on elsewhere that would go on no more, which the order does not take upon itself; each way is a finding.</summary>
    public static bool IsForwarding(ItemPlan plan, SubscriptionItemRequest item, string field)
    {
        if (item.EvenIfForwarding == true || !plan.Subjects.Outward.TryGetValue(item, out var outward))
            return false;

        foreach (var forward in outward.Found)
            plan.Find(field, ErrorCodes.StillForwarding, $"{forward}, which would go on no more. Order it with evenIfForwarding to stop that.");
        if (outward.Next is { } next)
            plan.Find(field, ErrorCodes.StillForwarding, $"The mailboxes after '{next}' were not looked at: list who forwards elsewhere, and order it with evenIfForwarding.");
        return outward.Found.Count > 0 || outward.Next is not null;
    }

    private static string Said(SubscriptionItemRequest item, Tenant tenant) => item.ForbidExternalForwarding switch
    {
        true => $"; no mail of tenant {tenant.Number} is forwarded elsewhere",
        false => $"; mail of tenant {tenant.Number} may be forwarded elsewhere",
        _ => "",
    };

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
