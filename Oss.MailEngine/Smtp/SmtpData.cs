using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Delivery;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Smtp;

/// <summary>The message: from the wire to one spool file, from there into every mailbox, and only then the reply.</summary>
internal sealed partial class SmtpSession
{
    public async Task DataAsync(byte[] argument, CancellationToken cancellationToken)
    {
        if (argument.Length > 0)
        {
            await ErrorAsync("501 5.5.4 DATA takes no argument");
            return;
        }

        SpooledMessage message;
        try
        {
            message = services.Storage.NewSpooledMessage();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await ReplyAsync("452 4.3.1 No room to take the message now; try again");
            return;
        }

        await using (message)
        {
            await ReplyAsync("354 End with a dot on a line of its own");
            await connection.FlushAsync(cancellationToken);
            var (end, isFull, hops) = await ReceiveAsync(message, cancellationToken);
            if (end == DataEnd.HungUp)
                _finished = true;
            else
                await AcceptAsync(message, end, isFull, hops, cancellationToken);
        }

        Forget();
    }

    private async Task<(DataEnd End, bool IsFull, int Hops)> ReceiveAsync(SpooledMessage message, CancellationToken cancellationToken)
    {
        var isFull = false;
        var hops = new HopCounter();
        await Write(DeliveryPipeline.TraceFields(_sender!, Received(), services.Time.GetUtcNow()));
        var end = await connection.ReadDataAsync(services.Options.MaxMessageBytes, SmtpLimits.DataPatience, Write, cancellationToken);
        return (end, isFull, hops.Hops);

        // A full disk is told to the peer when its data has ended: answering in the middle would be read as a reply to something else.
        async ValueTask Write(ReadOnlyMemory<byte> octets)
        {
            hops.Read(octets.Span);
            try
            {
                if (!isFull)
                    await message.WriteAsync(octets, cancellationToken);
            }
            catch (IOException)
            {
                isFull = true;
            }
        }
    }

    private async Task AcceptAsync(SpooledMessage message, DataEnd end, bool isFull, int hops, CancellationToken cancellationToken)
    {
        var refusal = end switch
        {
            DataEnd.BareLineEnding => "550 5.6.11 The message has a CR or LF alone; lines end in CR LF",
            DataEnd.Nul => "550 5.6.11 The message has a NUL octet",
            DataEnd.TooLarge => "552 5.3.4 The message is larger than this server takes",
            _ => isFull || !await TryCompleteAsync(message, cancellationToken) ? "452 4.3.1 No room to take the message now; try again"
                : hops > SmtpLimits.Hops ? "554 5.4.6 The message goes in circles" : null,
        };

        if (IsLmtp)
        {
            await AnswerEachAsync(message, refusal, cancellationToken);
            return;
        }

        var reply = refusal ?? Worst((await DeliverAllAsync(message, cancellationToken)).Values);
        MessageAnswered(services.Log, connection.Id, _sender!, _recipients.Count, message.Length, reply);
        await ReplyAsync(reply);
    }

    private async Task AnswerEachAsync(SpooledMessage message, string? refusal, CancellationToken cancellationToken)
    {
        var outcomes = refusal is null ? await DeliverAllAsync(message, cancellationToken) : null;
        foreach (var recipient in _recipients)
        {
            var reply = refusal ?? Worst(recipient.Mailboxes.Select(m => outcomes![m.Id]));
            MessageAnswered(services.Log, connection.Id, _sender!, 1, message.Length, reply);
            await ReplyAsync(reply);
        }
    }

    // A mailbox named twice, by its alias and itself, gets one copy. When one of several fails for now, SMTP has only one answer: the sender tries again and
    // those that have the message get it twice, which is better than the other never (RFC 5321 6.1). LMTP answers for each.
    private async Task<Dictionary<Guid, DeliveryOutcome>> DeliverAllAsync(SpooledMessage message, CancellationToken cancellationToken)
    {
        var outcomes = new Dictionary<Guid, DeliveryOutcome>();
        var answersForOne = IsLmtp || _recipients.SelectMany(r => r.Mailboxes).DistinctBy(m => m.Id).Count() == 1;
        foreach (var recipient in _recipients)
        {
            foreach (var mailbox in recipient.Mailboxes.Where(m => !outcomes.ContainsKey(m.Id)))
            {
                var envelope = new DeliveryEnvelope(_sender!, recipient.Address, answersForOne && recipient.Mailboxes.Count == 1);
                outcomes[mailbox.Id] = await services.Delivery.DeliverAsync(message, envelope, mailbox, connection.Id, cancellationToken);
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

    private static async Task<bool> TryCompleteAsync(SpooledMessage message, CancellationToken cancellationToken)
    {
        try
        {
            await message.CompleteAsync(cancellationToken);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    // Protocol names by RFC 3848. The client's name was checked at its greeting; its address is the connection's own.
    private string Received()
    {
        var protocol = (IsLmtp ? "LMTP" : _extended ? "ESMTP" : "SMTP") + (connection.IsEncrypted ? "S" : "") + (_user is null ? "" : "A");
        var address = connection.RemoteAddress is { AddressFamily: AddressFamily.InterNetworkV6 } v6 ? $"IPv6:{v6}" : connection.RemoteAddress?.ToString() ?? "unknown";
        return $"from {_client} ([{address}])\r\n\tby {services.Options.HostName} with {protocol} id {connection.Id}";
    }

    [LoggerMessage(2102, LogLevel.Information, "{ConnectionId}: from <{Sender}> to {Recipients} recipients, {Octets} octets: {Reply}")]
    private static partial void MessageAnswered(ILogger log, string connectionId, string sender, int recipients, long octets, string reply);
}
