using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Orders.Compensation;
using Oss.Domain.Packages;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Orders.Planning;

/// <summary>Plans items about further addresses: aliases, forwards, catch-alls, and those that another server knows.</summary>
internal static class AliasItems
{
    public static void Plan(ItemPlan plan, AliasItemRequest item)
    {
        var key = AliasKey.TryParse(item.Address)!.Value;
        if (item.Action == OrderAction.Provide)
            Provide(plan, item, key);
        else if (plan.Subjects.Address(key.Value) is not { } found || found.Kind == AddressKind.Mailbox)
            plan.Fail(new DomainError.NotFound("alias", key.Value));
        else if (item.Kind is { } kind && kind.ToString() != found.Kind.ToString())
            plan.Find(".kind", ErrorCodes.NotApplicable, $"The address '{found.Value}' is of the kind {found.Kind}.");
        else if (item.Action == OrderAction.Modify)
            Modify(plan, item, found);
        else if (item.Action != OrderAction.Terminate)
            plan.Find("", ErrorCodes.NotApplicable, $"An alias cannot be ordered to {item.Action}.");
        else if (item.Targets is { } targets && !LeadsTo(found, targets))
            plan.Find(".targets", ErrorCodes.NotApplicable, $"The address '{found.Value}' does not lead there.");
        else
        {
            plan.Subjects.Remove(found, plan.QuarantineEnds);
            plan.Done(
                key.Value, plan.Subjects.SubscriptionById(found.SubscriptionId)!, $"{found.Kind} {key.Value}: terminate.",
                new ReturnAddress(StoredAddress.Of(found)), found.MailboxId);
        }
    }

    private static void Provide(ItemPlan plan, AliasItemRequest item, AliasKey key)
    {
        if (plan.Subjects.AnyAddress(key.Value) is not null)
        {
            plan.Fail(new DomainError.Conflict(ErrorCodes.AddressTaken, $"The address '{key.Value}' is taken."));
            return;
        }

        if (AliasTarget.Of(plan, item.Address, item.Targets ?? [], item.Kind!.Value) is not { } target
            || plan.DomainFor(".address", key.Domain, target.Subscription) is not { } domain || !MayCatchAll(plan, item.Kind.Value, domain, target.Subscription)
            || !MayBeNamed(plan, item, key, domain, target) || !HasRoom(plan, target))
            return;

        plan.Subjects.Add(new Address
        {
            Value = key.Value, Kind = Enum.Parse<AddressKind>(item.Kind.Value.ToString()), DomainId = domain.Id,
            SubscriptionId = target.Subscription.Id, MailboxId = target.Mailbox?.Id, Mailbox = target.Mailbox, Targets = target.Forward,
        });
        plan.Done(
            key.Value, target.Subscription, $"{item.Kind} {key.Value}: provide{(item.Targets is { } targets ? $", leading to {string.Join(", ", targets)}" : "")}.", new RemoveAddress(key.Value), target.Mailbox?.Id);
    }

    private static bool LeadsTo(Address found, IReadOnlyList<string> targets) =>
        (found.Targets?.Split('\n') ?? (found.Mailbox is { } mailbox ? [mailbox.PrimaryAddress] : [])).ToHashSet().SetEquals(targets.Select(target => EmailAddress.TryParse(target)!.Value));

    private static void Modify(ItemPlan plan, AliasItemRequest item, Address found)
    {
        var undo = new ResetAddress(StoredAddress.Of(found));
        if (item.AddTargets is not null || item.RemoveTargets is not null || item.Targets is not null)
        {
            if (Targets(plan, item, found) is not { } targets || AliasTarget.Of(plan, item.Address, targets, Enum.Parse<AliasKind>(found.Kind.ToString())) is not { } target || !IsOfSameTenant(plan, found, target))
                return;
            (found.MailboxId, found.Mailbox, found.Targets) = (target.Mailbox?.Id, target.Mailbox, target.Forward);
        }

        plan.Done(found.Value, plan.Subjects.SubscriptionById(found.SubscriptionId)!, $"{found.Kind} {found.Value}: change targets.", undo, found.MailboxId);
    }

    // A list changes by what is added and removed, so that two who change it at once both have their way.
    private static List<string>? Targets(ItemPlan plan, AliasItemRequest item, Address found)
    {
        if (item.AddTargets is null && item.RemoveTargets is null)
            return [.. item.Targets!];

        if (found.Kind != AddressKind.Forward || item.Targets is not null)
        {
            plan.Find(".targets", ErrorCodes.NotApplicable, "Targets are added to a forward or removed from it, or replaced as a whole.");
            return null;
        }

        var removed = (item.RemoveTargets ?? []).Select(target => EmailAddress.TryParse(target)!.Value).ToHashSet();
        var targets = found.Targets!.Split('\n').Where(target => !removed.Contains(target)).Concat((item.AddTargets ?? []).Select(target => EmailAddress.TryParse(target)!.Value)).Distinct().ToList();
        if (targets.Count is > 0 and <= OrderLimits.ForwardTargets)
            return targets;

        plan.Find(".targets", ErrorCodes.Length, $"A forward has 1 to {OrderLimits.ForwardTargets} targets.");
        return null;
    }

    private static bool MayBeNamed(ItemPlan plan, AliasItemRequest item, AliasKey key, MailDomain domain, AliasTarget target) =>
        EmailAddress.TryParse(key.Value) is { } address
            ? plan.MayBeNamed(".address", address, domain, target.Subscription)
            : plan.IsFree(key.Value, target.Subscription.TenantId);

    private static bool HasRoom(ItemPlan plan, AliasTarget target)
    {
        if (target.Mailbox is not { } mailbox || target.Subscription.LimitOf(ProductLimit.AliasesPerMailbox) is not { } maximum
            || mailbox.Addresses.Count(address => address.Kind == AddressKind.Alias) is var count && count < maximum)
            return true;

        plan.Fail(new DomainError.LimitExceeded(ProductLimit.AliasesPerMailbox.Code(), maximum, count, count + 1));
        return false;
    }

    // Whoever has the catch-all of the ISP's own domain reads the mail of everybody who ever left it.
    private static bool MayCatchAll(ItemPlan plan, AliasKind kind, MailDomain domain, Subscription subscription)
    {
        if (kind == AliasKind.CatchAll && domain.RelaysUnknown)
        {
            plan.Find(".address", ErrorCodes.NotApplicable, $"What is not known here goes on to another server in the domain '{domain.Name}'; have listed recipients go on only, or end that first.");
            return false;
        }

        if (kind != AliasKind.CatchAll || domain.Subscription.TenantId == subscription.TenantId)
            return true;

        plan.Find(".address", ErrorCodes.ForeignDomain, "Only the tenant whose domain it is may have its catch-all.");
        return false;
    }

    private static bool IsOfSameTenant(ItemPlan plan, Address address, AliasTarget target)
    {
        if (target.Mailbox is null || plan.Subjects.SubscriptionById(address.SubscriptionId)?.TenantId == target.Subscription.TenantId)
            return true;

        plan.Find(".targets", ErrorCodes.NotApplicable, "An address leads to mailboxes of its own tenant only.");
        return false;
    }
}
