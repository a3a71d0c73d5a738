using Oss.Domain.Addresses;
using Oss.Domain.Mailboxes;

namespace Oss.Domain.Domains;

/// <summary>Gives everything in a domain another domain: the same on the way there and back.</summary>
internal static class DomainMove
{
    /// <summary>Moves addresses, and the mailboxes that are called by them; those that have ended too, so that they come back under the name there is.</summary>
    /// <returns>How many mailboxes the platform has to follow.</returns>
    public static int Apply(MailDomain from, MailDomain to, IEnumerable<Address> addresses, IEnumerable<Mailbox> ended)
    {
        var moved = 0;
        foreach (var address in addresses)
        {
            address.Value = Renamed(address.Value, to);
            address.DomainId = to.Id;
            if (address is not { Kind: AddressKind.Mailbox, Mailbox: { } mailbox })
                continue;

            mailbox.ChangePrimary(address.Value);
            moved++;
        }

        foreach (var mailbox in ended)
            mailbox.PrimaryAddress = Renamed(mailbox.PrimaryAddress, to);
        (to.RelayTo, to.RelayRecipients, from.RelayTo, from.RelayRecipients) = (from.RelayTo, from.RelayRecipients, null, default);
        (from.AliasOfId, from.AliasOf, to.AliasOfId, to.AliasOf) = (to.Id, to, null, null);
        return moved;
    }

    private static string Renamed(string address, MailDomain to) => $"{address[..address.LastIndexOf('@')]}@{to.Name}";
}
