using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;
using Oss.MailEngine.ContentFilters;
using Oss.MailEngine.Delivery;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Quarantine;
using Oss.MailEngine.Queue;
using Oss.MailEngine.Storage;
using Oss.MailEngine.Trace;

namespace Oss.MailEngine.Smtp;

/// <summary>
/// The end of a message: from here into the queue and into every mailbox, and only then the reply. The queue comes first, because it either has the message or not; a mailbox that cannot
/// be written while the rest of the message is safe is tried again by the queue, so that nobody who has the message gets it twice.
/// </summary>
internal sealed partial class MessageAcceptance
{
    private const string NoRoom = "452 4.3.1 No room to take the message now; try again";

    private readonly SmtpSession _session;
    private readonly IncomingMessage _message;
    private readonly SmtpTransaction _transaction;
    private readonly OutboundServices _outbound;
    private readonly DateTimeOffset _now;
    private string _filterFields = "";
    private byte[] _added = [];
    private TransactionTrace? _trace;

    private MessageAcceptance(SmtpSession session, IncomingMessage message)
    {
        (_session, _message, _transaction, _outbound) = (session, message, session.Transaction!, session.Services.Outbound);
        _now = session.Services.Time.GetUtcNow();
    }

    /// <summary>Answers the data: once, in LMTP once for each recipient.</summary>
    /// <param name="session">Where it came in.</param>
    /// <param name="message">Its content.</param>
    /// <param name="refusal">What was found wrong with it as it flowed.</param>
    /// <param name="cancellationToken">Ends with the connection.</param>
    public static async Task AnswerAsync(SmtpSession session, IncomingMessage message, string? refusal, CancellationToken cancellationToken)
    {
        refusal ??= !await message.TryCompleteAsync() ? NoRoom : Refusal(message.Header);
        refusal ??= await MessageExamination.ExamineAsync(session, message, cancellationToken);
        if (refusal is null && session.Transaction!.Body == MessageBody.Binary)
        {
            await using var text = await BinaryForm.ToTextAsync(session.Services, message, cancellationToken);
            await new MessageAcceptance(session, text ?? message).AnswerAsync(text is null ? "554 5.6.1 The binary message cannot be stored" : null, cancellationToken);
            return;
        }

        // Signed as it can pass every server: one without 8BITMIME would have it converted, which no signature survives (RFC 6376 5.3).
        if (refusal is null && session.MayRelay && message.IsEightBit && await MessageExamination.IsToBeConvertedAsync(session, message, cancellationToken)
            && await BinaryForm.ToSevenBitAsync(session.Services, message, cancellationToken) is { } ascii)
        {
            await using (ascii)
                await new MessageAcceptance(session, ascii).AnswerAsync(null, cancellationToken);
            return;
        }

        await new MessageAcceptance(session, message).AnswerAsync(refusal, cancellationToken);
    }

    private static string? Refusal(HeaderScan header) =>
        header.Hops > SmtpLimits.Hops ? "554 5.4.6 The message goes in circles" : header.Length > SmtpLimits.Header ? "552 5.3.4 The header is larger than this server takes" : null;

    private async Task AnswerAsync(string? refusal, CancellationToken cancellationToken)
    {
        // In SMTP all recipients share one answer, in LMTP each has its own.
        List<List<EnvelopeRecipient>> units = _session.IsLmtp ? [.. _transaction.Recipients.Select(r => new List<EnvelopeRecipient> { r })] : [_transaction.Recipients];
        if (refusal is null && _session.MayRelay)
        {
            var missing = Missing();
            _added = [.. Encoding.ASCII.GetBytes(await MessageExamination.SignAsync(_session, _message, missing, cancellationToken)), .. missing];
        }

        _trace = TransactionTrace.Begin(_session, _message, _session.ProtocolName);
        refusal ??= !_session.IsLmtp && _transaction.Recipients.TrueForAll(IsTooLargeFor) ? Commands.RcptCommand.TooLarge : null;
        var reply = refusal ?? await FilterAsync(cancellationToken);
        var fitting = units.Where(unit => !_session.IsLmtp || !unit.TrueForAll(IsTooLargeFor)).ToList();
        var accepted = reply is null ? new Queue<string>(await AcceptAsync(fitting, cancellationToken)) : [];
        var replies = units.Select(unit => reply ?? (fitting.Contains(unit) ? accepted.Dequeue() : Commands.RcptCommand.TooLarge)).ToList();
        foreach (var (unit, answer) in units.Zip(replies))
        {
            Answered(_session.Services.Log, _session.Connection.Id, _transaction.Sender, unit.Count, _message.Length, answer);
            _trace?.Answered(unit, answer);
            _session.Reply(answer);
        }
    }

