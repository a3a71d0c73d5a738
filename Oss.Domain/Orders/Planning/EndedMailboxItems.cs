using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders.Compensation;
using Oss.Domain.Packages;
using Oss.Domain.Quotas;

namespace Oss.Domain.Orders.Planning;

/// <summary>Plans the end of a mailbox and what may follow it: brought back with its mail, or deleted for good.</summary>
internal static class EndedMailboxItems
{
    public static void Plan(ItemPlan plan, MailboxItemRequest item, EmailAddress address)
    {
        var ended = plan.Subjects.Ended(address.Value).FirstOrDefault(mailbox => item.MailboxId is null || mailbox.Id == item.MailboxId);
        if (ended is null)
            plan.Fail(new DomainError.NotFound("ended mailbox", item.MailboxId?.ToString() ?? address.Value));
        else if (item.Action == OrderAction.Restore)
            Restore(plan, item, address, ended);
        else
            Purge(plan, address, ended, item.Erase is true);
    }

    public static void Terminate(ItemPlan plan, MailboxItemRequest item, EmailAddress address, Mailbox found)
    {
        var undo = new ReturnMailbox(found.Id, [.. found.Addresses.Select(StoredAddress.Of)]);
        var purgeAt = plan.Now.AddDays(item.GraceDays ?? plan.LifeCycle.GraceDays);
        plan.Subjects.Terminate(found, plan.Now, purgeAt, plan.QuarantineEnds);
        plan.Done(
            address.Value, found.Subscription, $"Mailbox {address}: terminate with all its aliases; its mail is kept aside until {purgeAt:u}.", undo, found.Id, needsPlatform: true);
    }

    // With whatever of its aliases nobody has taken meanwhile; without its primary address it cannot come back.
    private static void Restore(ItemPlan plan, MailboxItemRequest item, EmailAddress address, Mailbox ended)
    {
        var owner = plan.Subjects.SubscriptionById(ended.SubscriptionId)!;
        if (owner.TerminatedAt is not null)
        {
            plan.Fail(new DomainError.Conflict(ErrorCodes.NotApplicable, $"The subscription '{owner.ContractNumber}' has ended; provide it again first."));
            return;
        }

        if (plan.DomainFor(".address", address.Domain, owner) is not { } domain || !plan.IsFree(address.Value, owner.TenantId))
            return;

        // The contract may allow another quota by now than when the mailbox was ended; what followed the contract follows it still.
        var (quota, isOwn) = item.Quota is { } wanted ? (wanted, true)
            : ended.HasOwnQuota ? (Quota.FromNullable(ended.QuotaBytes), true) : (Quota.FromNullable(owner.LimitOf(ProductLimit.QuotaPerMailbox)), false);
        if (!MailboxItems.IsWithinLimits(plan, quota, owner))
            return;

        (ended.QuotaBytes, ended.HasOwnQuota) = (quota.Bytes, isOwn);
        var aliases = plan.Subjects.FormerAddresses(ended).Where(former => former.FormerKind == AddressKind.Alias).ToList();
        plan.Subjects.Restore(ended);
        plan.Subjects.Add(new Address
        {
            Value = address.Value, Kind = AddressKind.Mailbox, DomainId = domain.Id, SubscriptionId = owner.Id, MailboxId = ended.Id, Mailbox = ended,
        });
        foreach (var alias in aliases)
        {
            plan.Subjects.Add(new Address
            {
                Value = alias.Value, Kind = AddressKind.Alias, DomainId = alias.DomainId, SubscriptionId = owner.Id, MailboxId = ended.Id, Mailbox = ended,
            });
        }

        plan.Done(
            address.Value, owner, $"Mailbox {address}: restore with its mail and {aliases.Count} aliases.",
            new EndMailbox(ended.Id, plan.Now.AddDays(plan.LifeCycle.GraceDays), [.. aliases.Select(alias => alias.Value)]), ended.Id, needsPlatform: true);
    }

    private static void Purge(ItemPlan plan, EmailAddress address, Mailbox ended, bool erases)
    {
        var owner = plan.Subjects.SubscriptionById(ended.SubscriptionId)!;
        ended.State = MailboxState.Purged;
        plan.Done(address.Value, owner, $"Mailbox {address}: delete the mail kept aside for good{(erases ? ", and erase what is personal in the records" : "")}.", new KeepMail(ended.Id), ended.Id, needsPlatform: true);
    }
}
