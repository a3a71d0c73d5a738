using Oss.MailEngine.Directory;
using Oss.MailEngine.Sieve.Actions;
using Oss.MailEngine.Sieve.Messages;
using Oss.MailEngine.Sieve.Scripts;
using Oss.MailEngine.Storage;
using Oss.MailEngine.Trace;

namespace Oss.MailEngine.Delivery.Filtering;

/// <summary>What scripts send, sent: redirects, vacation replies, notifications; and what they want remembered, remembered.</summary>
/// <param name="envelope">The message's; of a message stored by IMAP, one made up for its owner.</param>
/// <param name="owner">Whose scripts they are: the mailbox's canonical name.</param>
/// <param name="mailbox">His mailbox.</param>
/// <param name="delivery">Gives the ways out.</param>
/// <param name="connectionId">For the log.</param>
internal sealed class ActionSending(DeliveryEnvelope envelope, string owner, Mailbox mailbox, SieveDelivery delivery, string connectionId)
{
    /// <summary>Whether the message was stored by a mail program and comes from nowhere: what is sent on of it is submitted by its owner.</summary>
    public bool IsSubmission { get; init; }

    private readonly SieveMemory _memory = new(mailbox.Home, delivery.Time);
    private readonly FilingFolders _folders = new(mailbox);

