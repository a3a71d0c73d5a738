using Oss.MailEngine.Directory;
using Oss.MailEngine.Queue;

namespace Oss.MailEngine.Delivery;

/// <summary>Follows a recipient to the mailboxes and foreign addresses it means, within bounds: a forward may lead to others, and back.</summary>
internal sealed class RecipientResolver(IMailDirectory directory, SenderRewriting rewriting)
{
    /// <summary>Look-ups one recipient may cost.</summary>
    private const int MaxLookUps = 200;

    /// <summary>Where a recipient leads to. A recipient whose own domain is not served here leads nowhere: whether it may be relayed is for the caller to say.</summary>
    public async ValueTask<RecipientRoute> ResolveAsync(string recipient, CancellationToken cancellationToken)
    {
        // A rewritten sender leads back to the true one, which is no forward: nobody's mail is sent on in our name.
        var original = rewriting.Reverse(recipient);
        var first = original is not null ? new RecipientResolution.Expand([original])
            : rewriting.IsRewritten(recipient) ? new RecipientResolution.UnknownUser()
            : await directory.ResolveAsync(recipient, cancellationToken);
        return first switch
        {
            RecipientResolution.Deliver deliver => new RecipientRoute(first, [deliver.Mailbox], []),
            RecipientResolution.Relay relay => new RecipientRoute(first, [], [new RelayTarget(recipient, relay.RewrittenTo ?? recipient, relay.Transport, IsForward: false) { MustBeKnownThere = relay.MustBeKnownThere, Owner = relay.Owner }]),
            RecipientResolution.Expand expand => await FollowAsync(recipient, expand, isForward: original is null, cancellationToken),
            _ => new RecipientRoute(first, [], []),
        };
    }

    private async ValueTask<RecipientRoute> FollowAsync(string recipient, RecipientResolution.Expand first, bool isForward, CancellationToken cancellationToken)
    {
        var mailboxes = new Dictionary<Guid, MailboxAccount>();
        var relays = new List<RelayTarget>();
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase) { recipient };
        var open = new Queue<(string Address, bool OnlyHere)>(first.Targets.Select(target => (target, first.OnlyHere)));
        RecipientResolution last = first;
        while (open.TryDequeue(out var next) && seen.Count < MaxLookUps)
        {
            var (address, onlyHere) = next;
            if (!seen.Add(address))
                continue;

            last = await directory.ResolveAsync(address, cancellationToken);
            switch (last)
            {
                case RecipientResolution.Deliver found:
                    mailboxes[found.Mailbox.Id] = found.Mailbox;
                    break;
                case RecipientResolution.Relay relay:
                    relays.Add(new RelayTarget(address, relay.RewrittenTo ?? address, relay.Transport, IsForward: false) { MustBeKnownThere = relay.MustBeKnownThere, Owner = relay.Owner });
                    break;
                // It is nobody here then, and nobody is told where it would lead.
                case RecipientResolution.UnknownDomain when onlyHere:
                    last = new RecipientResolution.UnknownUser();
                    break;
                case RecipientResolution.UnknownDomain:
                    relays.Add(new RelayTarget(address, address, null, isForward));
                    break;
                case RecipientResolution.Expand further:
                    foreach (var target in further.Targets)
                        open.Enqueue((target, further.OnlyHere));
                    break;
                // One target that cannot be asked about now: take the message later rather than lose a copy.
                case RecipientResolution.Unavailable or RecipientResolution.Suspended { Temporary: true }:
                    return new RecipientRoute(last, [], []);
            }
        }

        // More than may be looked up: taking the message would lose the copies of the rest without a word.
        if (open.Any(left => !seen.Contains(left.Address)))
            return new RecipientRoute(new RecipientResolution.Unavailable(), [], []);

        return mailboxes.Count + relays.Count > 0
            ? new RecipientRoute(first, [.. mailboxes.Values], relays)
            : new RecipientRoute(last is RecipientResolution.Expand ? new RecipientResolution.UnknownUser() : last, [], []);
    }
}
