using Oss.Domain.Access;

namespace Oss.Domain.Orders;

/// <summary>Which role may order what.</summary>
internal static class OrderPermissions
{
    private static readonly Role[] Contracts = [Role.Crm, Role.Operator];
    private static readonly Role[] Mailboxes = [Role.Crm, Role.Operator, Role.Support, Role.TenantAdmin];

    public static bool Allow(Actor actor, OrderItemRequest item) =>
        // Taking a subscription across the border of tenants, and deleting for good, are the provider's alone.
        item.Action is OrderAction.Transfer or OrderAction.Purge
            ? Contracts.Contains(actor.Role) && actor.TenantId is null
            : (item is SubscriptionItemRequest or DomainItemRequest ? Contracts : Mailboxes).Contains(actor.Role);
}
