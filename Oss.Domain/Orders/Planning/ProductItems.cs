using System.Globalization;
using Oss.Domain.Orders.Compensation;
using Oss.Domain.Packages;

namespace Oss.Domain.Orders.Planning;

/// <summary>Plans items about products. Who would have more than a product allows is named before anything is done; who has limits of its own keeps them.</summary>
internal static class ProductItems
{
    public static void Plan(ItemPlan plan, ProductItemRequest item)
    {
        var found = plan.Subjects.Product(item.Code);
        if (item.Action == OrderAction.Provide && found is not null)
            plan.Fail(new DomainError.Conflict(ErrorCodes.AlreadyExists, $"There is a product '{item.Code}' already."));
        else if (item.Action == OrderAction.Provide)
            Provide(plan, item);
        else if (found is null)
            plan.Fail(new DomainError.NotFound("product", item.Code));
        else if (item.ExpectedVersion is { } expected && expected != found.Version)
            plan.Fail(new DomainError.Conflict(ErrorCodes.ChangedMeanwhile, $"The product is of version {found.Version}, not {expected}; look at it again."));
        else if (item.Action == OrderAction.Modify)
            Modify(plan, item, found);
        else if (item.Action != OrderAction.Terminate)
            plan.Find("", ErrorCodes.NotApplicable, $"A product cannot be ordered to {item.Action}.");
        else if (plan.Subjects.ProductsInUse.Contains(found.Id))
            plan.Fail(new DomainError.Conflict(ErrorCodes.NotEmpty, $"Contracts have or had the product '{item.Code}', and their records name it."));
        else
        {
            plan.Subjects.Remove(found);
            plan.Done(item.Code, null, $"Product {item.Code}: terminate.", ReturnProduct.Of(found));
        }
    }

    private static void Provide(ItemPlan plan, ProductItemRequest item)
    {
        var product = new Product { Code = item.Code, Name = item.Name! };
        if (!TryApply(plan, item, product))
            return;

        plan.Subjects.Add(product);
        plan.Done(item.Code, null, $"Product {item.Code}: provide.", new EndProduct(product.Id));
    }

    private static void Modify(ItemPlan plan, ProductItemRequest item, Product found)
    {
        if (plan.Subjects.Impacts.GetValueOrDefault(item.Code) is not { } impact)
        {
            plan.Find("", ErrorCodes.NotApplicable, "A product that the same order makes is made as it shall be.");
            return;
        }

        if ((!item.EvenIfExceeded && IsExceeded(plan, impact)) | !IsBounded(plan, item, found))
            return;

        var (undo, quota) = (ResetProduct.Of(found), found.MailboxQuotaBytes);
        if (!TryApply(plan, item, found))
            return;

        plan.Subjects.Follow(new FollowProduct(found.Id, found.MailboxQuotaBytes, quota != found.MailboxQuotaBytes, item.EvenIfExceeded ? null : OnlyChanges(item, impact)));
        plan.Done(item.Code, null, $"Product {item.Code}: change {Changes(item, impact)}; {impact.Contracts} contracts with {impact.Mailboxes} mailboxes have it, {impact.Customised} of them with limits of their own.", undo);
    }

    // What an item says again as it is changes nothing, and whoever has more than that already may keep it.
    private static ProductItemRequest OnlyChanges(ProductItemRequest item, ProductImpact impact) => item with
    {
        Limits = [.. impact.Limits.Where(limit => limit.Before != limit.After).Select(limit => new LimitOverride(limit.Limit, limit.After))],
        RequiresVerifiedDomains = impact.Unproven is null ? null : true,
    };

    private static bool TryApply(ItemPlan plan, ProductItemRequest item, Product product)
    {
        if (item.MayBecome?.FirstOrDefault(code => code != ProductItemRequest.AnyProduct && plan.Subjects.Product(code) is null) is { } unknown)
        {
            plan.Fail(new DomainError.NotFound("product", unknown));
            return false;
        }

        product.Name = item.Name ?? product.Name;
        foreach (var limit in item.Limits ?? [])
            product.SetLimit(limit.Limit, limit.Maximum);
        product.Features = (item.RemoveFeatures ?? []).Aggregate((item.AddFeatures ?? []).Aggregate(product.Features, (all, feature) => all | feature), (all, feature) => all & ~feature);
        product.RequiresVerifiedDomains = item.RequiresVerifiedDomains ?? product.RequiresVerifiedDomains;
        if (item.MayBecome is { } codes)
            product.MayBecome = codes.Contains(ProductItemRequest.AnyProduct) ? null : string.Join(',', codes.Distinct());
        return true;
    }

    private static bool IsExceeded(ItemPlan plan, ProductImpact impact)
    {
        foreach (var limit in impact.Limits.Where(limit => limit.Exceeding.Count > 0))
        {
            plan.Find(".limits", ErrorCodes.ExceedsProduct, string.Create(CultureInfo.InvariantCulture,
                $"{limit.Exceeding.Count} contracts have more than {limit.After} ({limit.Limit.Code()}): {Named(limit.Exceeding)}. Order it with evenIfExceeded to let them keep that."));
        }

        if (impact.Unproven is { Count: > 0 } unproven)
            plan.Find(".requiresVerifiedDomains", ErrorCodes.DomainUnverified, $"{unproven.Count} contracts have domains that are not proven to be theirs: {Named(unproven)}.");
        return impact.IsExceeded;
    }

    // A mailbox without a limit cannot be counted against one of all together.
    private static bool IsBounded(ItemPlan plan, ProductItemRequest item, Product found)
    {
        var limits = (item.Limits ?? []).ToLookup(limit => limit.Limit, limit => limit.Maximum);
        if (!limits[ProductLimit.QuotaPerMailbox].Contains(null) || found.MailboxQuotaBytes is null
            || (limits.Contains(ProductLimit.QuotaTotal) ? limits[ProductLimit.QuotaTotal].Last() : found.TotalQuotaBytes) is null)
            return true;

        plan.Find(".limits", ErrorCodes.NotApplicable, "As long as all mailboxes together are limited in storage, each is.");
        return false;
    }

    private static string Named(AffectedContracts contracts) =>
        string.Join(", ", contracts.Samples.Select(use => use.ContractNumber)) + (contracts.Count > contracts.Samples.Count ? ", …" : "");

    private static string Changes(ProductItemRequest item, ProductImpact impact)
    {
        var parts = impact.Limits.Where(limit => limit.Before != limit.After).Select(limit => $"{limit.Limit.Code()} from {Amount(limit.Before)} to {Amount(limit.After)}")
            .Concat(impact.Features.Select(feature => $"{(feature.Added ? "with" : "without")} {feature.Feature}")).ToList();
        if (item.Name is not null)
            parts.Add($"name to {item.Name}");
        if (item.MayBecome is { } codes)
            parts.Add($"may become {(codes.Count == 0 ? "nothing else" : string.Join(", ", codes))}");
        if (item.RequiresVerifiedDomains is { } required)
            parts.Add(required ? "demands verified domains" : "demands no verified domains");
        return parts.Count == 0 ? "nothing" : string.Join(", ", parts);
    }

    private static string Amount(long? limit) => limit?.ToString(CultureInfo.InvariantCulture) ?? "unlimited";
}
