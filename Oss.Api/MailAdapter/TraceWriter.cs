using Oss.Domain.Trace;
using Oss.MailEngine.Trace;
using EventOfDomain = Oss.Domain.Trace.TraceEvent;
using KindOfDomain = Oss.Domain.Trace.TraceEventKind;

namespace Oss.Api.MailAdapter;

/// <summary>Writes what the engine told of messages, in batches beside the mail; at the end of the node what is left. A killed node loses the batch that was not written, which is a second's.</summary>
internal sealed partial class TraceWriter(TraceQueue queue, RecordTrace record, TimeProvider time, ILogger<TraceWriter> log) : BackgroundService
{
    private const int BatchSize = 500;
    private static readonly TimeSpan Gathering = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WhenDown = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastPatience = TimeSpan.FromSeconds(3);

    // Read and not written yet: it stays when a write is cut off by the node's end, and may be written twice.
    private readonly List<TracedMessage> _batch = new(BatchSize);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (await queue.Told.WaitToReadAsync(stoppingToken))
            {
                if (queue.Told.Count < BatchSize)
                    await Task.Delay(Gathering, time, stoppingToken);
                await WriteAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // What the last connections told is written, too: they have ended before this is told to stop.
            using var patience = new CancellationTokenSource(LastPatience, time);
            while (_batch.Count + queue.Told.Count > 0 && !patience.IsCancellationRequested)
                await WriteAsync(patience.Token);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        while (_batch.Count < BatchSize && queue.Told.TryRead(out var told))
            _batch.Add(Map(told));
        while (_batch.Count > 0)
        {
            try
            {
                await record.ExecuteAsync(_batch, cancellationToken);
                _batch.Clear();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                // The batch waits; what comes meanwhile waits behind it, until there is no more room.
                NotWritten(e);
                await Task.Delay(WhenDown, time, cancellationToken);
            }
        }

        if (queue.TakeDropped() is > 0 and var dropped)
            Dropped(dropped);
    }

    private static TracedMessage Map(MessageTrace told) => new(told.Id, told.Message, told.Sender, told.Recipient, [.. told.Events.Select(e => new EventOfDomain((KindOfDomain)e.Kind, e.At.UtcDateTime)
    {
        Reply = e.Reply, Rule = e.Rule, Host = e.Host, IsEncrypted = e.IsEncrypted, Next = e.Next?.UtcDateTime, Detail = e.Detail,
    })])
    {
        Target = told.Target, MailboxId = told.Mailbox, AccountId = told.Account, Client = told.Client?.ToString(), ClientName = told.ClientName, Protocol = told.Protocol,
        MessageIdField = told.MessageId, Octets = told.Octets, IsContinued = told.IsContinued,
    };

    [LoggerMessage(3021, LogLevel.Error, "Records of messages could not be written; mail goes on, they wait.")]
    private partial void NotWritten(Exception cause);

    [LoggerMessage(3022, LogLevel.Warning, "{Count} records of messages were dropped, there were more than could be written.")]
    private partial void Dropped(long count);
}
