namespace Oss.Domain.MailQueue;

/// <summary>How a queued message stands.</summary>
public enum QueueState
{
    /// <summary>No attempt has ended yet.</summary>
    Waiting,

    /// <summary>An attempt was put off; there will be another.</summary>
    Deferred,

    /// <summary>An operator stopped it.</summary>
    Held,
}

/// <summary>Which queued messages are looked for; what is absent does not filter.</summary>
/// <param name="State">How they stand.</param>
/// <param name="Destination">The domain, or the transport, that one of the waiting recipients goes to.</param>
/// <param name="Reason">What put off one of the waiting recipients: an enhanced status code (RFC 3463), or a reply code where the server gave none.</param>
/// <param name="Text">Part of the sender's or a waiting recipient's address.</param>
public sealed record QueueSearch(QueueState? State = null, string? Destination = null, string? Reason = null, string? Text = null)
{
    /// <summary>Characters of each of them.</summary>
    public const int TextLength = 254;

    /// <summary>Whether it leaves anything out.</summary>
    public bool IsFiltered() => State is not null || !string.IsNullOrWhiteSpace(Destination + Reason + Text);

    /// <summary>The search in words, for the audit.</summary>
    public override string ToString() => IsFiltered()
        ? string.Join(", ", new[] { State is { } state ? $"state {state}" : null, Part("destination", Destination), Part("reason", Reason), Part("address", Text) }.OfType<string>())
        : "everything";

    private static string? Part(string name, string? value) => string.IsNullOrWhiteSpace(value) ? null : $"{name} '{value.Trim()}'";
}

/// <summary>One value and how many messages have it.</summary>
/// <param name="Value">The state, destination or reason.</param>
/// <param name="Messages">How many.</param>
public sealed record QueueCount(string Value, int Messages);

/// <summary>The queue at a glance. Each list counts under the search without its own part: what else there is.</summary>
/// <param name="Messages">How many match.</param>
/// <param name="Bytes">Their octets.</param>
/// <param name="Oldest">When the oldest came, UTC.</param>
/// <param name="States">How they stand.</param>
/// <param name="Destinations">Where they go, the most first.</param>
/// <param name="Reasons">What put them off, the most first.</param>
public sealed record QueueSummary(int Messages, long Bytes, DateTime? Oldest, IReadOnlyList<QueueCount> States, IReadOnlyList<QueueCount> Destinations, IReadOnlyList<QueueCount> Reasons);

/// <summary>One message of a list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ArrivedAt">When it came, UTC.</param>
/// <param name="Sender">The envelope's sender; empty for a notification.</param>
/// <param name="Bytes">Octets.</param>
/// <param name="State">How it stands.</param>
/// <param name="Recipients">How many recipients still wait.</param>
/// <param name="Recipient">The first of them.</param>
/// <param name="Reply">What put that one off.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="NextAt">When it is tried next, UTC; absent for at once, or when it is held.</param>
public sealed record QueuedMessageRow(
    Guid Id, DateTime ArrivedAt, string Sender, long Bytes, QueueState State, int Recipients, string Recipient, string Reply, int Attempts, DateTime? NextAt);

/// <summary>All that is known of a queued message but its content.</summary>
/// <param name="Id">Its id.</param>
/// <param name="ArrivedAt">When it came, UTC.</param>
/// <param name="Sender">The envelope's sender; empty for a notification.</param>
/// <param name="EnvelopeId">The sender's own id of it.</param>
/// <param name="Bytes">Octets.</param>
/// <param name="State">How it stands.</param>
/// <param name="IsBeingTried">Whether an attempt is made right now.</param>
/// <param name="IsWarned">Whether the sender was told of the delay.</param>
/// <param name="RequiresTls">Whether it may leave in verified TLS only (RFC 8689).</param>
/// <param name="Origin">The connection it came by, or what made it.</param>
/// <param name="ExpiresAt">When it is given up, UTC.</param>
/// <param name="Recipients">Its recipients, those that wait first; not all, when there are very many.</param>
/// <param name="RecipientCount">How many there are.</param>
public sealed record QueuedMessageView(
    Guid Id, DateTime ArrivedAt, string Sender, string? EnvelopeId, long Bytes, QueueState State, bool IsBeingTried, bool IsWarned, bool RequiresTls, string? Origin, DateTime ExpiresAt,
    IReadOnlyList<QueuedRecipientView> Recipients, int RecipientCount);

/// <summary>What became of a recipient so far.</summary>
public enum QueuedRecipientState
{
    /// <summary>To be tried, perhaps again.</summary>
    Waiting,

    /// <summary>In a mailbox, or taken by the next server.</summary>
    Delivered,

    /// <summary>Taken by a server that tells the sender itself.</summary>
    Relayed,

    /// <summary>Stands for others, which were added.</summary>
    Expanded,

    /// <summary>Refused for ever, or too old.</summary>
    Failed,
}

/// <summary>One recipient of a queued message.</summary>
/// <param name="Address">Where it goes.</param>
/// <param name="OriginalAddress">Whom the sender wrote to, when a forward or alias led here.</param>
/// <param name="State">What became of it.</param>
/// <param name="Destination">The domain or transport.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="LastAt">When last, UTC.</param>
/// <param name="Host">The server that answered; empty for the platform itself.</param>
/// <param name="Reply">Its answer.</param>
/// <param name="NextAt">When it is tried next, UTC; absent for at once, or never.</param>
public sealed record QueuedRecipientView(
    string Address, string? OriginalAddress, QueuedRecipientState State, string Destination, int Attempts, DateTime? LastAt, string Host, string Reply, DateTime? NextAt);

/// <summary>What an operator does with queued messages.</summary>
public enum QueueAction
{
    /// <summary>Stops it until it is released; it does not expire meanwhile.</summary>
    Hold,

    /// <summary>Lets a held one go on, beginning now.</summary>
    Release,

    /// <summary>Tries one that is not held now.</summary>
    Retry,

    /// <summary>As if it had just come: the way is found anew, attempts and time begin again; a held one is released.</summary>
    Requeue,

    /// <summary>Deletes it for good; its sender is not told.</summary>
    Delete,
}

/// <summary>What became of it.</summary>
/// <param name="Done">Messages it was done to.</param>
/// <param name="Unchanged">Messages that it does not fit, as a release of one that is not held.</param>
/// <param name="Gone">Messages that had left the queue.</param>
public sealed record QueueOutcome(int Done, int Unchanged, int Gone);
