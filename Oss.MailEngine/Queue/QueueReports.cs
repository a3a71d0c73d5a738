using Microsoft.Extensions.Logging;
using Oss.MailEngine.Smtp.Client;

namespace Oss.MailEngine.Queue;

/// <summary>Tells a message's sender what became of it: failure, delay, success, as asked for at RCPT (RFC 3461). The notification is in the queue before it is noted that the sender was told, and its id
/// follows from what it says, so that a crash between the two makes no second one.</summary>
internal sealed partial class QueueReports(MailEngineOptions options, QueueStore store, RetrySchedule schedule, TimeProvider time, ILogger log)
{
    public async Task SendAsync(QueuedMessage message, Action<Guid> wake, Func<List<QueueEvent>, CancellationToken, Task> note, CancellationToken cancellationToken)
    {
        foreach (var outcome in message.Recipients.Where(r => r.Status != RecipientStatus.Waiting && !r.IsReported).GroupBy(Action).ToList())
        {
            var isTold = outcome.Key is { } action && await TellAsync(message, [.. outcome.Select(r => Reported(r, action, null))], wake, cancellationToken);
            await note([.. outcome.Select(r => new QueueEvent(QueueEventKind.Reported, time.GetUtcNow()) { Recipient = message.Recipients.IndexOf(r), Told = isTold ? outcome.Key : null })], cancellationToken);
        }

        if (message.IsWarned || !schedule.IsLate(message))
            return;

        var late = message.Recipients.Where(r => r.Status == RecipientStatus.Waiting && r.Recipient.Notify is var notify && (notify == DsnNotify.Unspecified || notify.HasFlag(DsnNotify.Delay))).ToList();
        var isWarned = late.Count > 0
            && await TellAsync(message, [.. late.Select(r => Reported(r, ReportAction.Delayed, message.Since + options.Outbound.Expiry))], wake, cancellationToken);
        if (message.Recipients.Exists(r => r.Status == RecipientStatus.Waiting))
            await note([new QueueEvent(QueueEventKind.Warned, time.GetUtcNow()) { Told = isWarned ? ReportAction.Delayed : null }], cancellationToken);
    }

    private static ReportAction? Action(RecipientState recipient)
    {
        var notify = recipient.Recipient.Notify;
        return recipient.Status switch
        {
            RecipientStatus.Failed when notify == DsnNotify.Unspecified || notify.HasFlag(DsnNotify.Failure) => ReportAction.Failed,
            RecipientStatus.Delivered when notify.HasFlag(DsnNotify.Success) => recipient.Host.Length > 0 ? ReportAction.Relayed : ReportAction.Delivered,
            _ => null,
        };
    }

    private static ReportedRecipient Reported(RecipientState r, ReportAction action, DateTimeOffset? until) => new(r.Recipient, action, r.Reply, r.Host, r.LastAttempt, until);

    /// <returns>False when there is nobody to tell.</returns>
    private async Task<bool> TellAsync(QueuedMessage message, List<ReportedRecipient> recipients, Action<Guid> wake, CancellationToken cancellationToken)
    {
        // What fails without a sender is a notification itself: answering it is how loops begin (RFC 5321 6.1).
        if (message.Envelope.Sender.Length == 0 || !OutgoingMessage.IsSendable(message.Envelope.Sender))
        {
            NobodyToTell(log, message.Id, recipients[0].Action, recipients[0].Reply);
            return false;
        }

        await using var content = store.OpenContent(message.Id);
        var id = await QueueAsync(DeliveryReport.IdOf(message.Id, recipients), message.Envelope, recipients, content, cancellationToken);
        Told(log, message.Id, recipients[0].Action, id);
        wake(id);
        return true;
    }

    /// <summary>Queues a notification about recipients that never were in the queue, or were.</summary>
    /// <exception cref="IOException">There is no room.</exception>
    public async Task<Guid> QueueAsync(Guid id, QueuedEnvelope envelope, IReadOnlyList<ReportedRecipient> recipients, Stream content, CancellationToken cancellationToken)
    {
        var written = new MemoryStream();
        var isAscii = await DeliveryReport.WriteAsync(options.HostName, envelope, recipients, content, time.GetUtcNow(), written, cancellationToken);
        var report = new QueuedEnvelope("", [new QueuedRecipient(envelope.Sender)])
        {
            Arrived = time.GetUtcNow(), Body = isAscii ? MessageBody.SevenBit : MessageBody.EightBit, IsUtf8 = envelope.IsUtf8, Origin = "notification",
            // It has the original's header in it (RFC 8689 5).
            RequireTls = envelope.RequireTls, IsTlsOptional = envelope.IsTlsOptional, Priority = envelope.Priority,
        };
        await store.AddAsync(id, report, target => target.WriteAsync(written.GetBuffer(), 0, (int)written.Length, cancellationToken));
        return id;
    }

    [LoggerMessage(2308, LogLevel.Warning, "{Id}: {Action}, and there is no sender to tell: {Reply}")]
    private static partial void NobodyToTell(ILogger log, Guid id, ReportAction action, string reply);

    [LoggerMessage(2309, LogLevel.Information, "{Id}: the sender is told ({Action}) by {Notification}.")]
    private static partial void Told(ILogger log, Guid id, ReportAction action, Guid notification);
}
