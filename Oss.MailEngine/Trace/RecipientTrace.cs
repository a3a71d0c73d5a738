namespace Oss.MailEngine.Trace;

/// <summary>Collects what happens to a message on its way to one recipient, until it is told.</summary>
/// <param name="head">What is known of message and recipient.</param>
/// <param name="trace">Who is told.</param>
/// <param name="time">When things happen.</param>
internal sealed class RecipientTrace(MessageTrace head, IMailTrace trace, TimeProvider time)
{
    // A filter may want hundreds of things; nobody reads that many.
    private const int MaxEvents = 50;
    private const int MaxText = 400;

    private readonly List<TraceEvent> _events = [.. head.Events];

    public MessageTrace Head => head;

    public void Note(TraceEventKind kind, string? detail = null, string? reply = null, string? rule = null)
    {
        if (_events.Count < MaxEvents)
            _events.Add(new TraceEvent(kind, time.GetUtcNow()) { Detail = Cut(detail), Reply = Cut(reply), Rule = Cut(rule) });
    }

    /// <summary>Tells what was collected; once.</summary>
    public void Tell()
    {
        if (_events.Count > 0)
            trace.Tell(head with { Events = _events });
    }

    /// <summary>What a reply with this code means for the message.</summary>
    public static TraceEventKind KindOf(string reply) => reply switch
    {
        ['2', ..] => TraceEventKind.Accepted,
        ['5', ..] => TraceEventKind.Refused,
        _ => TraceEventKind.Deferred,
    };

    public static string? Cut(string? text) => text is { Length: > MaxText } ? text[..MaxText] : text;
}
