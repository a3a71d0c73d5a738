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
    public QueuedRecipient Recipient => recipient;

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
                Recipients.ForEach(r => r.Next = DateTimeOffset.MinValue);
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
        recipient.Next = happened.Next ?? default;
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
}