    // A size that was not declared is known only now. One recipient of several in SMTP has no answer of its own, and gets what the node takes.
    private bool IsTooLargeFor(EnvelopeRecipient recipient) => recipient.Route is { Mailboxes: [var mailbox], Relays.Count: 0 } && _message.Length > mailbox.MaxMessageBytes;

    /// <summary>Shows the message to the content filters.</summary>
    /// <returns>The reply when that is the end of it; <see langword="null"/> when it goes on its way, with what they said in its header.</returns>
    private async Task<string?> FilterAsync(CancellationToken cancellationToken)
    {
        var connection = _session.Connection;
        var result = await _session.Services.Filters.ScanAsync(
            new ScannedMessage(_transaction.Sender, [.. _transaction.Recipients.Select(r => r.Address)], _message.OpenRead, _message.Length)
            {
                Prefix = Prefix(isLocal: true), ClientAddress = connection.RemoteAddress, ClientName = _session.Client, User = _session.MayRelay ? _session.User?.CanonicalName ?? "" : null, Id = connection.Id,
            },
            cancellationToken);
        _filterFields = result.Fields;
        if (result.SpamPercent is { } percent)
            _trace?.Note(TraceEventKind.Scanned, string.Create(CultureInfo.InvariantCulture, $"spam {percent} %"));
        if (result.Virus is { } name)
            _trace?.Note(TraceEventKind.Scanned, $"virus {ContentFilterChain.Printable(name)}");
        var options = _session.Services.Options.ContentFilters;
        if (result.Virus is { } virus)
        {
            VirusFound(_session.Services.Log, connection.Id, _transaction.Sender, virus);
            return options.Virus == VirusHandling.Quarantine ? await QuarantineAsync(QuarantineCause.Virus, $"virus {virus}", cancellationToken) : $"554 5.7.1 The message has a virus: {ContentFilterChain.Printable(virus)}";
        }

        if (result.MustWait is not null)
            return "451 4.7.1 The message cannot be checked now; try again";
        if (result.SpamPercent >= options.QuarantineSpamPercent)
            return await QuarantineAsync(QuarantineCause.Spam, $"spam, {result.SpamPercent} %", cancellationToken);
        return _session.Policy?.Quarantine is { } finding ? await QuarantineAsync(QuarantineCause.Policy, finding.Rule, cancellationToken) : null;
    }

    private async Task<string> QuarantineAsync(QuarantineCause cause, string reason, CancellationToken cancellationToken)
    {
        await using var content = await SpoolAsync(isLocal: false, cancellationToken);
        if (content is null)
            return NoRoom;
        try
        {
            _session.Services.Quarantine.Add(content, _transaction.Sender, [.. Targets()], cause, reason);
            _trace?.Note(TraceEventKind.Quarantined, reason);
            return "250 2.0.0 Taken, and held back";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NotQueued(_session.Services.Log, _session.Connection.Id, e);
            return NoRoom;
        }
    }

    // Whom a message would reach, by mailbox: each has its own part of the quarantine.
    private IEnumerable<(Guid? Mailbox, IReadOnlyList<string> Recipients)> Targets()
    {
        foreach (var mailbox in _transaction.Recipients.SelectMany(r => r.Route.Mailboxes).DistinctBy(m => m.Id))
            yield return (mailbox.Id, [mailbox.CanonicalName]);
        var elsewhere = _transaction.Recipients.Where(r => r.Route.Relays.Count > 0).Select(r => r.Address).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        if (elsewhere.Count > 0)
            yield return (null, elsewhere);
    }

    private Task<SpooledMessage?> SpoolAsync(bool isLocal, CancellationToken cancellationToken) =>
        _message.SpoolAsync(Prefix(isLocal), keepsFilterFields: _session.IsTrustedRelay, cancellationToken);

    private async Task<List<string>> AcceptAsync(List<List<EnvelopeRecipient>> units, CancellationToken cancellationToken)
    {
        var queued = new List<bool>();
        foreach (var unit in units)
            queued.Add(await TryQueueAsync(unit, cancellationToken));

        await using var incoming = units.Zip(queued).Any(u => u.Second && u.First.Exists(r => r.Route.Mailboxes.Count > 0))
            ? await SpoolAsync(isLocal: true, cancellationToken)
            : null;
        var outcomes = new Dictionary<Guid, DeliveryOutcome>();
        var replies = new List<string>();
        foreach (var (unit, isQueued) in units.Zip(queued))
            replies.Add(isQueued ? await DeliverAsync(unit, incoming, outcomes, cancellationToken) : NoRoom);
        return replies;
    }

