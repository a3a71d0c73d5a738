using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Delivery;

/// <summary>Brings a complete message into mailboxes. Returning <see cref="DeliveryOutcome.Delivered"/> is a promise: content and name are on disk.</summary>
internal sealed partial class DeliveryPipeline(MailStorage storage, ILogger<DeliveryPipeline> log)
{
    /// <summary>Delivers to one mailbox.</summary>
    public Task<DeliveryOutcome> DeliverAsync(
        SpooledMessage message, DeliveryEnvelope envelope, MailboxAccount mailbox, string connectionId, CancellationToken cancellationToken)
    {
        try
        {
            storage.Open(mailbox).Inbox.Deliver(message);
            Delivered(connectionId, mailbox.CanonicalName, message.Length);
            return Task.FromResult(DeliveryOutcome.Delivered);
        }
        catch (OverQuotaException)
        {
            return Task.FromResult(DeliveryOutcome.OverQuota);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            NotDelivered(connectionId, mailbox.CanonicalName, e);
            return Task.FromResult(DeliveryOutcome.Failed);
        }
    }

    /// <summary>The lines a delivery puts before the message: where it came from and how it got here (RFC 5321 4.4).</summary>
    public static byte[] TraceFields(string sender, string received, DateTimeOffset now) =>
        Encoding.UTF8.GetBytes($"Return-Path: <{sender}>\r\nReceived: {received};\r\n\t{Date(now)}\r\n");

    /// <summary>A date as header fields have it (RFC 5322 3.3).</summary>
    public static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture) + " +0000";

    [LoggerMessage(2001, LogLevel.Information, "{ConnectionId}: {Octets} octets delivered to {Mailbox}.")]
    private partial void Delivered(string connectionId, string mailbox, long octets);

    [LoggerMessage(2002, LogLevel.Error, "{ConnectionId}: {Mailbox} could not be written; the sender was told to try again.")]
    private partial void NotDelivered(string connectionId, string mailbox, Exception cause);
}
