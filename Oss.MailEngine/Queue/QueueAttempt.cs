using Microsoft.Extensions.Logging;
using Oss.MailEngine.Delivery;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Smtp.Client;

namespace Oss.MailEngine.Queue;

/// <summary>
/// All that one message has to do now: the recipients that are due are sent to their destinations, each outcome is noted on disk before anything follows from it, the sender is told what it is to be
/// told, and a message with nothing left to do is removed. Each step may be repeated: after a crash the journal says where to go on.
/// </summary>
internal sealed partial class QueueAttempt(
    MailEngineOptions options, QueueStore store, Destinations destinations, RecipientResolver resolver, LocalDelivery local, SenderRewriting rewriting, QueueReports reports, TimeProvider time, ILogger log)
{
    private readonly RetrySchedule _schedule = new(options.Outbound, time);

    /// <summary>Does it.</summary>
    /// <param name="id">The message.</param>
    /// <param name="wake">Told of each message that this one brings forth.</param>
    /// <param name="cancellationToken">Ends it; what was noted stays noted.</param>
    /// <returns>When to come again, which is noted too; <see langword="null"/> when the message has left the queue.</returns>
    public async Task<DateTimeOffset?> RunAsync(Guid id, Action<Guid> wake, CancellationToken cancellationToken)
    {
        if (store.Load(id) is not { } message)
            return null;
        if (message.IsHeld)
            return store.Postpone(message, QueueLimits.Never(time));

        DateTimeOffset? later = null;
        // Whoever released it wants it tried, however old it became meanwhile.
        if (_schedule.IsExpired(message) && !Waiting(message).Any(r => r.Wanted is not null))
            await NoteAsync(message, [.. Waiting(message).Select(r => Failed(message, r, Expired(r.Reply)))], cancellationToken);
        else
            later = await DeliverAsync(message, wake, cancellationToken);

        // Deleted meanwhile by an operator, who does not want the sender told.
        if (!store.Contains(id))
            return null;

        await reports.SendAsync(message, wake, (events, ct) => NoteAsync(message, events, ct), cancellationToken);
        if (message.Recipients.TrueForAll(r => r.Status != RecipientStatus.Waiting && r.IsReported))
        {
            store.Remove(id);
            Done(log, id);
            return null;
        }

        return store.Postpone(message, later is { } hint && hint > message.Next ? hint : message.Next);
    }

    private static IEnumerable<RecipientState> Waiting(QueuedMessage message) => message.Recipients.Where(r => r.Status == RecipientStatus.Waiting);

    private static string Expired(string last) => last.Length > 0 ? $"554 5.4.7 Not delivered in time; the last answer was: {last}" : "554 5.4.7 Not delivered in time; nobody answered";

    // A destination that is busy or paused is not an attempt: the recipient stays as it is, and the message is looked at again later.
    private async Task<DateTimeOffset?> DeliverAsync(QueuedMessage message, Action<Guid> wake, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var hops = new Dictionary<NextHop, List<(RecipientState State, QueuedRecipient Sent)>>();
        // Recipients may be added while this runs.
        foreach (var recipient in Waiting(message).Where(r => r.Next <= now).ToList())
        {
            if (recipient.Recipient.Transport is { } transport)
                Add(hops, message, recipient.Recipient.Address, transport, recipient);
            // Looked up when the message came, a moment ago.
            else if (recipient.Recipient.IsElsewhere && now < message.Envelope.Arrived + QueueLimits.Busy)
                Add(hops, message, recipient.Recipient.Address, null, recipient);
            else
                await RouteAsync(message, recipient, hops, wake, cancellationToken);
        }

        using var noting = new SemaphoreSlim(1);
        var postponed = await Task.WhenAll(hops.Select(hop => DeliverAsync(message, hop.Key, hop.Value, noting, wake, cancellationToken)));
        return postponed.Where(p => p is not null).Select(p => p!.Value).DefaultIfEmpty().Min() is var earliest && earliest == default ? null : earliest;
    }

    private async Task RouteAsync(QueuedMessage message, RecipientState recipient, Dictionary<NextHop, List<(RecipientState State, QueuedRecipient Sent)>> hops, Action<Guid> wake, CancellationToken cancellationToken)
    {
        var address = recipient.Recipient.Address;
        var route = await resolver.ResolveAsync(address, cancellationToken);
        if (!store.IsWanted(message))
            return;
        if (route.Resolution is RecipientResolution.UnknownDomain && !route.IsKnown)
            Add(hops, message, address, null, recipient);
        else if (route is { Mailboxes.Count: 0, Relays: [{ IsForward: false } relay] })
            Add(hops, message, relay.Address, relay.Transport, recipient);
        else if (route is { Mailboxes: [var mailbox], Relays.Count: 0 })
        {
            var reply = await local.DeliverAsync(message, recipient.Recipient, mailbox, cancellationToken);
            await NoteAsync(message, [Outcome(message, recipient, reply, "", notifies: false)], cancellationToken);
        }
        else if (route.IsKnown)
            await ExpandAsync(message, recipient, route, wake, cancellationToken);
        else
            await NoteAsync(message, [Outcome(message, recipient, Refusal(route.Resolution), "", notifies: false)], cancellationToken);
    }

    // A forward that was made after the message was queued, or a notification to an address that is forwarded. What leaves in our name is a message of its own, because
    // its sender is another; the rest is added to this one.
    private async Task ExpandAsync(QueuedMessage message, RecipientState recipient, RecipientRoute route, Action<Guid> wake, CancellationToken cancellationToken)
    {
        var template = recipient.Recipient with { Transport = null, Trace = null, OriginalAddress = recipient.Recipient.OriginalAddress ?? recipient.Recipient.Address };
        var added = route.Mailboxes.Select(m => template with { Address = m.CanonicalName })
            .Concat(route.Relays.Where(r => !r.IsForward).Select(r => template with { Address = r.Recipient }))
            .ExceptBy(message.Recipients.Select(r => r.Recipient.Address), r => r.Address, StringComparer.OrdinalIgnoreCase).Take(QueueLimits.Expansion).ToList();
        var forwards = route.Relays.Where(r => r.IsForward).Select(r => template with { Address = r.Recipient }).Take(QueueLimits.Expansion).ToList();
        if (forwards.Count > 0)
        {
            var envelope = message.Envelope with { Sender = rewriting.Forward(message.Envelope.Sender), Recipients = store.Trace?.Expand(message.Envelope, forwards) ?? forwards };
            var id = DeliveryReport.IdOf(message.Id, [new ReportedRecipient(recipient.Recipient, ReportAction.Relayed, "", "", message.Envelope.Arrived)]);
            await store.AddCopyAsync(id, message.Id, envelope);
            wake(id);
        }

        await NoteAsync(message, [new QueueEvent(QueueEventKind.Expanded, time.GetUtcNow()) { Recipient = message.Recipients.IndexOf(recipient), Added = store.Trace?.Expand(message.Envelope, added) ?? added }], cancellationToken);
        // The added ones are due now.
        foreach (var target in added.Count > 0 ? message.Recipients[^added.Count..] : [])
            target.Next = DateTimeOffset.MinValue;
    }

    private async Task<DateTimeOffset?> DeliverAsync(QueuedMessage message, NextHop hop, List<(RecipientState State, QueuedRecipient Sent)> recipients, SemaphoreSlim noting, Action<Guid> wake, CancellationToken cancellationToken)
    {
        var outgoing = new OutgoingMessage(message.Envelope, [.. recipients.Select(r => r.Sent)], message.Length, () => store.OpenContent(message.Id))
        {
            IsWanted = () => store.IsWanted(message), AskedFor = recipients.Max(r => r.State.Wanted),
        };
        return await destinations.To(hop).DeliverAsync(message.Id, outgoing, wake, async (part, result, host) =>
        {
            var events = part.Select((recipient, i) => Outcome(message, recipients.First(r => ReferenceEquals(r.Sent, recipient)).State, result.Replies[i], host, result.Notifies) with { IsEncrypted = result.IsEncrypted, Protection = result.Protection }).ToList();
            // What the far side accepted must be noted even when the node is stopping: else it is sent again.
            await noting.WaitAsync(CancellationToken.None);
            try
            {
                await NoteAsync(message, events, CancellationToken.None);
            }
            finally
            {
                noting.Release();
            }
        }, cancellationToken);
    }

    private QueueEvent Outcome(QueuedMessage message, RecipientState recipient, SmtpReply reply, string host, bool notifies)
    {
        var text = reply.ToString();
        text = text.Length > QueueLimits.Reply ? text[..QueueLimits.Reply] : text;
        Attempted(log, message.Id, recipient.Recipient.Address, host, text);
        if (reply.IsPermanent)
            return Failed(message, recipient, text) with { Host = host };

        return new QueueEvent(reply.IsPositive ? (notifies && host.Length > 0 ? QueueEventKind.Relayed : QueueEventKind.Delivered) : QueueEventKind.Deferred, time.GetUtcNow())
        {
            Recipient = message.Recipients.IndexOf(recipient), Reply = text, Host = host,
            Next = reply.IsPositive ? null : _schedule.After(recipient.Attempts, Random.Shared.NextDouble()),
        };
    }

    private QueueEvent Failed(QueuedMessage message, RecipientState recipient, string reply) =>
        new(QueueEventKind.Failed, time.GetUtcNow()) { Recipient = message.Recipients.IndexOf(recipient), Reply = reply, Host = recipient.Host };

    private static SmtpReply Refusal(RecipientResolution resolution) => resolution switch
    {
        RecipientResolution.UnknownUser => new SmtpReply(550, ["5.1.1 There is no such mailbox here"]),
        RecipientResolution.Suspended { Temporary: false } => new SmtpReply(550, ["5.2.1 The mailbox takes no mail"]),
        RecipientResolution.Suspended => new SmtpReply(450, ["4.2.1 The mailbox takes no mail at present"]),
        _ => new SmtpReply(451, ["4.3.0 The directory is out of reach"]),
    };

    private void Add(Dictionary<NextHop, List<(RecipientState State, QueuedRecipient Sent)>> hops, QueuedMessage message, string address, MailTransport? transport, RecipientState recipient)
    {
        var hop = destinations.Router.HopOf(address, transport, message.Envelope.TlsWish);
        if (!hops.TryGetValue(hop, out var recipients))
            hops[hop] = recipients = [];
        recipients.Add((recipient, recipient.Recipient with { Address = address }));
    }

    // What comes to an end at once needs no note of how: that it is gone says it, and the disk is not waited for.
    private bool TryFinish(QueuedMessage message, List<QueueEvent> events)
    {
        var isEnd = events.Count > 0 && events.Count == message.Recipients.Count(r => !r.IsReported)
            && events.TrueForAll(e => e.Kind is QueueEventKind.Delivered or QueueEventKind.Relayed && !message.Recipients[e.Recipient!.Value].Recipient.Notify.HasFlag(DsnNotify.Success));
        if (!isEnd || !store.Finish(message, events))
            return false;

        message.Recipients.ForEach(r => r.IsReported = true);
        Done(log, message.Id);
        return true;
    }

    // A full disk must not make the outcome forgotten: the message stays here, is not sent again, and the outcome is noted as soon as there is room.
    private async Task NoteAsync(QueuedMessage message, List<QueueEvent> events, CancellationToken cancellationToken)
    {
        if (TryFinish(message, events))
            return;

        while (true)
        {
            try
            {
                store.Note(message, events);
                return;
            }
            catch (FileNotFoundException)
            {
                // An operator deleted the message meanwhile.
                events.ForEach(message.Apply);
                return;
            }
            catch (IOException e)
            {
                NotNoted(log, message.Id, e);
                await Task.Delay(QueueLimits.JournalRetry, time, cancellationToken);
            }
        }
    }

    [LoggerMessage(2305, LogLevel.Information, "{Id}: to <{Recipient}> by {Host}: {Reply}")]
    private static partial void Attempted(ILogger log, Guid id, string recipient, string host, string reply);

    [LoggerMessage(2306, LogLevel.Information, "{Id}: left the queue.")]
    private static partial void Done(ILogger log, Guid id);

    [LoggerMessage(2307, LogLevel.Error, "{Id}: the outcome could not be noted; it is tried again, the message is not sent again.")]
    private static partial void NotNoted(ILogger log, Guid id, Exception cause);
}
