using Oss.MailEngine.Delivery;
using Oss.MailEngine.Delivery.Filtering;
using Oss.MailEngine.Sieve.Actions;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Events;

/// <summary>What a script wants done with a message that is in a folder already, done (RFC 6785 3). The message itself never goes and never changes but for its flags: who would have it gone marks it as
/// deleted, and only when everything else that was wanted has been done.</summary>
internal sealed class EventActions(Folder folder, StoredMessage message, string owner, SieveDelivery sieve, string connectionId)
{
    private readonly FilingFolders _folders = new(folder.Mailbox);

    // A message that was stored by IMAP has no sender that is known; what is sent on is sent by the mailbox's owner (RFC 6785 3.4).
    private readonly ActionSending _sending = new(new DeliveryEnvelope(owner, owner, MayRefuse: false), owner, folder.Mailbox, sieve, connectionId) { IsSubmission = true };

    /// <summary>Performs.</summary>
    /// <returns>How many messages were sent.</returns>
    public async Task<int> PerformAsync(IReadOnlyList<SieveAction> actions, CancellationToken cancellationToken)
    {
        var (isDone, sent) = (true, 0);
        foreach (var action in actions)
        {
            switch (action)
            {
                case SieveAction.FileInto file:
                    isDone &= await FileAsync(file, cancellationToken);
                    break;
                case SieveAction.Redirect or SieveAction.Notify:
                    sent++;
                    goto default;
                default:
                    isDone &= await _sending.SendAsync(action, cancellationToken);
                    break;
            }
        }

        if (actions.OfType<SieveAction.Keep>().LastOrDefault() is { } keep)
            await SetFlagsAsync(folder, message.Uid, keep.Flags, cancellationToken);
        else if (isDone)
            await folder.StoreFlagsAsync([message.Uid], FlagChange.Add, MessageFlags.Deleted, [], cancellationToken);
        return sent;
    }

    private async Task<bool> FileAsync(SieveAction.FileInto action, CancellationToken cancellationToken)
    {
        try
        {
            if (await _folders.FindAsync(action.Folder, action.Create, action.SpecialUse, cancellationToken) is { } target && await CopyAsync(action, target, cancellationToken))
            {
                sieve.Performed(connectionId, owner, action.ToString());
                return true;
            }

            sieve.NotPerformed(connectionId, owner, action.ToString(), "there is no such folder");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException or OverQuotaException)
        {
            sieve.NotPerformed(connectionId, owner, action.ToString(), e is OverQuotaException ? "the mailbox is full" : e.Message);
        }

        return false;
    }

    // A message as it is shares its file with its copy; one that the script edited is another message.
    private async Task<bool> CopyAsync(SieveAction.FileInto action, Folder target, CancellationToken cancellationToken)
    {
        if (!action.Message.IsEdited)
        {
            if (await folder.CopyToAsync([message.Uid], target, cancellationToken) is not [var copy])
                return false;
            await SetFlagsAsync(target, copy.Target, action.Flags, cancellationToken);
            return true;
        }

        await using var content = sieve.NewSpooledMessage();
        await content.WriteAsync(action.Message.Octets, cancellationToken);
        await content.CompleteAsync(cancellationToken);
        var (flags, keywords) = ImapFlags.Parse(action.Flags);
        await target.AppendAsync(content, flags, keywords, message.InternalDate, cancellationToken);
        return true;
    }

    // Only what the script changed: flags that somebody else sets at this moment are his.
    private async Task SetFlagsAsync(Folder where, uint uid, IReadOnlyList<string> wanted, CancellationToken cancellationToken)
    {
        var had = ImapEvents.FlagsOf(message);
        await ChangeAsync(FlagChange.Add, [.. wanted.Except(had, StringComparer.OrdinalIgnoreCase)]);
        await ChangeAsync(FlagChange.Remove, [.. had.Except(wanted, StringComparer.OrdinalIgnoreCase)]);

        async Task ChangeAsync(FlagChange change, IReadOnlyList<string> names)
        {
            if (names.Count == 0)
                return;
            var (flags, keywords) = ImapFlags.Parse(names);
            await where.StoreFlagsAsync([uid], change, flags, keywords, cancellationToken);
        }
    }
}
