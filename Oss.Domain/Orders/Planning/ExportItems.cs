using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.Mailboxes.Archives;
using Oss.Domain.Orders.Compensation;

namespace Oss.Domain.Orders.Planning;

/// <summary>Plans exports of mailboxes: all mail in one file.</summary>
internal static class ExportItems
{
    public static void Plan(ItemPlan plan, EmailAddress address, Mailbox found)
    {
        // One at a time: whoever orders a thousand fills no volume.
        if (plan.Subjects.Archives.FirstOrDefault(a => a.MailboxId == found.Id && (a.ExpiresAt is null || a.ExpiresAt > plan.Now)) is { } there)
        {
            var state = there.ExpiresAt is { } until ? $"can be fetched until {until:u}" : "is being written";
            plan.Fail(new DomainError.Conflict(ErrorCodes.AlreadyExists, $"There is an export of the mailbox '{address}' already; it {state}."));
            return;
        }

        var archive = new MailArchive { MailboxId = found.Id, Mailbox = found, RequestedAt = plan.Now, RequestedBy = $"{plan.Actor.Kind} {plan.Actor.Name}" };
        plan.Subjects.Add(archive);
        plan.Done(address.Value, found.Subscription, $"Mailbox {address}: export all its mail.", new DropArchive(archive.Id), found.Id, needsPlatform: true);
    }
}