    private async Task<string> DeliverAsync(
        List<EnvelopeRecipient> unit, SpooledMessage? incoming, Dictionary<Guid, DeliveryOutcome> outcomes, CancellationToken cancellationToken)
    {
        var mailboxes = unit.SelectMany(r => r.Route.Mailboxes.Select(m => (Recipient: r, Mailbox: m))).ToList();
        var isRelayed = unit.Exists(r => r.Route.Relays.Count > 0);
        if (incoming is null && mailboxes.Count > 0)
            return isRelayed && await TryQueueLaterAsync(mailboxes, cancellationToken) ? "250 2.0.0 Queued" : NoRoom;

        var answersForOne = mailboxes.DistinctBy(m => m.Mailbox.Id).Count() == 1 && !isRelayed;
        // A mailbox named twice, by its alias and itself, gets one copy.
        foreach (var (recipient, mailbox) in mailboxes.Where(m => !outcomes.ContainsKey(m.Mailbox.Id)).DistinctBy(m => m.Mailbox.Id))
        {
            var envelope = new DeliveryEnvelope(_transaction.Sender, recipient.Address, answersForOne) { Place = _session.Policy?.Junk is null ? DeliveryPlace.ByScripts : DeliveryPlace.Junk, Trace = _trace?.To(recipient, mailbox) };
            outcomes[mailbox.Id] = await _outbound.Delivery.DeliverAsync(incoming!, envelope, mailbox, _session.Connection.Id, cancellationToken);
        }

        foreach (var (recipient, mailbox) in mailboxes.Where(m => _trace?.Knows(m.Recipient, m.Mailbox) == false))
            _trace!.To(recipient, mailbox).Note(TraceEventKind.Merged, mailbox.CanonicalName);
        var worst = mailboxes.Select(m => outcomes[m.Mailbox.Id]).OrderByDescending(o => o.State).FirstOrDefault();
        var failed = mailboxes.Where(m => outcomes[m.Mailbox.Id].State is DeliveryState.OverQuota or DeliveryState.NoRoom or DeliveryState.Failed).DistinctBy(m => m.Mailbox.Id).ToList();
        var isPartly = isRelayed || mailboxes.Exists(m => outcomes[m.Mailbox.Id].State == DeliveryState.Delivered);
        if (failed.Count > 0 && isPartly && await TryQueueLaterAsync(failed, cancellationToken))
            worst = DeliveryOutcome.Delivered;
        if (worst.State == DeliveryState.Delivered)
            await TellSuccessAsync(unit, outcomes, cancellationToken);
        return Reply(worst, isRelayed && mailboxes.Count == 0);
    }

    private static string Reply(DeliveryOutcome worst, bool isRelayed) => worst switch
    {
        { State: DeliveryState.Delivered } => isRelayed ? "250 2.0.0 Queued" : "250 2.0.0 Delivered",
        // A filter's author writes the reason; it must not write further replies.
        { State: DeliveryState.Refused, Reason: var reason } => Refusal((reason ?? "").Split('\n')),
        { State: DeliveryState.OverQuota } => "452 4.2.2 The mailbox is full; try again later",
        { State: DeliveryState.NoRoom } => NoRoom,
        _ => "451 4.3.0 The mailbox could not be written; try again",
    };

    private static string Refusal(string[] lines) => string.Join(
        "\r\n", lines.Index().Select(line => $"550{(line.Index < lines.Length - 1 ? '-' : ' ')}5.7.1 {new string([.. line.Item.Select(c => c is >= ' ' and <= '~' ? c : ' ')])}"));

    // What somebody's forward sends on leaves in our name (SRS), so it is a message of its own.
    private async Task<bool> TryQueueAsync(List<EnvelopeRecipient> unit, CancellationToken cancellationToken)
    {
        foreach (var isForward in (bool[])[false, true])
        {
            var targets = unit.SelectMany(r => r.Route.Relays.Where(t => t.IsForward == isForward).Select(t => Queued(r, t.Recipient, _trace?.To(r, t)))).DistinctBy(r => r.Address, StringComparer.OrdinalIgnoreCase).ToList();
            if (targets.Count > 0 && !await TryAddAsync(isForward ? _outbound.Rewriting.Forward(_transaction.Sender) : _transaction.Sender, targets, cancellationToken))
                return false;
        }

        return true;
    }

    private Task<bool> TryQueueLaterAsync(List<(EnvelopeRecipient Recipient, MailboxAccount Mailbox)> failed, CancellationToken cancellationToken) =>
        TryAddAsync(_transaction.Sender, [.. failed.Select(f => Queued(f.Recipient, f.Mailbox.CanonicalName, _trace?.To(f.Recipient, f.Mailbox)))], cancellationToken);

    private static QueuedRecipient Queued(EnvelopeRecipient recipient, string address, RecipientTrace? trace = null) => new(address)
    {
        IsElsewhere = recipient.Route.Resolution is RecipientResolution.UnknownDomain && address == recipient.Address, Trace = trace?.Head.Id, Notify = recipient.Notify, OriginalRecipient = recipient.OriginalRecipient, OriginalAddress = address == recipient.Address ? null : recipient.Address,
    };

