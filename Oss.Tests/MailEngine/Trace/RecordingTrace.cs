using System.Collections.Concurrent;
using Oss.MailEngine.Trace;

namespace Oss.Tests.MailEngine.Trace;

/// <summary>Keeps what it is told, and reads it back as lines: one for each thing that happened.</summary>
internal sealed class RecordingTrace : IMailTrace
{
    public ConcurrentQueue<MessageTrace> Told { get; } = new();

    public void Tell(MessageTrace trace) => Told.Enqueue(trace);

    /// <summary>What happened on the way to a recipient and target, in order: <c>Kind reply|rule|host|detail</c>.</summary>
    public IReadOnlyList<string> Of(string recipient, string? target = null) =>
    [
        .. Told.Where(t => t.Recipient == recipient && (target is null || t.Target == target)).SelectMany(t => t.Events)
            .Select(e => string.Join(' ', new[] { e.Kind.ToString(), e.Reply, e.Rule, e.Host, e.Detail }.Where(part => !string.IsNullOrEmpty(part)))),
    ];
}
