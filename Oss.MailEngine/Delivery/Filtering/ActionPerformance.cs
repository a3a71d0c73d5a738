using Oss.MailEngine.Directory;
using Oss.MailEngine.Sieve.Actions;
using Oss.MailEngine.Sieve.Messages;
using Oss.MailEngine.Storage;
using Oss.MailEngine.Trace;

namespace Oss.MailEngine.Delivery.Filtering;

/// <summary>The actions of one delivery, done: first all storing, then all sending and what is to be remembered.</summary>
internal sealed class ActionPerformance(
    SpooledMessage original, DeliveryEnvelope envelope, MailboxAccount account, Mailbox mailbox, SieveDelivery delivery, string connectionId) : IAsyncDisposable
{
    private readonly Dictionary<SieveMessage, SpooledMessage> _edited = [];
    private readonly ActionSending _sending = new(envelope, account.CanonicalName, mailbox, delivery, connectionId);
    private readonly FilingFolders _folders = new(mailbox);
    private bool _isStored;
    private bool _isInInbox;

    public async Task<DeliveryOutcome> PerformAsync(IReadOnlyList<SieveAction> actions, CancellationToken cancellationToken)
    {
        if (actions.OfType<SieveAction.Reject>().FirstOrDefault() is { } reject && await RejectAsync(reject, cancellationToken) is { } refused)
            return refused;

        // What cannot be done for want of room is told before anything is done: the sender tries again, and nothing is doubled then.
        foreach (var action in actions.Where(a => a is SieveAction.Keep or SieveAction.FileInto))
            await StoreAsync(action, cancellationToken);

        foreach (var action in actions)
        {
            if (action is SieveAction.Discard && !_isStored)
                envelope.Trace?.Note(TraceEventKind.Discarded);
            if (!await _sending.SendAsync(action, cancellationToken))
                await EnsureKeptAsync(cancellationToken);
        }

        return DeliveryOutcome.Delivered;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var spooled in _edited.Values)
            await spooled.DisposeAsync();
    }

    private async Task StoreAsync(SieveAction action, CancellationToken cancellationToken)
    {
        try
        {
            var (folder, flags) = action switch
            {
                SieveAction.FileInto f => (await _folders.FindAsync(f.Folder, f.Create, f.SpecialUse, cancellationToken), f.Flags),
                SieveAction.Keep k => (mailbox.Inbox, k.Flags),
                _ => throw new InvalidOperationException(),
            };
            if (folder is null)
            {
                NotPerformed(action.ToString()!, "there is no such folder");
                await EnsureKeptAsync(cancellationToken);
                return;
            }

            if (folder.Name.IsInbox && _isInInbox)
                return;
            await PutAsync(folder, await ContentAsync(action.Message, cancellationToken), flags, cancellationToken);
            Note(folder);
            delivery.Performed(connectionId, account.CanonicalName, action.ToString()!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            NotPerformed(action.ToString()!, e.Message);
            await EnsureKeptAsync(cancellationToken);
        }
        catch (OverQuotaException) when (_isStored)
        {
            // One copy is stored; asking for the message again would double it.
            NotPerformed(action.ToString()!, "the mailbox is full");
        }
    }

    private async Task PutAsync(Folder folder, SpooledMessage content, IReadOnlyList<string> flags, CancellationToken cancellationToken)
    {
        if (flags.Count == 0)
        {
            await folder.DeliverAsync(content, cancellationToken);
        }
        else
        {
            var (system, keywords) = Imap.ImapFlags.Parse(flags);
            await folder.AppendAsync(content, system, keywords, null, cancellationToken);
        }

        _isStored = true;
        _isInInbox |= folder.Name.IsInbox;
    }

    // The last line: as it came, without flags, into INBOX. Failing here fails the delivery, unless a copy is stored somewhere.
    private async Task EnsureKeptAsync(CancellationToken cancellationToken)
    {
        if (_isInInbox)
            return;
        try
        {
            await PutAsync(mailbox.Inbox, original, [], cancellationToken);
            Note(mailbox.Inbox);
        }
        catch (Exception e) when (_isStored && e is IOException or UnauthorizedAccessException or TimeoutException or OverQuotaException)
        {
            NotPerformed("implicit keep", e.Message);
        }
    }

    private async Task<SpooledMessage> ContentAsync(SieveMessage message, CancellationToken cancellationToken)
    {
        if (!message.IsEdited)
            return original;
        if (_edited.TryGetValue(message, out var known))
            return known;

        var spooled = delivery.NewSpooledMessage();
        _edited[message] = spooled;
        await spooled.WriteAsync(message.Octets, cancellationToken);
        await spooled.CompleteAsync(cancellationToken);
        return spooled;
    }

    /// <returns>The outcome when the message is refused; <see langword="null"/> when it could not be, and is kept.</returns>
    private async Task<DeliveryOutcome?> RejectAsync(SieveAction.Reject action, CancellationToken cancellationToken)
    {
        if (envelope.MayRefuse && RejectionMessage.FitsReply(action))
        {
            envelope.Trace?.Note(TraceEventKind.Rejected);
            delivery.Performed(connectionId, account.CanonicalName, action.ToString());
            return new DeliveryOutcome(DeliveryState.Refused, string.Join('\n', RejectionMessage.Lines(action.Reason)));
        }

        // Nobody is told of a refusal who has no address (RFC 5429 2.1.2 and 2.2.1).
        if (envelope.Sender.Length == 0)
        {
            envelope.Trace?.Note(TraceEventKind.Discarded);
            delivery.NotPerformed(connectionId, account.CanonicalName, action.ToString(), "the message is dropped without a word, for it has no sender");
            return DeliveryOutcome.Delivered;
        }

        try
        {
            await using var content = delivery.NewSpooledMessage();
            await content.WriteAsync(RejectionMessage.Create(action, SieveMessage.Open(original.Path), envelope, delivery.Options.HostName, delivery.Time.GetLocalNow()), cancellationToken);
            await content.CompleteAsync(cancellationToken);
            if (await delivery.Mail.SendAsync(new OutgoingMail("", envelope.Sender, content, IsForward: false) { Origin = "rejection", Account = account.Id }, cancellationToken) is null)
            {
                envelope.Trace?.Note(TraceEventKind.Rejected, envelope.Sender);
                delivery.Performed(connectionId, account.CanonicalName, action.ToString());
                return DeliveryOutcome.Delivered;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            NotPerformed(action.ToString(), e.Message);
        }

        await EnsureKeptAsync(cancellationToken);
        return DeliveryOutcome.Delivered;
    }

    private void Note(Folder folder)
    {
        if (folder.Name.IsInbox)
            envelope.Trace?.Note(TraceEventKind.Delivered);
        else
            envelope.Trace?.Note(TraceEventKind.Filed, folder.Name.ToString());
    }

    private void NotPerformed(string action, string why)
    {
        envelope.Trace?.Note(TraceEventKind.FilterFailed, why);
        delivery.NotPerformed(connectionId, account.CanonicalName, action, why);
    }
}
