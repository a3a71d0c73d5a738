using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using Oss.MailEngine.Delivery.Filtering;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Sieve;
using Oss.MailEngine.Storage;
using Oss.MailEngine.Trace;

namespace Oss.MailEngine.Delivery;

/// <summary>Brings a complete message into mailboxes. Returning <see cref="DeliveryOutcome.Delivered"/> is a promise: content and name are on disk.</summary>
internal sealed partial class DeliveryPipeline(MailStorage storage, ILogger<DeliveryPipeline> log)
{
    /// <summary>Delivers by the mailbox's scripts; set once what scripts may send has a way out.</summary>
    public SieveDelivery? Sieve { get; set; }

    /// <summary>Delivers to one mailbox.</summary>
    public async Task<DeliveryOutcome> DeliverAsync(
        SpooledMessage message, DeliveryEnvelope envelope, MailboxAccount mailbox, string connectionId, CancellationToken cancellationToken)
    {
        try
        {
            var opened = storage.Open(mailbox);
            if (envelope.Place == DeliveryPlace.Junk)
            {
                await JunkOf(opened).DeliverAsync(message, cancellationToken);
                envelope.Trace?.Note(TraceEventKind.Filed, "Junk");
                DeliveredToJunk(connectionId, mailbox.CanonicalName, message.Length);
                return DeliveryOutcome.Delivered;
            }

            if (envelope.Place == DeliveryPlace.ByScripts && Sieve is { } sieve && ScriptsOf(sieve, opened, mailbox, connectionId) is { Count: > 0 } scripts)
                return await sieve.DeliverAsync(message, envelope, mailbox, opened, scripts, connectionId, cancellationToken);

            await opened.Inbox.DeliverAsync(message, cancellationToken);
            envelope.Trace?.Note(TraceEventKind.Delivered);
            Delivered(connectionId, mailbox.CanonicalName, message.Length);
            return DeliveryOutcome.Delivered;
        }
        catch (OverQuotaException)
        {
            return DeliveryOutcome.OverQuota;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or TimeoutException)
        {
            NotDelivered(connectionId, mailbox.CanonicalName, e);
            return Posix.IsNoRoom(e) ? DeliveryOutcome.NoRoom : DeliveryOutcome.Failed;
        }
    }

    private static Folder JunkOf(Mailbox mailbox)
    {
        var name = FolderName.TryParse("Junk")!.Value;
        if (mailbox.FindFolder(name) is { } folder)
            return folder;
        mailbox.CreateFolder(name);
        mailbox.Subscriptions.Set(name, subscribed: true);
        return mailbox.FindFolder(name) ?? mailbox.Inbox;
    }

    // Scripts that cannot be read cost the filtering, not the message.
    private IReadOnlyList<SieveScript> ScriptsOf(SieveDelivery sieve, Mailbox opened, MailboxAccount mailbox, string connectionId)
    {
        try
        {
            return sieve.ScriptsOf(opened);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ScriptsNotRead(connectionId, mailbox.CanonicalName, e);
            return [];
        }
    }

    /// <summary>The lines a delivery puts before the message: where it came from and how it got here (RFC 5321 4.4).</summary>
    public static byte[] TraceFields(string sender, string received, DateTimeOffset now) =>
        Encoding.UTF8.GetBytes($"Return-Path: <{sender}>\r\nReceived: {received};\r\n\t{Date(now)}\r\n");

    /// <summary>The same for a message that goes on: only its last server writes the return path.</summary>
    public static byte[] TraceFields(string received, DateTimeOffset now) => Encoding.UTF8.GetBytes($"Received: {received};\r\n\t{Date(now)}\r\n");

    /// <summary>A date as header fields have it (RFC 5322 3.3).</summary>
    public static string Date(DateTimeOffset time) => time.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture) + " +0000";

    [LoggerMessage(2001, LogLevel.Information, "{ConnectionId}: {Octets} octets delivered to {Mailbox}.")]
    private partial void Delivered(string connectionId, string mailbox, long octets);

    [LoggerMessage(2004, LogLevel.Information, "{ConnectionId}: {Octets} octets delivered to Junk of {Mailbox}, as the policy wants.")]
    private partial void DeliveredToJunk(string connectionId, string mailbox, long octets);

    [LoggerMessage(2003, LogLevel.Error, "{ConnectionId}: the sieve scripts of {Mailbox} could not be read; the message goes to INBOX.")]
    private partial void ScriptsNotRead(string connectionId, string mailbox, Exception cause);

    [LoggerMessage(2002, LogLevel.Error, "{ConnectionId}: {Mailbox} could not be written; the sender was told to try again.")]
    private partial void NotDelivered(string connectionId, string mailbox, Exception cause);
}
