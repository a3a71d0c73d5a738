using Oss.Domain.Addresses;
using Oss.Domain.Orders.Compensation;

namespace Oss.Domain.Orders.Planning;

/// <summary>Plans items about who may send by whose address; never across the border of tenants.</summary>
internal static class SendingRightItems
{
    public static void Plan(ItemPlan plan, SendingRightItemRequest item)
    {
        var (sender, name) = (EmailAddress.TryParse(item.Address)!.Value, EmailAddress.TryParse(item.Mailbox)!.Value);
        if (item.Action is not (OrderAction.Provide or OrderAction.Terminate))
        {
            plan.Find("", ErrorCodes.NotApplicable, $"A right to send cannot be ordered to {item.Action}.");
            return;
        }

        if (plan.Subjects.Address(sender) is not { } address)
            plan.Fail(new DomainError.NotFound("address", sender));
        else if (plan.Subjects.Mailbox(name) is not { } mailbox)
            plan.Fail(new DomainError.NotFound("mailbox", name));
        else if (plan.Subjects.SubscriptionById(address.SubscriptionId) is not { } payer || payer.TenantId != mailbox.Subscription.TenantId)
            plan.Find(".mailbox", ErrorCodes.NotApplicable, "Only a mailbox of the same tenant may send by an address.");
        else if (address.MailboxId == mailbox.Id)
            plan.Find(".mailbox", ErrorCodes.NotApplicable, $"The address '{sender}' is this mailbox's own.");
        else
        {
            var found = plan.Subjects.SendingRights.FirstOrDefault(right => right.AddressId == address.Id && right.MailboxId == mailbox.Id);
            if (item.Action == OrderAction.Provide && found is null)
            {
                plan.Subjects.Add(new SendingRight { AddressId = address.Id, Address = address, MailboxId = mailbox.Id, GrantedAt = plan.Now });
                plan.Done(sender, payer, $"Mailbox {name}: may send as {sender}.", new EndSendingRight(address.Id, mailbox.Id), mailbox.Id);
            }
            else if (item.Action == OrderAction.Terminate && found is not null)
            {
                plan.Subjects.Remove(found);
                plan.Done(sender, payer, $"Mailbox {name}: may no longer send as {sender}.", new ReturnSendingRight(address.Id, mailbox.Id), mailbox.Id);
            }
            else if (found is null)
                plan.Fail(new DomainError.NotFound("right to send", $"{name} as {sender}"));
            else
                plan.Fail(new DomainError.Conflict(ErrorCodes.AlreadyExists, $"The mailbox '{name}' may send as '{sender}' already."));
        }
    }
}
