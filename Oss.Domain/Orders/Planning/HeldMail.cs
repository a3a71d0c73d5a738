using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;
using Oss.Domain.MailPlatform;

namespace Oss.Domain.Orders.Planning;

/// <summary>What mailboxes hold whose mail is to go elsewhere: who reads it here would read it no more.</summary>
internal static class HeldMail
{
    /// <summary>Asks the platform for those mailboxes; what cannot be asked now is not known, and stands against nothing.</summary>
    public static async Task<Dictionary<Guid, MailboxUsage>> LoadAsync(IMailPlatform platform, IEnumerable<OrderItemRequest> items, IEnumerable<Address> addresses, CancellationToken ct)
    {
        var named = items.OfType<RelayItemRequest>().Where(r => r is { Action: OrderAction.Provide, EvenIfInUse: false }).Select(r => EmailAddress.TryParse(r.Name)?.Value).OfType<string>().ToHashSet();
        var held = new Dictionary<Guid, MailboxUsage>();
        if (named.Count == 0)
            return held;

        foreach (var mailbox in addresses.Where(a => named.Contains(a.Value)).Select(a => a.Mailbox).OfType<Mailbox>().Where(m => m is { State: MailboxState.Active, Volume: not null, RelayTo: null }))
        {
            try
            {
                if (await platform.MeasureUsageAsync(new MailboxReference(mailbox.Id, mailbox.TreeName ?? mailbox.PrimaryAddress, mailbox.Volume), ct) is { } usage)
                    held[mailbox.Id] = usage;
            }
            catch (MailPlatformUnavailableException)
            {
                // A volume that is away is no reason to keep a customer's mail from a server that is there.
            }
        }

        return held;
    }
}
