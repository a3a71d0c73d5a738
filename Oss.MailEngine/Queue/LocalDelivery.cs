using System.Text;
using Oss.MailEngine.Delivery;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Smtp.Client;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Queue;

/// <summary>A queued message into a mailbox here: a notification to one of our users, or a delivery that failed at first while others of the same message did not.</summary>
internal sealed class LocalDelivery(QueueStore store, MailStorage storage, DeliveryPipeline delivery)
{
    public async Task<SmtpReply> DeliverAsync(QueuedMessage message, QueuedRecipient recipient, MailboxAccount mailbox, CancellationToken cancellationToken)
    {
        try
        {
            await using var spooled = storage.NewSpooledMessage();
            await spooled.WriteAsync(Encoding.UTF8.GetBytes($"Return-Path: <{message.Envelope.Sender}>\r\n"), cancellationToken);
            await using (var content = store.OpenContent(message.Id))
            {
                var buffer = new byte[64 * 1024];
                int read;
                while ((read = await content.ReadAsync(buffer, cancellationToken)) > 0)
                    await spooled.WriteAsync(buffer.AsMemory(0, read), cancellationToken);
            }

            await spooled.CompleteAsync(cancellationToken);
            var trace = store.Trace?.Of(message, recipient, mailbox);
            var envelope = new DeliveryEnvelope(message.Envelope.Sender, recipient.Address, MayRefuse: true) { Place = message.Envelope.IsReleased ? DeliveryPlace.Inbox : DeliveryPlace.ByScripts, Trace = trace };
            var outcome = await delivery.DeliverAsync(spooled, envelope, mailbox, message.Id.ToString("N"), cancellationToken);
            trace?.Tell();
            return outcome switch
            {
                { State: DeliveryState.Delivered } => new SmtpReply(250, ["2.0.0 Delivered"]),
                { State: DeliveryState.Refused, Reason: var reason } => new SmtpReply(550, [.. (reason ?? "").Split('\n').Select(line => $"5.7.1 {line}")]),
                { State: DeliveryState.OverQuota } => new SmtpReply(452, ["4.2.2 The mailbox is full"]),
                { State: DeliveryState.NoRoom } => new SmtpReply(452, ["4.3.1 There is no room now"]),
                _ => new SmtpReply(451, ["4.3.0 The mailbox could not be written"]),
            };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new SmtpReply(452, ["4.3.1 There is no room now"]);
        }
    }
}
