using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders.Compensation;

namespace Oss.Domain.Orders.Planning;

/// <summary>Plans another primary address for a mailbox. The former one stays as an alias: who wrote to it yesterday writes to it tomorrow. An alias of the mailbox
/// may become its primary address.</summary>
internal static class MailboxNameItems
{
    public static void Plan(ItemPlan plan, MailboxItemRequest item, Mailbox found, EmailAddress newAddress)
    {
        if (item.Password is not null || item.Quota is not null || item.DisplayName is not null)
        {
            plan.Find(".newAddress", ErrorCodes.NotApplicable, "Another primary address is an item of its own.");
            return;
        }

        if (found.State != MailboxState.Active)
        {
            plan.Fail(new DomainError.Conflict(ErrorCodes.NotApplicable, $"The mailbox '{found.PrimaryAddress}' is still being made; try again."));
            return;
        }

        var former = found.Addresses.Single(address => address.Kind == AddressKind.Mailbox);
        var existing = found.Addresses.FirstOrDefault(address => address.Value == newAddress.Value);
        if (existing is { Kind: not AddressKind.Alias })
        {
            plan.Fail(new DomainError.Conflict(ErrorCodes.AddressTaken, $"The address '{newAddress}' is taken."));
            return;
        }

        if (existing is null)
        {
            if (plan.DomainFor(".newAddress", newAddress.Domain, found.Subscription) is not { } domain || !plan.MayBeNamed(".newAddress", newAddress, domain, found.Subscription))
                return;

            plan.Subjects.Add(new Address
            {
                Value = newAddress.Value, Kind = AddressKind.Mailbox, DomainId = domain.Id, SubscriptionId = found.SubscriptionId, MailboxId = found.Id, Mailbox = found,
            });
        }
        else
            plan.Subjects.ChangeKind(existing, AddressKind.Mailbox);

        plan.Subjects.ChangeKind(former, AddressKind.Alias);
        found.ChangePrimary(newAddress.Value);
        plan.Done(
            former.Value, found.Subscription, $"Mailbox {former.Value}: change the primary address to {newAddress}.",
            new ResetPrimary(found.Id, former.Value, existing is not null), found.Id, needsPlatform: true);
    }
}
