namespace Oss.MailEngine.Queue;

/// <summary>What became of a recipient so far.</summary>
internal enum RecipientStatus
{
    /// <summary>To be tried, perhaps again.</summary>
    Waiting,

    /// <summary>In a mailbox here, or taken by a server that will not tell the sender of success.</summary>
    Delivered,

    /// <summary>Taken by a server that will notify the sender itself (RFC 3461 5.2.2).</summary>
    Relayed,

    /// <summary>Stands for others, which were added to the message.</summary>
    Expanded,

    /// <summary>Refused for ever, or too old.</summary>
    Failed,
}

/// <summary>A recipient and what is known of it.</summary>
internal sealed class RecipientState(QueuedRecipient recipient)
{
    public QueuedRecipient Recipient { get; set; } = recipient;

    public RecipientStatus Status { get; set; }

    /// <summary>Whether what happened was told to the sender, or need not be.</summary>
    public bool IsReported { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset Next { get; set; }

    /// <summary>The last reply, the remote server's or our own.</summary>
    public string Reply { get; set; } = "";

    /// <summary>The server that gave it; empty for this node.</summary>
    public string Host { get; set; } = "";

    public DateTimeOffset LastAttempt { get; set; }

    /// <summary>When an operator asked for an attempt that was not made yet.</summary>
    public DateTimeOffset? Wanted { get; set; }
}

/// <summary>A message in the queue, as its journal has it.</summary>
internal sealed class QueuedMessage(Guid id, QueuedEnvelope envelope)
{
    public Guid Id => id;

    public QueuedEnvelope Envelope => envelope;

    public List<RecipientState> Recipients { get; } = [.. envelope.Recipients.Select(r => new RecipientState(r))];

    /// <summary>Whether an operator stopped it.</summary>
    public bool IsHeld { get; private set; }

    /// <summary>Whether the sender was told of the delay.</summary>
    public bool IsWarned { get; private set; }

    /// <summary>Since when it is tried: its arrival, or when an operator put it into the queue anew.</summary>
    public DateTimeOffset Since { get; private set; } = envelope.Arrived;

    /// <summary>Octets of the envelope's line, with which a journal begins.</summary>
    public int FirstLine { get; init; }

    /// <summary>Octets of the content.</summary>
    public long Length { get; set; }

    /// <summary>Octets of the journal that this is made of: more there is news from somebody else.</summary>
    public long JournalEnd { get; set; }

    /// <summary>When there is something to do.</summary>
    public DateTimeOffset Next => Recipients.Where(r => r.Status == RecipientStatus.Waiting).Select(r => r.Next).DefaultIfEmpty(DateTimeOffset.MinValue).Min();

    /// <summary>Takes an event of the journal.</summary>
    public void Apply(QueueEvent happened)
    {
        var recipient = happened.Recipient is >= 0 and var index && index < Recipients.Count ? Recipients[index] : null;
        switch (happened.Kind)
        {
            case QueueEventKind.Held:
                IsHeld = true;
                return;
            case QueueEventKind.Released:
                IsHeld = false;
                Want(happened.At);
                return;
            case QueueEventKind.Expedited:
                Want(happened.At);
                return;
            case QueueEventKind.Requeued:
                (IsHeld, IsWarned, Since) = (false, false, happened.At);
                Want(happened.At);
                foreach (var waiting in Recipients.Where(r => r.Status == RecipientStatus.Waiting))
                    (waiting.Attempts, waiting.Recipient) = (0, waiting.Recipient with { Transport = null });
                return;
            case QueueEventKind.Warned:
                IsWarned = true;
                return;
            case QueueEventKind.Reported when recipient is not null:
                recipient.IsReported = true;
                return;
        }

        if (recipient is null)
            return;

        (recipient.LastAttempt, recipient.Reply, recipient.Host) = (happened.At, happened.Reply ?? "", happened.Host ?? "");
        recipient.Attempts++;
        (recipient.Next, recipient.Wanted) = (happened.Next ?? default, null);
        recipient.Status = happened.Kind switch
        {
            QueueEventKind.Delivered => RecipientStatus.Delivered,
            QueueEventKind.Relayed => RecipientStatus.Relayed,
            QueueEventKind.Expanded => RecipientStatus.Expanded,
            QueueEventKind.Failed => RecipientStatus.Failed,
            _ => RecipientStatus.Waiting,
        };
        foreach (var added in happened.Added ?? [])
            Recipients.Add(new RecipientState(added));
    }

    private void Want(DateTimeOffset at)
    {
        foreach (var recipient in Recipients.Where(r => r.Status == RecipientStatus.Waiting))
            (recipient.Next, recipient.Wanted) = (DateTimeOffset.MinValue, at);
    }
}
