namespace Oss.MailEngine.Queue;

/// <summary>Every bound of the outbound queue. What is queued beyond them stays on disk and costs no memory.</summary>
internal static class QueueLimits
{
    /// <summary>Messages in memory at one time, being delivered.</summary>
    public const int Active = 1000;

    /// <summary>Messages that wait for one destination in memory; a slow one must not keep out the others.</summary>
    public const int WaitingPerDestination = 200;

    /// <summary>The same for messages that are called urgent, so that there is room for them where others fill a destination's places.</summary>
    public const int UrgentWaitingPerDestination = 300;

    /// <summary>Ids that a destination remembers beyond those, to call them when there is room; the rest is found on disk.</summary>
    public const int TurnedAway = 10_000;

    /// <summary>Recipients of one transaction (RFC 5321 4.5.3.1.8 asks every server for 100).</summary>
    public const int RecipientsPerTransaction = 100;

    /// <summary>Ids remembered until there is room to work on them; what does not fit is found on disk.</summary>
    public const int Arrivals = 10_000;

    /// <summary>Envelopes kept in memory between a message's arrival and its first attempt.</summary>
    public const int Recent = 2000;

    /// <summary>Octets of the largest of those, as it is written; one of hundreds of recipients is read back.</summary>
    public const int RecentEnvelope = 4096;

    /// <summary>Octets of one journal; a recipient's events are bounded by its attempts.</summary>
    public const int Journal = 16 * 1024 * 1024;

    /// <summary>Octets of a remote reply that are kept.</summary>
    public const int Reply = 1000;

    /// <summary>Octets of the original header that a notification returns.</summary>
    public const int ReturnedHeader = 64 * 1024;

    /// <summary>Octets of a message up to which a notification returns the whole when asked to (RET=FULL, RFC 3461 4.3).</summary>
    public const int ReturnedMessage = 64 * 1024;

    /// <summary>Rows of one page of an operator's list.</summary>
    public const int ListedMessages = 200;

    /// <summary>Values of one facet; the rest is found by text.</summary>
    public const int FacetValues = 20;

    /// <summary>Recipients of one message that an operator is shown.</summary>
    public const int ShownRecipients = 200;

    /// <summary>Changes of an operator that are brought to disk each for itself; more are brought there together.</summary>
    public const int SyncedOneByOne = 50;

    /// <summary>Recipients that one forward may add while a message is queued.</summary>
    public const int Expansion = 1000;

    /// <summary>How long a message stays on disk only, because its destination is busy.</summary>
    public static readonly TimeSpan Busy = TimeSpan.FromSeconds(30);

    /// <summary>How soon a message is sent whose sender was killed out of waiting for the promise; longer than a disk takes.</summary>
    public static readonly TimeSpan Promised = TimeSpan.FromMinutes(5);

    /// <summary>How soon a message is sent that nobody released, because the node was killed before: later than the first time that its sender comes again, so that it is sent once.</summary>
    public static readonly TimeSpan Unreleased = TimeSpan.FromHours(1);

    /// <summary>Messages that may come again and are put into the queue at one time, at most.</summary>
    public const int OnceGates = 64;

    /// <summary>Between two looks at the whole queue directory.</summary>
    public static readonly TimeSpan ScanPause = TimeSpan.FromSeconds(5);

    /// <summary>How long an open connection waits for another message.</summary>
    public static readonly TimeSpan IdleConnection = TimeSpan.FromSeconds(10);

    /// <summary>Before a journal that could not be written is tried again; the disk is full, and the outcome is not to be forgotten.</summary>
    public static readonly TimeSpan JournalRetry = TimeSpan.FromSeconds(5);

    /// <summary>Between two looks at whether an operator's program beside this process has changed something.</summary>
    public static readonly TimeSpan BellPause = TimeSpan.FromSeconds(5);

    /// <summary>When a held message is due: not by itself.</summary>
    public static DateTimeOffset Never(TimeProvider time) => time.GetUtcNow().AddYears(1);
}
