using Oss.MailEngine.Directory;

namespace Oss.MailEngine.Delivery;

/// <summary>Follows a recipient to the mailboxes it means, within bounds: a forward may lead to others, and back.</summary>
internal sealed class RecipientResolver(IMailDirectory directory)
{
    /// <summary>Look-ups one recipient may cost.</summary>
    private const int MaxLookUps = 200;

    public async ValueTask<(RecipientResolution Resolution, IReadOnlyList<MailboxAccount> Mailboxes)> ResolveAsync(string recipient, CancellationToken cancellationToken)
    {
        var first = await directory.ResolveAsync(recipient, cancellationToken);
        if (first is RecipientResolution.Deliver deliver)
            return (first, [deliver.Mailbox]);
        if (first is not RecipientResolution.Expand)
            return (first, []);

        var mailboxes = new Dictionary<Guid, MailboxAccount>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { recipient };
        var open = new Queue<string>(((RecipientResolution.Expand)first).Targets);
        RecipientResolution last = first;
        while (open.TryDequeue(out var address) && seen.Count < MaxLookUps)
        {
            if (!seen.Add(address))
                continue;

            last = await directory.ResolveAsync(address, cancellationToken);
            switch (last)
            {
                case RecipientResolution.Deliver found:
                    mailboxes[found.Mailbox.Id] = found.Mailbox;
                    break;
                case RecipientResolution.Expand further:
                    foreach (var target in further.Targets)
                        open.Enqueue(target);
                    break;
                // One target that cannot be asked about now: take the message later rather than lose a copy.
                case RecipientResolution.Unavailable or RecipientResolution.Suspended { Temporary: true }:
                    return (last, []);
            }
        }

        // More than may be looked up: taking the message would lose the copies of the rest without a word.
        if (open.Any(address => !seen.Contains(address)))
            return (new RecipientResolution.Unavailable(), []);

        return mailboxes.Count > 0 ? (first, [.. mailboxes.Values]) : (last is RecipientResolution.Expand ? new RecipientResolution.UnknownUser() : last, []);
    }
}