    private async Task<bool> TryAddAsync(string sender, List<QueuedRecipient> recipients, CancellationToken cancellationToken)
    {
        try
        {
            await _outbound.Queue.AddAsync(
                Envelope(sender, recipients), target => _message.WriteToAsync(target.WriteAsync, Prefix(isLocal: false), keepsFilterFields: _session.IsTrustedRelay, cancellationToken));
            _trace?.Queued(recipients);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            NotQueued(_session.Services.Log, _session.Connection.Id, e);
            return false;
        }
    }

    private QueuedEnvelope Envelope(string sender, IReadOnlyList<QueuedRecipient> recipients) => new(sender, recipients)
    {
        Arrived = _now, Body = _message.IsEightBit ? MessageBody.EightBit : MessageBody.SevenBit, Return = _transaction.Return, EnvelopeId = _transaction.EnvelopeId,
        Priority = _transaction.Priority, RequireTls = _transaction.RequireTls, IsTlsOptional = !_transaction.RequireTls && _message.Header.IsTlsOptional, Origin = _session.Connection.Id, TraceMessage = _trace is null ? null : _transaction.Id, Account = _session.User?.Id, MessageId = _trace?.MessageId,
        // Asked for where it is needed only: many servers have not got it (RFC 6531 3.4).
        IsUtf8 = _transaction.IsUtf8 && (_message.Header.IsUtf8 || !Ascii.IsValid(sender) || recipients.Any(r => Client.OutgoingMessage.NeedsUtf8(r.Address))),
    };

    private async Task TellSuccessAsync(List<EnvelopeRecipient> unit, Dictionary<Guid, DeliveryOutcome> outcomes, CancellationToken cancellationToken)
    {
        var told = unit.Where(r => r.Notify.HasFlag(DsnNotify.Success) && r.Route.Mailboxes.Count > 0 && r.Route.Mailboxes.All(m => outcomes[m.Id].State == DeliveryState.Delivered))
            .Select(r => new ReportedRecipient(Queued(r, r.Address), ReportAction.Delivered, "250 2.0.0 Delivered", "", _now)).ToList();
        if (told.Count == 0 || _transaction.Sender.Length == 0)
            return;

        try
        {
            await using var content = _message.OpenRead();
            _outbound.Queue.Wake(await _outbound.Reports.QueueAsync(Guid.CreateVersion7(_now), Envelope(_transaction.Sender, [.. told.Select(t => t.Recipient)]), told, content, cancellationToken));
        }
        catch (IOException e)
        {
            // The message itself is safe.
            NotQueued(_session.Services.Log, _session.Connection.Id, e);
        }
    }

    private byte[] Prefix(bool isLocal)
    {
        var trace = isLocal ? DeliveryPipeline.TraceFields(_transaction.Sender, Received(), _now) : DeliveryPipeline.TraceFields(Received(), _now);
        return [.. trace, .. Encoding.UTF8.GetBytes(_transaction.Authentication), .. Encoding.ASCII.GetBytes(_filterFields), .. _added];
    }

    // What a user's program left out, the submission server adds (RFC 6409 8.1, 8.3); mail from other servers stays as it is.
    private byte[] Missing()
    {
        var date = _message.Header.HasDate ? "" : $"Date: {DeliveryPipeline.Date(_now)}\r\n";
        return Encoding.ASCII.GetBytes(_message.Header.HasMessageId ? date : $"{date}Message-ID: {_transaction.MessageId(_session.HostName)}\r\n");
    }

    // Protocol names by RFC 3848. The client's name was checked at its greeting; its address is the connection's own.
    private string Received()
    {
        var connection = _session.Connection;
        var address = connection.RemoteAddress is { AddressFamily: AddressFamily.InterNetworkV6 } v6 ? $"IPv6:{v6}" : connection.RemoteAddress?.ToString() ?? "unknown";
        // RFC 6710 4.6 asks for the last clause.
        var priority = _transaction.Priority == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"\r\n\tPRIORITY {_transaction.Priority}");
        return $"from {_session.Client} ([{address}])\r\n\tby {_session.HostName} with {_session.ProtocolName} id {connection.Id}{priority}";
    }

    [LoggerMessage(2102, LogLevel.Information, "{ConnectionId}: from <{Sender}> to {Recipients} recipients, {Octets} octets: {Reply}")]
    private static partial void Answered(ILogger log, string connectionId, string sender, int recipients, long octets, string reply);

    [LoggerMessage(2104, LogLevel.Warning, "{ConnectionId}: the message from <{Sender}> has a virus: {Virus}")]
    private static partial void VirusFound(ILogger log, string connectionId, string sender, string virus);

    [LoggerMessage(2103, LogLevel.Error, "{ConnectionId}: the queue could not be written.")]
    private static partial void NotQueued(ILogger log, string connectionId, Exception cause);
}
