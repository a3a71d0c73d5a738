using Oss.MailEngine.Delivery.Filtering;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Trace;

namespace Oss.MailEngine.Queue;

/// <summary>What the queue tells the trace: each line of its journal that is about a recipient, once it is on disk.</summary>
internal sealed class QueueTrace(IMailTrace trace, TimeProvider time)
{
    /// <summary>Gives each recipient a record that has none yet: mail that begins here.</summary>
    public QueuedEnvelope Begin(QueuedEnvelope envelope)
    {
        if (envelope.Recipients.All(r => r.Trace is not null))
            return envelope;

        var now = time.GetUtcNow();
        var begun = envelope with
        {
            TraceMessage = envelope.TraceMessage ?? Guid.CreateVersion7(now),
            Recipients = [.. envelope.Recipients.Select(r => r.Trace is null ? r with { Trace = Guid.CreateVersion7(now) } : r)],
        };
        foreach (var recipient in begun.Recipients.Except(envelope.Recipients))
        {
            trace.Tell(Head(begun, recipient) with
            {
                IsContinued = false, Events = [new TraceEvent(TraceEventKind.Created, now) { Detail = envelope.Origin }, new TraceEvent(TraceEventKind.Queued, now)],
            });
        }

        return begun;
    }

    /// <summary>Tells what was noted.</summary>
    public void Noted(QueuedMessage message, IReadOnlyCollection<QueueEvent> events)
    {
        foreach (var happened in events)
        {
            if (EventOf(happened) is not { } told)
                continue;
            // What is said of the whole message is said of whoever still waits for it.
            var concerned = happened.Recipient is >= 0 and var index && index < message.Recipients.Count
                ? [message.Recipients[index]]
                : message.Recipients.Where(r => r.Status == RecipientStatus.Waiting);
            foreach (var recipient in concerned.Select(r => r.Recipient))
                trace.Tell(Head(message.Envelope, recipient) with { Events = [told] });
        }
    }

    /// <summary>Gives recipients that an expanded one stands for records of their own.</summary>
    public IReadOnlyList<QueuedRecipient> Expand(QueuedEnvelope envelope, IEnumerable<QueuedRecipient> added)
    {
        var now = time.GetUtcNow();
        var begun = added.Select(r => r with { Trace = Guid.CreateVersion7(now) }).ToList();
        foreach (var recipient in begun)
            trace.Tell(Head(envelope, recipient) with { IsContinued = false, Events = [new TraceEvent(TraceEventKind.Expanded, now) { Detail = recipient.Address }, new TraceEvent(TraceEventKind.Queued, now)] });
        return begun;
    }

    /// <summary>The record of a delivery into a mailbox here.</summary>
    public RecipientTrace Of(QueuedMessage message, QueuedRecipient recipient, MailboxAccount mailbox) => new(Head(message.Envelope, recipient) with { Mailbox = mailbox.Id }, trace, time);

    /// <summary>The record of what a filter sends straight into a mailbox here.</summary>
    public RecipientTrace Local(OutgoingMail mail, MailboxAccount mailbox)
    {
        var now = time.GetUtcNow();
        return new RecipientTrace(
            new MessageTrace(Guid.CreateVersion7(now), mail.TraceMessage ?? Guid.CreateVersion7(now), mail.Sender, mail.Recipient, [new TraceEvent(TraceEventKind.Created, now) { Detail = mail.Origin }])
            {
                Target = mailbox.CanonicalName.Equals(mail.Recipient, StringComparison.OrdinalIgnoreCase) ? null : mailbox.CanonicalName, Mailbox = mailbox.Id, Account = mail.Account,
                MessageId = mail.MessageId ?? "", Octets = mail.Content.Length,
            },
            trace, time);
    }

    private static MessageTrace Head(QueuedEnvelope envelope, QueuedRecipient recipient) =>
        new(recipient.Trace ?? Guid.Empty, envelope.TraceMessage ?? Guid.Empty, envelope.Sender, recipient.OriginalAddress ?? recipient.Address, [])
        {
            Target = recipient.OriginalAddress is null ? null : recipient.Address, Account = envelope.Account, MessageId = envelope.MessageId ?? "", IsContinued = true,
        };

    private static TraceEvent? EventOf(QueueEvent happened) => happened.Kind switch
    {
        QueueEventKind.Deferred => Of(happened, TraceEventKind.Deferred) with { Next = happened.Next },
        // Into a mailbox here: the delivery itself told where.
        QueueEventKind.Delivered or QueueEventKind.Relayed => happened.Host is { Length: > 0 } ? Of(happened, TraceEventKind.Sent) with { IsEncrypted = happened.IsEncrypted, Detail = happened.Protection } : null,
        QueueEventKind.Failed => Of(happened, happened.Reply?.StartsWith("554 5.4.7", StringComparison.Ordinal) == true ? TraceEventKind.Expired : TraceEventKind.Failed),
        QueueEventKind.Reported or QueueEventKind.Warned when happened.Told is { } told => new TraceEvent(TraceEventKind.SenderTold, happened.At) { Detail = told.ToString().ToLowerInvariant() },
        QueueEventKind.Held => Of(happened, TraceEventKind.Held),
        QueueEventKind.Released => Of(happened, TraceEventKind.Released),
        QueueEventKind.Requeued => Of(happened, TraceEventKind.Queued),
        QueueEventKind.Deleted => Of(happened, TraceEventKind.Deleted),
        QueueEventKind.Expanded => Of(happened, TraceEventKind.Expanded) with { Detail = string.Join(", ", (happened.Added ?? []).Select(r => r.Address)) },
        _ => null,
    };

    private static TraceEvent Of(QueueEvent happened, TraceEventKind kind) =>
        new(kind, happened.At) { Reply = RecipientTrace.Cut(happened.Reply), Host = happened.Host is { Length: > 0 } host ? host : null };
}
