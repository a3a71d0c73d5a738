using Oss.Domain.Addresses;
using Oss.Domain.Domains;
using Oss.Domain.Mailboxes;
using Oss.Domain.Orders.Compensation;
using Oss.Domain.Packages;
using Oss.Domain.Quotas;
using Oss.Domain.Subscriptions;

namespace Oss.Domain.Orders.Planning;

/// <summary>Plans items about mailboxes that live; their passwords are hashed before they get here.</summary>
internal static class MailboxItems
{
    public static void Plan(ItemPlan plan, MailboxItemRequest item)
    {
        var address = EmailAddress.TryParse(item.Address)!;
        if (item.Action == OrderAction.Provide)
        {
            if (plan.SubscriptionOf(item.ContractNumber!) is { } subscription
                && plan.DomainFor(".address", address.Domain, subscription) is { } domain && plan.MayBeNamed(".address", address, domain, subscription))
                Provide(plan, item, address, subscription, domain);
        }
        else if (item.Action is OrderAction.Restore or OrderAction.Purge)
            EndedMailboxItems.Plan(plan, item, address);
        else if (plan.Subjects.Mailbox(address.Value) is not { } found)
            plan.Fail(new DomainError.NotFound("mailbox", address.Value));
        else if (item.ExpectedVersion is { } expected && expected != found.Version)
            plan.Fail(new DomainError.Conflict(ErrorCodes.ChangedMeanwhile, $"The mailbox is of version {found.Version}, not {expected}; look at it again."));
        else if (item.Action == OrderAction.Terminate)
            EndedMailboxItems.Terminate(plan, item, address, found);
        else if (item.Action == OrderAction.Export)
            ExportItems.Plan(plan, address, found);
        else if (item.Action is OrderAction.Suspend or OrderAction.Resume)
            Suspend(plan, item, address, found);
        else if (item.Action == OrderAction.Modify && EmailAddress.TryParse(item.NewAddress) is { } newAddress && newAddress != address)
            MailboxNameItems.Plan(plan, item, found, newAddress);
        else if (item.Action == OrderAction.Modify)
            Modify(plan, item, address, found);
        else
            plan.Find("", ErrorCodes.NotApplicable, $"A mailbox cannot be ordered to {item.Action}.");
    }

    public static bool IsWithinLimits(ItemPlan plan, Quota quota, Subscription subscription)
    {
        var maximum = subscription.LimitOf(ProductLimit.QuotaPerMailbox);
        if (quota.Bytes is not { } requested)
        {
            if (maximum is null && subscription.LimitOf(ProductLimit.QuotaTotal) is null)
                return true;

            plan.Find(".quota", ErrorCodes.ExceedsProduct, $"The product '{subscription.Product.Code}' has no unlimited mailboxes; order a number of bytes.");
            return false;
        }

        if (requested <= (maximum ?? long.MaxValue))
            return true;

        plan.Fail(new DomainError.LimitExceeded(ProductLimit.QuotaPerMailbox.Code(), maximum!.Value, 0, requested));
        return false;
    }

    /// <summary>What there was before something is changed.</summary>
    public static ResetMailbox UndoOf(Mailbox mailbox, bool password = false, bool quota = false) => new(
        mailbox.Id, mailbox.DisplayName, password ? mailbox.PasswordHash : null, quota ? new StoredQuota(mailbox.QuotaBytes, mailbox.HasOwnQuota) : null, mailbox.Suspension, password ? mailbox.ScramKeys : null);

    private static void Provide(ItemPlan plan, MailboxItemRequest item, EmailAddress address, Subscription subscription, MailDomain domain)
    {
        var quota = item.Quota ?? Quota.FromNullable(subscription.LimitOf(ProductLimit.QuotaPerMailbox));
        if (!IsWithinLimits(plan, quota, subscription))
            return;

        var mailbox = new Mailbox
        {
            PrimaryAddress = address.Value, SubscriptionId = subscription.Id, Subscription = subscription, QuotaBytes = quota.Bytes, HasOwnQuota = item.Quota is not null,
            PasswordHash = item.Password!.Value, ScramKeys = item.Password.ScramKeys, CreatedAt = plan.Now,
        };
        Rename(mailbox, item.DisplayName);
        plan.Subjects.Add(mailbox);
        plan.Subjects.Add(new Address
        {
            Value = address.Value, Kind = AddressKind.Mailbox, DomainId = domain.Id, SubscriptionId = subscription.Id, MailboxId = mailbox.Id, Mailbox = mailbox,
        });
        plan.Done(
            address.Value, subscription, $"Mailbox {address}: provide under {subscription.ContractNumber}.",
            new EndMailbox(mailbox.Id, plan.Now.AddDays(plan.LifeCycle.GraceDays)), mailbox.Id, needsPlatform: true);
    }

    private static void Modify(ItemPlan plan, MailboxItemRequest item, EmailAddress address, Mailbox found)
    {
        if (item.Quota is { } wanted && !IsWithinLimits(plan, wanted, found.Subscription))
            return;

        var undo = UndoOf(found, item.Password is not null, item.Quota is not null);
        Rename(found, item.DisplayName);
        if (item.Password is not null)
            (found.PasswordHash, found.ScramKeys) = (item.Password.Value, item.Password.ScramKeys);
        if (item.Quota is { } quota)
        {
            plan.Subjects.ChangeQuota(found, quota.Bytes);
            found.HasOwnQuota = true;
        }

        plan.Done(address.Value, found.Subscription, $"Mailbox {address}: change {Changes(item)}.", undo, found.Id);
    }

    private static void Suspend(ItemPlan plan, MailboxItemRequest item, EmailAddress address, Mailbox found)
    {
        var undo = UndoOf(found);
        found.Suspension = item.Action == OrderAction.Suspend ? found.Suspension.With(item.Suspension) : found.Suspension.Without(item.Suspension);
        plan.Done(address.Value, found.Subscription, $"Mailbox {address}: {found.Suspension} suspended.", undo, found.Id);
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
