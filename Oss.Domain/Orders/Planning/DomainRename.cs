using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders.Compensation;

namespace Oss.Domain.Orders.Planning;

/// <summary>Plans another name for a domain: a company is taken over, or calls itself otherwise. Its addresses become those of the new name, its mailboxes keep their ids and their mail, and
/// the former name stays as another name of the new one: who wrote there yesterday writes there tomorrow, and logs in by it.</summary>
internal static class DomainRename
{
    public static void Plan(ItemPlan plan, DomainItemRequest item, MailDomain found, DomainName newName)
    {
        var known = plan.Subjects.Domain(newName);
        if (item.Shared is not null || item.MinNameLength is not null)
            plan.Find(".newName", ErrorCodes.NotApplicable, "Another name is an item of its own.");
        else if (found.AliasOfId is not null || found.Shared)
            plan.Find(".newName", ErrorCodes.NotApplicable, $"The domain '{found.Name}' is {(found.Shared ? "shared by many tenants" : "another name of one itself")} and keeps its name.");
        else if (plan.Subjects.IsForeignDomain(newName) || (known is not null && known.AliasOfId != found.Id))
            plan.Fail(new DomainError.Conflict(ErrorCodes.AlreadyExists, $"The domain '{newName}' is on the platform already."));
        else if (known is { TakesAddresses: false } || (known is null && found.Subscription.Product.RequiresVerifiedDomains))
            plan.Find(".newName", ErrorCodes.DomainUnverified, $"The domain '{newName}' is not proven to be its tenant's; provide it as another name of '{found.Name}' and have it checked first.");
        else if (plan.Subjects.AddressesToMove(found).Select(address => address.Mailbox).FirstOrDefault(mailbox => mailbox is { State: MailboxState.Provisioning }) is { } unmade)
            plan.Fail(new DomainError.Conflict(ErrorCodes.NotApplicable, $"The mailbox '{unmade.PrimaryAddress}' is still being made; try again."));
        else
            Rename(plan, found, known, newName);
    }

    private static void Rename(ItemPlan plan, MailDomain found, MailDomain? known, DomainName newName)
    {
        var domain = known ?? new MailDomain { Name = newName.Value, SubscriptionId = found.SubscriptionId, Subscription = found.Subscription, MinNameLength = found.MinNameLength };
        if (known is null)
            plan.Subjects.Add(domain);
        var mailboxes = plan.Subjects.Move(found, domain);
        plan.Done(
            found.Name, found.Subscription, $"Domain {found.Name}: is {newName} from now on, with {mailboxes} mailboxes; the former name leads there.",
            new RestoreDomainName(found.Id, domain.Id, known is null), needsPlatform: mailboxes > 0);
    }
}
