using Oss.MailEngine.Directory;
using Oss.MailEngine.Sieve.Actions;
using Oss.MailEngine.Sieve.Messages;
using Oss.MailEngine.Sieve.Scripts;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Delivery.Filtering;

/// <summary>The actions of one delivery, done: first all storing, then all sending, then what is to be remembered.</summary>
internal sealed class ActionPerformance(
    SpooledMessage original, DeliveryEnvelope envelope, MailboxAccount account, Mailbox mailbox, SieveDelivery delivery, string connectionId) : IAsyncDisposable
{
    private readonly Dictionary<SieveMessage, SpooledMessage> _edited = [];
    private readonly SieveMemory _memory = new(mailbox.Home, delivery.Time);
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
            if (!await SendAsync(action, cancellationToken))
                await EnsureKeptAsync(cancellationToken);
        }

        foreach (var mark in actions.OfType<SieveAction.MarkDuplicate>())
            Quietly(mark, () => _memory.Add("duplicate\n" + mark.Identifier, mark.Memory));
        return DeliveryOutcome.Delivered;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var spooled in _edited.Values)
            await spooled.DisposeAsync();
    }

    private async Task StoreAsync(SieveAction action, CancellationToken cancellationToken)
    {
        var (folderName, flags, create) = action switch
        {
            SieveAction.FileInto f => (FolderName.TryParse(f.Folder), f.Flags, f.Create),
            SieveAction.Keep k => (FolderName.Inbox, k.Flags, false),
            _ => throw new InvalidOperationException(),
        };
        try
        {
            var folder = folderName is not { } name ? null : mailbox.FindFolder(name) ?? (create ? Create(name) : null);
            if (folder is null)
            {
                delivery.NotPerformed(connectionId, account.CanonicalName, action.ToString()!, "there is no such folder");
                await EnsureKeptAsync(cancellationToken);
                return;
            }

            if (folder.Name.IsInbox && _isInInbox)
                return;
            await PutAsync(folder, await ContentAsync(action.Message, cancellationToken), flags, cancellationToken);
            delivery.Performed(connectionId, account.CanonicalName, action.ToString()!);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            delivery.NotPerformed(connectionId, account.CanonicalName, action.ToString()!, e.Message);
            await EnsureKeptAsync(cancellationToken);
        }
        catch (OverQuotaException) when (_isStored)
        {
            // One copy is stored; asking for the message again would double it.
            delivery.NotPerformed(connectionId, account.CanonicalName, action.ToString()!, "the mailbox is full");
        }
    }

    private Folder? Create(FolderName name)
    {
        mailbox.CreateFolder(name);
        mailbox.Subscriptions.Set(name, subscribed: true);
        return mailbox.FindFolder(name);
    }

    private async Task PutAsync(Folder folder, SpooledMessage content, IReadOnlyList<string> flags, CancellationToken cancellationToken)
    {
        if (flags.Count == 0)
        {
            folder.Deliver(content);
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
        }
        catch (Exception e) when (_isStored && e is IOException or UnauthorizedAccessException or TimeoutException or OverQuotaException)
        {
            delivery.NotPerformed(connectionId, account.CanonicalName, "implicit keep", e.Message);
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

    /// <returns>False when the message has to stay here because of it.</returns>
    private async Task<bool> SendAsync(SieveAction action, CancellationToken cancellationToken)
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
                default:
                    return true;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException or FormatException or OverQuotaException)
        {
            delivery.NotPerformed(connectionId, account.CanonicalName, action.ToString()!, e.Message);
            return action is not SieveAction.Redirect;
        }
    }

    private async Task<bool> RedirectAsync(SieveAction.Redirect action, CancellationToken cancellationToken)
    {
        if (RedirectedMessage.GoesInCircles(action.Message, account.CanonicalName))
        {
            delivery.NotPerformed(connectionId, account.CanonicalName, action.ToString(), "the message was redirected from here before");
            return false;
        }

        // The same message by a second way, or a second attempt after a crash: sent on once.
        var key = $"redirect\n{action.Address}\n{action.Message.Header("Message-ID")?.Trim()}";
        var hasId = action.Message.Header("Message-ID") is not null;
        if (hasId && _memory.Contains(key))
            return true;

        await using var content = delivery.NewSpooledMessage();
        await RedirectedMessage.WriteAsync(action.Message, account.CanonicalName, content, cancellationToken);
        if (!await delivery.Send(new OutgoingMail(envelope.Sender, action.Address, content, IsForward: true), cancellationToken))
        {
            delivery.NotPerformed(connectionId, account.CanonicalName, action.ToString(), "there is no way to the address");
            return false;
        }

        delivery.Performed(connectionId, account.CanonicalName, action.ToString());
        if (hasId)
            Quietly(action, () => _memory.Add(key, RedirectedMessage.Memory));
        return true;
    }

    private async Task VacationAsync(SieveAction.Vacation action, CancellationToken cancellationToken)
    {
        if (VacationMessage.WhyNot(action.Message, action.Reply, envelope, account.CanonicalName) is { } why)
        {
            delivery.NotPerformed(connectionId, account.CanonicalName, "vacation", why);
            return;
        }

        // Remembered before it is sent: after a crash a sender gets none rather than two.
        var key = VacationMessage.MemoryKey(action.Reply, envelope.Sender);
        if (action.Reply.Period > TimeSpan.Zero && !_memory.TryAdd(key, action.Reply.Period))
            return;

        await using var content = delivery.NewSpooledMessage();
        await content.WriteAsync(VacationMessage.Create(action.Message, action.Reply, envelope, account.CanonicalName, delivery.Options.HostName, delivery.Time.GetLocalNow()), cancellationToken);
        await SendReplyAsync(action, envelope.Sender, "", content, action.Reply.Copy, cancellationToken);
    }

    private async Task NotifyAsync(SieveAction.Notify action, CancellationToken cancellationToken)
    {
        var uri = MailtoUri.TryParse(action.Notification.Method)!;
        if (NotificationMessage.WhyNot(action.Message) is { } why)
        {
            delivery.NotPerformed(connectionId, account.CanonicalName, "notify", why);
            return;
        }

        foreach (var recipient in uri.Recipients)
        {
            await using var content = delivery.NewSpooledMessage();
            await content.WriteAsync(NotificationMessage.Create(action, uri, account.CanonicalName, delivery.Options.HostName, delivery.Time.GetLocalNow()), cancellationToken);
            await SendReplyAsync(action, MailAddresses.Bare(recipient), "", content, recipient == uri.Recipients[0] ? action.Notification.Copy : null, cancellationToken);
        }
    }

    private async Task SendReplyAsync(SieveAction action, string recipient, string sender, SpooledMessage content, FileCopy? copy, CancellationToken cancellationToken)
    {
        await content.CompleteAsync(cancellationToken);
        if (await delivery.Send(new OutgoingMail(sender, recipient, content, IsForward: false), cancellationToken))
            delivery.Performed(connectionId, account.CanonicalName, $"{action.GetType().Name.ToLowerInvariant()} to {recipient}");
        else
            delivery.NotPerformed(connectionId, account.CanonicalName, action.GetType().Name, $"there is no way to {recipient}");
        if (copy is null || FolderName.TryParse(copy.Folder) is not { } name || (mailbox.FindFolder(name) ?? (copy.Create ? Create(name) : null)) is not { } folder)
            return;

        var (flags, keywords) = Imap.ImapFlags.Parse(copy.Flags);
        await folder.AppendAsync(content, flags, keywords, null, cancellationToken);
    }

    /// <returns>The outcome when the message is refused; <see langword="null"/> when it could not be, and is kept.</returns>
    private async Task<DeliveryOutcome?> RejectAsync(SieveAction.Reject action, CancellationToken cancellationToken)
    {
        if (envelope.MayRefuse)
        {
            delivery.Performed(connectionId, account.CanonicalName, action.ToString());
            return new DeliveryOutcome(DeliveryState.Refused, RejectionMessage.OnOneLine(action.Reason));
        }

        // Others got the message in the same transaction. Nobody is told of a refusal who did not write himself (RFC 5429 2.1.1).
        if (envelope.Sender.Length == 0)
            return DeliveryOutcome.Delivered;
        try
        {
            await using var content = delivery.NewSpooledMessage();
            await content.WriteAsync(RejectionMessage.Create(action, envelope, delivery.Options.HostName, delivery.Time.GetLocalNow()), cancellationToken);
            await content.CompleteAsync(cancellationToken);
            if (await delivery.Send(new OutgoingMail("", envelope.Sender, content, IsForward: false), cancellationToken))
            {
                delivery.Performed(connectionId, account.CanonicalName, action.ToString());
                return DeliveryOutcome.Delivered;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            delivery.NotPerformed(connectionId, account.CanonicalName, action.ToString(), e.Message);
        }

        await EnsureKeptAsync(cancellationToken);
        return DeliveryOutcome.Delivered;
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
            delivery.NotPerformed(connectionId, account.CanonicalName, action.ToString()!, e.Message);
        }
    }
}
