using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Orders.Compensation;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Orders.Planning;

/// <summary>Plans items about further addresses: aliases, forwards, catch-alls.</summary>
internal static class AliasItems
{
    public static void Plan(ItemPlan plan, AliasItemRequest item)
    {
        var key = AliasKey.TryParse(item.Address)!.Value;
        if (item.Action == OrderAction.Provide)
            Provide(plan, item, key);
        else if (plan.Subjects.Address(key.Value) is not { } found || found.Kind == AddressKind.Mailbox)
            plan.Fail(new DomainError.NotFound("alias", key.Value));
        else if (item.Action == OrderAction.Modify)
            Modify(plan, item, found);
        else
        {
            plan.Subjects.Remove(found);
            plan.Done(
                key.Value, plan.Subjects.SubscriptionById(found.SubscriptionId)!, $"{found.Kind} {key.Value}: terminate.",
                new ReturnAddress(StoredAddress.Of(found)), found.MailboxId);
        }
    }

    private static void Provide(ItemPlan plan, AliasItemRequest item, AliasKey key)
    {
        if (!plan.IsFree(key.Value) || AliasTarget.Of(plan, item, item.Kind!.Value) is not { } target
            || plan.DomainFor(".address", key.Domain, target.Subscription) is not { } domain || !MayCatchAll(plan, item.Kind.Value, domain, target.Subscription))
            return;

        plan.Subjects.Add(new Address
        {
            Value = key.Value, Kind = Enum.Parse<AddressKind>(item.Kind.Value.ToString()), DomainId = domain.Id,
            SubscriptionId = target.Subscription.Id, MailboxId = target.Mailbox?.Id, Mailbox = target.Mailbox, Targets = target.Forward,
        });
        plan.Done(
            key.Value, target.Subscription, $"{item.Kind} {key.Value}: provide, leading to {string.Join(", ", item.Targets!)}.", new RemoveAddress(key.Value), target.Mailbox?.Id);
    }

    private static void Modify(ItemPlan plan, AliasItemRequest item, Address found)
    {
        var undo = new ResetAddress(StoredAddress.Of(found));
        if (item.Targets is not null)
        {
            if (AliasTarget.Of(plan, item, Enum.Parse<AliasKind>(found.Kind.ToString())) is not { } target || !IsOfSameTenant(plan, found, target))
                return;
            (found.MailboxId, found.Mailbox, found.Targets) = (target.Mailbox?.Id, target.Mailbox, target.Forward);
        }

        plan.Done(found.Value, plan.Subjects.SubscriptionById(found.SubscriptionId)!, $"{found.Kind} {found.Value}: change targets.", undo, found.MailboxId);
    }

    // Whoever has the catch-all of the ISP's own domain reads the mail of everybody who ever left it.
    private static bool MayCatchAll(ItemPlan plan, AliasKind kind, MailDomain domain, Subscription subscription)
    {
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
