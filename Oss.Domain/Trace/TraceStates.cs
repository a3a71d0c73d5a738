namespace Oss.Domain.Trace;

/// <summary>What of a message's events whom concerns, and what they come to.</summary>
internal static class TraceStates
{
    /// <summary>The side whose business a kind of event is; <see cref="TraceSides.None"/> for everybody's.</summary>
    public static TraceSides Of(TraceEventKind kind) => kind switch
    {
        TraceEventKind.RuleApplied or TraceEventKind.Authenticated or TraceEventKind.Scanned or TraceEventKind.Expanded => TraceSides.Recipient,
        TraceEventKind.Delivered or TraceEventKind.Filed or TraceEventKind.Merged or TraceEventKind.Discarded or TraceEventKind.Rejected or TraceEventKind.Redirected
            or TraceEventKind.Replied or TraceEventKind.NotReplied or TraceEventKind.Notified or TraceEventKind.FilterFailed => TraceSides.Mailbox,
        _ => TraceSides.None,
    };

    /// <summary>The events that somebody sees.</summary>
    public static IReadOnlyList<TraceEvent> SeenBy(TraceSides sides, IReadOnlyList<TraceEvent> events) =>
        [.. events.Where(e => Of(e.Kind) is var side && (side == TraceSides.None || sides.HasFlag(side))).Select(e => sides.HasFlag(TraceSides.Recipient) ? e : e with { Rule = null })];

    /// <summary>The state after some events; <paramref name="before"/> when they say nothing.</summary>
    public static TraceState? After(TraceState? before, IEnumerable<TraceEvent> events)
    {
        var state = before;
        foreach (var happened in events)
        {
            state = happened.Kind switch
            {
                TraceEventKind.Delivered or TraceEventKind.Filed or TraceEventKind.Merged => TraceState.Delivered,
                TraceEventKind.Redirected when state != TraceState.Delivered => TraceState.Sent,
                TraceEventKind.Discarded => TraceState.Discarded,
                TraceEventKind.Quarantined => TraceState.Quarantined,
                TraceEventKind.Queued or TraceEventKind.Held or TraceEventKind.Released or TraceEventKind.Created => TraceState.Waiting,
                // A reply to the sender's server, or one of the next server about a message that is ours.
                TraceEventKind.Deferred => state == TraceState.Waiting || happened.Host is not null || happened.Next is not null ? TraceState.Waiting : TraceState.Deferred,
                TraceEventKind.Sent => TraceState.Sent,
                TraceEventKind.Failed or TraceEventKind.Expired or TraceEventKind.Deleted => TraceState.Failed,
                TraceEventKind.Refused or TraceEventKind.Rejected => TraceState.Refused,
                TraceEventKind.Accepted => state ?? TraceState.Accepted,
                _ => state,
            };
        }

        return state;
    }

    /// <summary>The reply that a support agent wants to read: the last one that was given.</summary>
    public static string? ReplyOf(IEnumerable<TraceEvent> events) => events.LastOrDefault(e => e.Reply is not null)?.Reply;
}