    /// <returns>False when the message has to stay here because of it.</returns>
    public async Task<bool> SendAsync(SieveAction action, CancellationToken cancellationToken)
    {
        try
        {
            switch (action)
            {
                case SieveAction.Redirect redirect:
                    return await RedirectAsync(redirect, cancellationToken);
                case SieveAction.Vacation vacation:
                    await VacationAsync(vacation, cancellationToken);
                    return true;
                case SieveAction.Notify notify:
                    await NotifyAsync(notify, cancellationToken);
                    return true;
                case SieveAction.MarkDuplicate mark:
                    Quietly(mark, () => _memory.Add("duplicate\n" + mark.Identifier, mark.Memory));
                    return true;
                default:
                    return true;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException or FormatException or OverQuotaException)
        {
            NotPerformed(action.ToString()!, e.Message);
            return action is not SieveAction.Redirect;
        }
    }

    private async Task<bool> RedirectAsync(SieveAction.Redirect action, CancellationToken cancellationToken)
    {
        if (RedirectedMessage.GoesInCircles(action.Message, owner))
        {
            NotPerformed(action.ToString(), "the message was redirected from here before");
            return false;
        }

        // The same message by a second way, or a second attempt after a crash: sent on once. What another delivery is sending at this moment either is sent, or it keeps the message.
        var key = RedirectedMessage.KeyOf(action.Message, action.Address);
        using var only = delivery.Redirects.TryBegin(mailbox.Id, key.Value);
        if (only is null || _memory.Contains(key.Value))
        {
            if (!key.IsCertain)
                NotPerformed(action.ToString(), "the same message, or one that has no Message-ID and no date and looks like it, was passed on just now");
            return key.IsCertain;
        }

        await using var content = delivery.NewSpooledMessage();
        await RedirectedMessage.WriteAsync(
            action.Message, owner, IsSubmission ? RedirectedMessage.Submitted(action.Message, owner, delivery.Options.HostName, delivery.Time.GetLocalNow()) : "", content, cancellationToken);
        if (await delivery.Mail.SendAsync(new OutgoingMail(envelope.Sender, action.Address, content, IsForward: true)
        {
            Once = RedirectedMessage.QueueId(mailbox.Id, key.Value), Origin = "redirect", Account = mailbox.Id, TraceMessage = envelope.Trace?.Head.Message, MessageId = envelope.Trace?.Head.MessageId,
        }, cancellationToken) is { } why)
        {
            NotPerformed(action.ToString(), why);
            return false;
        }

        envelope.Trace?.Note(TraceEventKind.Redirected, action.Address);
        delivery.Performed(connectionId, owner, action.ToString());
        Quietly(action, () => _memory.Add(key.Value, key.Memory));
        delivery.Mail.Release(RedirectedMessage.QueueId(mailbox.Id, key.Value));
        return true;
    }

    private async Task VacationAsync(SieveAction.Vacation action, CancellationToken cancellationToken)
    {
        var addresses = await VacationAddresses.FindAsync(action.Message, action.Reply, envelope, owner, address => delivery.Mail.LeadsToAsync(address, mailbox.Id, cancellationToken));
        if ((VacationMessage.WhyNot(action.Message, envelope.Sender) ?? addresses.WhyNot) is { } why)
        {
            envelope.Trace?.Note(TraceEventKind.NotReplied, why);
            delivery.NotPerformed(connectionId, owner, "vacation", why);
            return;
        }

        // Remembered before it is sent: after a crash a sender gets none rather than two.
        var key = VacationMessage.MemoryKey(action.Reply, envelope.Sender);
        if (action.Reply.Period > TimeSpan.Zero && !_memory.TryAdd(key, action.Reply.Period))
            return;

        await using var content = delivery.NewSpooledMessage();
        await content.WriteAsync(VacationMessage.Create(action.Message, action.Reply, envelope.Sender, addresses.From, delivery.Options.HostName, delivery.Time.GetLocalNow()), cancellationToken);
        await SendReplyAsync(action, envelope.Sender, "", content, action.Reply.Copy, cancellationToken);
    }

    private async Task NotifyAsync(SieveAction.Notify action, CancellationToken cancellationToken)
    {
        var uri = MailtoUri.TryParse(action.Notification.Method)!;
        if (NotificationMessage.WhyNot(action.Message) is { } why)
        {
            delivery.NotPerformed(connectionId, owner, "notify", why);
            return;
        }

        // Nobody speaks in another's name, here as in automatic replies (RFC 5435 3.3).
        var from = action.Notification.From is { } given && MailAddresses.First(given) is var first && await IsHisAsync(MailAddresses.Bare(first)) ? first : owner;
        foreach (var (number, recipient) in uri.Recipients.Index())
        {
            await using var content = delivery.NewSpooledMessage();
            await content.WriteAsync(NotificationMessage.Create(action, uri, from, owner, delivery.Options.HostName, delivery.Time.GetLocalNow()), cancellationToken);
            // A bounce comes back to whoever asked for the notification; about a message that cannot be answered it is as little to be answered (RFC 5436 2.7).
            await SendReplyAsync(action, MailAddresses.Bare(recipient), envelope.Sender.Length == 0 ? "" : MailAddresses.Bare(from), content, number == 0 ? action.Notification.Copy : null, cancellationToken);
        }

        async ValueTask<bool> IsHisAsync(string address) =>
            address.Equals(owner, StringComparison.OrdinalIgnoreCase) || await delivery.Mail.LeadsToAsync(address, mailbox.Id, cancellationToken);
    }

    private async Task SendReplyAsync(SieveAction action, string recipient, string sender, SpooledMessage content, FileCopy? copy, CancellationToken cancellationToken)
    {
        await content.CompleteAsync(cancellationToken);
        if (await delivery.Mail.SendAsync(new OutgoingMail(sender, recipient, content, IsForward: false) { Origin = action is SieveAction.Vacation ? "vacation" : "notify", Account = mailbox.Id, Owner = new MailboxAccount(mailbox.Id, owner, "", null) }, cancellationToken) is not { } why)
        {
            envelope.Trace?.Note(action is SieveAction.Vacation ? TraceEventKind.Replied : TraceEventKind.Notified, recipient);
            delivery.Performed(connectionId, owner, $"{action.GetType().Name.ToLowerInvariant()} to {recipient}");
        }
        else
            NotPerformed(action.GetType().Name, $"{why} {recipient}");
        if (copy is null || await _folders.FindAsync(copy.Folder, copy.Create, copy.SpecialUse, cancellationToken) is not { } folder)
            return;

        var (flags, keywords) = Imap.ImapFlags.Parse(copy.Flags);
        await folder.AppendAsync(content, flags, keywords, null, cancellationToken);
    }

    // Memory that cannot be written costs a second reply some day, not the message.
    private void Quietly(SieveAction action, Action remember)
    {
        try
        {
            remember();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NotPerformed(action.ToString()!, e.Message);
        }
    }

    private void NotPerformed(string action, string why)
    {
        envelope.Trace?.Note(TraceEventKind.FilterFailed, why);
        delivery.NotPerformed(connectionId, owner, action, why);
    }
}
