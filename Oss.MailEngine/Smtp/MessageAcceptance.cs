using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Oss.MailEngine.Delivery;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Smtp;

/// <summary>The end of a message: from here into every mailbox, and only then the reply.</summary>
internal static partial class MessageAcceptance
{
    private const string NoRoom = "452 4.3.1 No room to take the message now; try again";

    /// <summary>Answers the data: once, in LMTP once for each recipient.</summary>
    /// <param name="session">Where it came in.</param>
    /// <param name="message">Its content.</param>
    /// <param name="refusal">What was found wrong with it as it flowed.</param>
    /// <param name="cancellationToken">Ends with the connection.</param>
    public static async Task AnswerAsync(SmtpSession session, IncomingMessage message, string? refusal, CancellationToken cancellationToken)
    {
        var transaction = session.Transaction!;
        refusal ??= !await message.TryCompleteAsync() ? NoRoom : message.Header.Hops > SmtpLimits.Hops ? "554 5.4.6 The message goes in circles" : null;
        await using var spooled = refusal is null ? await message.SpoolAsync(Prefix(session, message), cancellationToken) : null;
        if (spooled is null)
            refusal ??= NoRoom;

        var outcomes = spooled is null ? null : await DeliverAllAsync(session, spooled, cancellationToken);
        var replies = session.IsLmtp
            ? transaction.Recipients.Select(r => (Recipients: 1, Reply: refusal ?? Worst(r.Mailboxes.Select(m => outcomes![m.Id]))))
            : [(transaction.Recipients.Count, refusal ?? Worst(outcomes!.Values))];
        foreach (var (recipients, reply) in replies)
        {
            Answered(session.Services.Log, session.Connection.Id, transaction.Sender, recipients, message.Length, reply);
            session.Reply(reply);
        }
    }

    // A mailbox named twice, by its alias and itself, gets one copy. When one of several fails for now, SMTP has only one answer: the sender tries again and
    // those that have the message get it twice, which is better than the other never (RFC 5321 6.1). LMTP answers for each.
    private static async Task<Dictionary<Guid, DeliveryOutcome>> DeliverAllAsync(SmtpSession session, SpooledMessage message, CancellationToken cancellationToken)
    {
        var outcomes = new Dictionary<Guid, DeliveryOutcome>();
        var (sender, recipients) = (session.Transaction!.Sender, session.Transaction.Recipients);
        var answersForOne = session.IsLmtp || recipients.SelectMany(r => r.Mailboxes).DistinctBy(m => m.Id).Count() == 1;
        foreach (var recipient in recipients)
        {
            foreach (var mailbox in recipient.Mailboxes.Where(m => !outcomes.ContainsKey(m.Id)))
            {
                var envelope = new DeliveryEnvelope(sender, recipient.Address, answersForOne && recipient.Mailboxes.Count == 1);
                outcomes[mailbox.Id] = await session.Services.Delivery.DeliverAsync(message, envelope, mailbox, session.Connection.Id, cancellationToken);
            }
        }

        return outcomes;
    }

    private static string Worst(IEnumerable<DeliveryOutcome> outcomes) => outcomes.MaxBy(outcome => outcome.State) switch
    {
        { State: DeliveryState.Delivered } => "250 2.0.0 Delivered",
        { State: DeliveryState.Refused, Reason: var reason } => $"550 5.7.1 {reason}",
        { State: DeliveryState.OverQuota } => "452 4.2.2 The mailbox is full; try again later",
        _ => "451 4.3.0 The mailbox could not be written; try again",
    };

    private static byte[] Prefix(SmtpSession session, IncomingMessage message)
    {
        var now = session.Services.Time.GetUtcNow();
        var trace = DeliveryPipeline.TraceFields(session.Transaction!.Sender, Received(session), now);
        return session.User is null ? trace : [.. trace, .. Missing(session, message.Header, now)];
    }

    // What a user's program left out, the submission server adds (RFC 6409 8.1, 8.3); mail from other servers stays as it is.
    private static byte[] Missing(SmtpSession session, HeaderScan header, DateTimeOffset now)
    {
        var date = header.HasDate ? "" : $"Date: {DeliveryPipeline.Date(now)}\r\n";
        return Encoding.ASCII.GetBytes(header.HasMessageId ? date : $"{date}Message-ID: <{Guid.CreateVersion7(now):N}@{session.HostName}>\r\n");
    }

    // Protocol names by RFC 3848. The client's name was checked at its greeting; its address is the connection's own.
    private static string Received(SmtpSession session)
    {
        var connection = session.Connection;
        var protocol = (session.IsLmtp ? "LMTP" : session.IsExtended ? "ESMTP" : "SMTP") + (connection.IsEncrypted ? "S" : "") + (session.User is null ? "" : "A");
        var address = connection.RemoteAddress is { AddressFamily: AddressFamily.InterNetworkV6 } v6 ? $"IPv6:{v6}" : connection.RemoteAddress?.ToString() ?? "unknown";
        return $"from {session.Client} ([{address}])\r\n\tby {session.HostName} with {protocol} id {connection.Id}";
    }

    [LoggerMessage(2102, LogLevel.Information, "{ConnectionId}: from <{Sender}> to {Recipients} recipients, {Octets} octets: {Reply}")]
    private static partial void Answered(ILogger log, string connectionId, string sender, int recipients, long octets, string reply);
}
