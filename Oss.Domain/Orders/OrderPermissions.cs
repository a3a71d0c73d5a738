using Oss.Domain.Access;
using Oss.Domain.Mailboxes.Archives;

namespace Oss.Domain.Orders;

/// <summary>Which role may order what.</summary>
internal static class OrderPermissions
{
    private static readonly Role[] Contracts = [Role.Crm, Role.Operator];
    private static readonly Role[] Mailboxes = [Role.Crm, Role.Operator, Role.Support, Role.TenantAdmin];

    public static bool Allow(Actor actor, OrderItemRequest item) => actor.Role == Role.MailUser ? AllowOwn(actor, item) :
        // What is sold is decided by whoever runs the platform.
        item is ProductItemRequest ? actor.Role == Role.Operator && actor.TenantId is null :
        // A way into networks behind the platform.
        item is RelayItemRequest ? Contracts.Contains(actor.Role) && actor.TenantId is null :
        // Taking a subscription across the border of tenants, and deleting for good, are the provider's alone.
        item.Action is OrderAction.Transfer or OrderAction.Purge
            ? Contracts.Contains(actor.Role) && actor.TenantId is null :
        // All of somebody's mail is nothing that first-level support takes along.
        item.Action == OrderAction.Export ? GetArchives.Allows(actor)
            : (item is SubscriptionItemRequest or DomainItemRequest ? Contracts : Mailboxes).Contains(actor.Role);

    // Of the own mailbox, which the plan compares: what becomes of its mail, and its password.
    private static bool AllowOwn(Actor actor, OrderItemRequest item) => actor.MailboxId is not null && item switch
    {
        RulesItemRequest => true,
        MailboxItemRequest { Action: OrderAction.Export } own => own == new MailboxItemRequest(OrderAction.Export, own.Address),
        MailboxItemRequest { Action: OrderAction.Modify, Password: not null } own => own == new MailboxItemRequest(OrderAction.Modify, own.Address, Password: own.Password),
        _ => false,
    };
}
