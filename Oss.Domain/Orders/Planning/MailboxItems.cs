using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders.Compensation;
using Oss.Domain.Packages;
using Oss.Domain.Quotas;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Orders.Planning;

/// <summary>Plans items about mailboxes; their passwords are hashed before they get here.</summary>
internal static class MailboxItems
{
    public static void Plan(ItemPlan plan, MailboxItemRequest item)
    {
        var address = EmailAddress.TryParse(item.Address)!;
        if (item.Action == OrderAction.Provide)
        {
            if (plan.SubscriptionOf(item.ContractNumber!) is { } subscription
                && plan.DomainFor(".address", address.Domain, subscription) is { } domain && plan.IsFree(address.Value))
                Provide(plan, item, address, subscription, domain);
        }
        else if (plan.Subjects.Mailbox(address.Value) is not { } found)
            plan.Fail(new DomainError.NotFound("mailbox", address.Value));
        else if (item.Action == OrderAction.Modify)
            Modify(plan, item, address, found);
        else
            Terminate(plan, address, found);
    }

    private static void Provide(ItemPlan plan, MailboxItemRequest item, EmailAddress address, Subscription subscription, MailDomain domain)
    {
        var quota = item.Quota ?? Quota.FromNullable(subscription.Product.MailboxQuotaBytes);
        if (!IsWithinProduct(plan, quota, subscription.Product))
            return;

        var mailbox = new Mailbox
        {
            PrimaryAddress = address.Value, SubscriptionId = subscription.Id, Subscription = subscription, QuotaBytes = quota.Bytes,
            PasswordHash = item.Password!.Value, CreatedAt = plan.Now,
        };
        Rename(mailbox, item.DisplayName);
        plan.Subjects.Add(mailbox);
        plan.Subjects.Add(new Address
        {
            Value = address.Value, Kind = AddressKind.Mailbox, DomainId = domain.Id, SubscriptionId = subscription.Id, MailboxId = mailbox.Id, Mailbox = mailbox,
        });
        plan.Done(
            address.Value, subscription, $"Mailbox {address}: provide under {subscription.ContractNumber}.", new EndMailbox(mailbox.Id), mailbox.Id, needsPlatform: true);
    }

    private static void Modify(ItemPlan plan, MailboxItemRequest item, EmailAddress address, Mailbox found)
    {
        if (item.Quota is { } wanted && !IsWithinProduct(plan, wanted, found.Subscription.Product))
            return;

        var undo = new ResetMailbox(
            found.Id, found.DisplayName, item.Password is null ? null : found.PasswordHash, item.Quota is null ? null : new StoredQuota(found.QuotaBytes));
        Rename(found, item.DisplayName);
        if (item.Password is not null)
            found.PasswordHash = item.Password.Value;
        if (item.Quota is { } quota)
            plan.Subjects.ChangeQuota(found, quota.Bytes);
        plan.Done(address.Value, found.Subscription, $"Mailbox {address}: change {Changes(item)}.", undo, found.Id);
    }

    private static void Terminate(ItemPlan plan, EmailAddress address, Mailbox found)
    {
        var undo = new ReturnMailbox(found.Id, [.. found.Addresses.Select(StoredAddress.Of)]);
        plan.Subjects.Terminate(found);
        plan.Done(
            address.Value, found.Subscription, $"Mailbox {address}: terminate with all its aliases; its mail is kept aside.", undo, found.Id, needsPlatform: true);
    }

    private static bool IsWithinProduct(ItemPlan plan, Quota quota, Product product)
    {
        if (quota.Bytes is not { } requested)
        {
            if (product is { MailboxQuotaBytes: null, TotalQuotaBytes: null })
                return true;

            plan.Find(".quota", ErrorCodes.ExceedsProduct, $"The product '{product.Code}' has no unlimited mailboxes; order a number of bytes.");
            return false;
        }

        if (product.MailboxQuotaBytes is not { } maximum || requested <= maximum)
            return true;

        plan.Fail(new DomainError.LimitExceeded("quota-per-mailbox", maximum, 0, requested));
        return false;
    }

    private static void Rename(Mailbox mailbox, string? displayName)
    {
        if (displayName is not null)
            (mailbox.DisplayName, mailbox.SearchName) = (displayName, SearchText.Fold(displayName));
    }

    private static string Changes(MailboxItemRequest item) => string.Join(", ", new[]
    {
        item.Password is null ? null : "password", item.Quota is null ? null : "quota", item.DisplayName is null ? null : "display name",
    }.OfType<string>());
}
