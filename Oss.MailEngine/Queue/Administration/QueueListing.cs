namespace Oss.MailEngine.Queue.Administration;

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

/// <summary>Which queued messages are meant; what is absent does not filter.</summary>
/// <param name="State">How they stand.</param>
/// <param name="Destination">The domain, or the transport, that one of its waiting recipients goes to.</param>
/// <param name="Reason">What put off one of its waiting recipients: an enhanced status code (RFC 3463), or a reply code where the server gave none.</param>
/// <param name="Text">Part of the sender's or a waiting recipient's address.</param>
public sealed record QueueFilter(QueueState? State = null, string? Destination = null, string? Reason = null, string? Text = null)
{
    /// <summary>Everything.</summary>
    public static QueueFilter All { get; } = new();
}

/// <summary>One value of a facet.</summary>
/// <param name="Value">The state, destination or reason.</param>
/// <param name="Messages">How many messages have it.</param>
public sealed record QueueFacet(string Value, int Messages);

/// <summary>The queue at a glance. Each facet counts under the filter without its own part, so that a reader sees what else there is.</summary>
/// <param name="Messages">How many messages match.</param>
/// <param name="Bytes">Their octets.</param>
/// <param name="Oldest">When the oldest of them came.</param>
/// <param name="States">How they stand.</param>
/// <param name="Destinations">Where they go, the most first; not more than <see cref="QueueLimits.FacetValues"/>.</param>
/// <param name="Reasons">What put them off, likewise.</param>
public sealed record QueueOverview(int Messages, long Bytes, DateTimeOffset? Oldest, IReadOnlyList<QueueFacet> States, IReadOnlyList<QueueFacet> Destinations, IReadOnlyList<QueueFacet> Reasons);

/// <summary>One message of the list.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Arrived">When it came.</param>
/// <param name="Sender">The envelope's sender; empty for a notification.</param>
/// <param name="Bytes">Octets of the content.</param>
/// <param name="State">How it stands.</param>
/// <param name="Recipients">How many recipients still wait.</param>
/// <param name="Recipient">The first of them.</param>
/// <param name="Reply">What put that one off.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Next">When it is tried next; <see langword="null"/> for at once, or when it is held.</param>
public sealed record QueueRow(
    Guid Id, DateTimeOffset Arrived, string Sender, long Bytes, QueueState State, int Recipients, string Recipient, string Reply, int Attempts, DateTimeOffset? Next);

/// <summary>A part of the list, the newest first.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="HasNewer">Whether there are rows before these.</param>
/// <param name="HasOlder">Whether there are rows behind these.</param>
public sealed record QueuePage(IReadOnlyList<QueueRow> Rows, bool HasNewer, bool HasOlder);

/// <summary>Where the list is cut: behind a row, before one, or at its end.</summary>
/// <param name="OlderThan">The last row of the part before.</param>
/// <param name="NewerThan">The first row of the part behind.</param>
/// <param name="Oldest">The end of the list.</param>
/// <param name="Limit">Rows wanted.</param>
public sealed record QueueCut(Guid? OlderThan = null, Guid? NewerThan = null, bool Oldest = false, int Limit = 50);

/// <summary>All that is known of a queued message but its content.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Arrived">When it came.</param>
/// <param name="Sender">The envelope's sender; empty for a notification.</param>
/// <param name="EnvelopeId">The sender's own id of it (RFC 3461).</param>
/// <param name="Bytes">Octets of the content.</param>
/// <param name="State">How it stands.</param>
/// <param name="IsBeingTried">Whether this process makes an attempt with it right now.</param>
/// <param name="IsWarned">Whether the sender was told of the delay.</param>
/// <param name="RequiresTls">Whether it may leave in verified TLS only (RFC 8689).</param>
/// <param name="Origin">The connection, or what made it.</param>
/// <param name="Expires">When it is given up.</param>
/// <param name="Recipients">Its recipients; not more than <see cref="QueueLimits.ShownRecipients"/>, those that wait first.</param>
/// <param name="RecipientCount">How many there are.</param>
public sealed record QueuedMessageDetails(
    Guid Id, DateTimeOffset Arrived, string Sender, string? EnvelopeId, long Bytes, QueueState State, bool IsBeingTried, bool IsWarned, bool RequiresTls, string? Origin, DateTimeOffset Expires,
    IReadOnlyList<QueuedRecipientDetails> Recipients, int RecipientCount);

/// <summary>One recipient of a queued message.</summary>
/// <param name="Address">Where it goes.</param>
/// <param name="OriginalAddress">Whom the sender wrote to, when a forward or alias led here.</param>
/// <param name="Status">What became of it: <c>Waiting</c>, <c>Delivered</c>, <c>Relayed</c>, <c>Expanded</c>, <c>Failed</c>.</param>
/// <param name="Destination">The domain or transport.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="LastAttempt">When last.</param>
/// <param name="Host">The server that answered; empty for this node.</param>
/// <param name="Reply">Its answer.</param>
/// <param name="Next">When it is tried next; <see langword="null"/> for at once, or never.</param>
public sealed record QueuedRecipientDetails(
    string Address, string? OriginalAddress, string Status, string Destination, int Attempts, DateTimeOffset? LastAttempt, string Host, string Reply, DateTimeOffset? Next);

/// <summary>What an operator does with queued messages.</summary>
public enum QueueAction
{
    /// <summary>Stops it until it is released; it does not expire meanwhile.</summary>
    Hold,

    /// <summary>Lets a held one go on, beginning now.</summary>
    Release,

    /// <summary>Tries one that is not held now, even where the destination is left alone for a while.</summary>
    Retry,

    /// <summary>As if it had just come: the way is found anew, attempts and time begin again, a held one is released.</summary>
    Requeue,

    /// <summary>Deletes it for good; its sender is not told.</summary>
    Delete,
}

/// <summary>What became of an operator's action.</summary>
/// <param name="Done">Messages it was done to; on disk.</param>
/// <param name="Unchanged">Messages that it does not fit: a release of one that is not held.</param>
/// <param name="Gone">Messages that had left the queue.</param>
public sealed record QueueChange(int Done, int Unchanged, int Gone);
