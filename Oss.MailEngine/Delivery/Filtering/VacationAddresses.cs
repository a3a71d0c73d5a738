using Oss.MailEngine.Sieve.Actions;
using Oss.MailEngine.Sieve.Messages;

namespace Oss.MailEngine.Delivery.Filtering;

/// <summary>
/// Whether a message was written to the user himself, and by which address he answers (RFC 5230 4.5 and 5.4). His addresses are his mailbox's name, those that the script lists in
/// <c>:addresses</c>, and those that lead to his mailbox alone: an alias does, a group that he is in does not, so that nobody answers in its name.
/// </summary>
/// <param name="From">The From field of the reply.</param>
/// <param name="WhyNot">Why no reply is sent; <see langword="null"/> when one is.</param>
internal sealed record VacationAddresses(string From, string? WhyNot)
{
    /// <summary>Addresses of one message that the directory is asked about: a message to a thousand people is no letter.</summary>
    private const int MaxLookUps = 30;

    private static readonly string[] Recipients = ["To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc"];

    /// <summary>Looks at the recipients that the message names.</summary>
    /// <param name="message">The message.</param>
    /// <param name="reply">The reply as the script wants it.</param>
    /// <param name="envelope">The message's envelope.</param>
    /// <param name="mailbox">The user's canonical name.</param>
    /// <param name="leadsHere">Asks the directory whether an address leads to the user's mailbox and nowhere else.</param>
    public static async Task<VacationAddresses> FindAsync(SieveMessage message, VacationReply reply, DeliveryEnvelope envelope, string mailbox, Func<string, ValueTask<bool>> leadsHere)
    {
        string[] listed = [mailbox, .. reply.Addresses.Select(MailAddresses.Bare)];
        if (listed.Contains(envelope.Sender, StringComparer.OrdinalIgnoreCase) || (envelope.Sender.Length > 0 && await leadsHere(envelope.Sender)))
            return new VacationAddresses(mailbox, "the message is the user's own");

        // RFC 5230 4.5: a message that reached the user without naming him came by a list, an alias of many, or a blind copy.
        var named = Recipients.SelectMany(message.FieldsNamed).SelectMany(f => MailAddresses.Of(f.Value)).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        var own = named.Find(address => listed.Contains(address, StringComparer.OrdinalIgnoreCase)) ?? await FirstAsync(named, leadsHere);
        if (own is null)
            return new VacationAddresses(mailbox, "none of the user's addresses is in To or Cc");

        // Nobody speaks in another's name: what the script writes as From is used when it is the user's.
        if (reply.From is { } given && MailAddresses.First(given) is var from && await IsHisAsync(MailAddresses.Bare(from)))
            return new VacationAddresses(from, null);
        return new VacationAddresses(await IsHisAsync(own) ? own : mailbox, null);

        async ValueTask<bool> IsHisAsync(string address) => address.Equals(mailbox, StringComparison.OrdinalIgnoreCase) || await leadsHere(address);
    }

    private static async Task<string?> FirstAsync(List<string> addresses, Func<string, ValueTask<bool>> leadsHere)
    {
        foreach (var address in addresses.Take(MaxLookUps))
        {
            if (await leadsHere(address))
                return address;
        }

        return null;
    }
}
