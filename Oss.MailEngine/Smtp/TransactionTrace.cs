using Oss.MailEngine.Delivery;
using Oss.MailEngine.Policy;
using Oss.MailEngine.Trace;

namespace Oss.MailEngine.Smtp;

/// <summary>The trace of one message while its client waits for the answer: a record for each recipient and each mailbox or address that it leads to.</summary>
internal sealed class TransactionTrace
{
    private const int MaxRules = 10;

    private readonly SmtpSession _session;
    private readonly SmtpTransaction _transaction;
    private readonly IncomingMessage _message;
    private readonly string _protocol;
    private readonly List<TraceEvent> _common = [];
    private readonly Dictionary<(string Recipient, string Target), RecipientTrace> _records = [];

    private TransactionTrace(SmtpSession session, IncomingMessage message, string protocol)
    {
        (_session, _message, _transaction, _protocol) = (session, message, session.Transaction!, protocol);
        foreach (var finding in (session.Policy?.Findings ?? []).Where(f => !f.IsFinal && f.Effect.Action != PolicyAction.Permit).DistinctBy(f => f.Rule).Take(MaxRules))
            Note(TraceEventKind.RuleApplied, DetailOf(finding), finding.Rule);
        if (_transaction.Authentication is { Length: > 0 } results)
            Note(TraceEventKind.Authenticated, string.Join(' ', results[(results.IndexOf(';', StringComparison.Ordinal) + 1)..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    /// <summary>What the message calls itself, or is called here.</summary>
    public string MessageId => _message.Header.HasMessageId ? _message.Header.MessageId : _session.MayRelay ? _transaction.MessageId(_session.HostName) : "";

    /// <summary>Begins it when all of the message is here; nothing when nobody wants to know.</summary>
    public static TransactionTrace? Begin(SmtpSession session, IncomingMessage message, string protocol) =>
        session.Services.Options.Trace is null ? null : new TransactionTrace(session, message, protocol);

    /// <summary>Tells of a message that was refused before its content: at RCPT, or at MAIL with no recipient yet.</summary>
    public static void Refused(SmtpSession session, Guid message, string sender, string recipient, string reply, string? rule)
    {
        if (session.Services.Options.Trace is not { } trace)
            return;

        var now = session.Services.Time.GetUtcNow();
        trace.Tell(new MessageTrace(
            Guid.CreateVersion7(now), message, sender, recipient, [new TraceEvent(RecipientTrace.KindOf(reply), now) { Reply = RecipientTrace.Cut(reply), Rule = RecipientTrace.Cut(rule) }])
        {
            Account = session.User?.Id, Client = session.Connection.RemoteAddress, ClientName = session.Client, Protocol = session.ProtocolName,
        });
    }

    /// <summary>Notes what is true for all recipients. Before the first of them is asked for.</summary>
    public void Note(TraceEventKind kind, string? detail, string? rule = null) =>
        _common.Add(new TraceEvent(kind, _session.Services.Time.GetUtcNow()) { Detail = RecipientTrace.Cut(detail), Rule = RecipientTrace.Cut(rule) });

    /// <summary>The record of a recipient's way to one mailbox.</summary>
    public RecipientTrace To(EnvelopeRecipient recipient, Directory.MailboxAccount mailbox) => To(recipient, mailbox.CanonicalName, mailbox.Id);

    /// <summary>The record of a recipient's way to one address elsewhere.</summary>
    public RecipientTrace To(EnvelopeRecipient recipient, RelayTarget target) => To(recipient, target.Recipient, null);

    /// <summary>Whether there is such a record already.</summary>
    public bool Knows(EnvelopeRecipient recipient, Directory.MailboxAccount mailbox) => _records.ContainsKey((recipient.Address, mailbox.CanonicalName));

    /// <summary>Notes that recipients are in the queue.</summary>
    public void Queued(IReadOnlyList<Queue.QueuedRecipient> recipients)
    {
        foreach (var record in _records.Values.Where(record => recipients.Any(r => r.Trace == record.Head.Id)))
            record.Note(TraceEventKind.Queued);
    }

    /// <summary>Notes the answer in all records of some recipients, and tells them.</summary>
    public void Answered(IEnumerable<EnvelopeRecipient> recipients, string reply)
    {
        var kind = RecipientTrace.KindOf(reply);
        var rule = kind == TraceEventKind.Accepted ? null : _session.Policy?.Findings.LastOrDefault(f => f.Reply == reply)?.Rule;
        foreach (var recipient in recipients)
        {
            var records = _records.Where(r => r.Key.Recipient == recipient.Address).Select(r => r.Value).ToList();
            // Refused or held back as a whole: nobody asked yet where the recipient leads to.
            foreach (var record in records.Count > 0 ? records : [To(recipient, recipient.Address, recipient.Route.Mailboxes is [var only] ? only.Id : null)])
            {
                record.Note(kind, reply: reply, rule: rule);
                record.Tell();
            }

            foreach (var key in _records.Keys.Where(k => k.Recipient == recipient.Address).ToList())
                _records.Remove(key);
        }
    }

    private RecipientTrace To(EnvelopeRecipient recipient, string target, Guid? mailbox)
    {
        if (_records.TryGetValue((recipient.Address, target), out var known))
            return known;

        var now = _session.Services.Time.GetUtcNow();
        var isOther = !target.Equals(recipient.Address, StringComparison.OrdinalIgnoreCase);
        var record = new RecipientTrace(
            new MessageTrace(Guid.CreateVersion7(now), _transaction.Id, _transaction.Sender, recipient.Address, _common)
            {
                Target = isOther ? target : null, Mailbox = mailbox, Account = _session.User?.Id, Client = _session.Connection.RemoteAddress, ClientName = _session.Client, Protocol = _protocol,
                MessageId = MessageId, Octets = _message.Length,
            },
            _session.Services.Options.Trace!, _session.Services.Time);
        if (isOther)
            record.Note(TraceEventKind.Expanded, target);
        return _records[(recipient.Address, target)] = record;
    }

    private static string DetailOf(PolicyFinding finding) => finding.Effect.Action switch
    {
        PolicyAction.Score => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"score {finding.Effect.Score:+0;-0;0}"),
        var action => action.ToString().ToLowerInvariant(),
    };
}
