using System.Threading.Channels;
using Oss.MailEngine.Trace;

namespace Oss.Api.MailAdapter;

/// <summary>What the engine told and nobody wrote yet: bounded, in memory. When it is full the telling is dropped and counted: mail does not wait for its record.</summary>
internal sealed class TraceQueue : IMailTrace
{
    /// <summary>So many at most: some seconds of what a node can deliver, in about 20 MB.</summary>
    public const int Capacity = 20_000;

    private readonly Channel<MessageTrace> _told = Channel.CreateBounded<MessageTrace>(new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private long _dropped;

    /// <summary>What there is to write.</summary>
    public ChannelReader<MessageTrace> Told => _told.Reader;

    /// <inheritdoc/>
    public void Tell(MessageTrace trace)
    {
        if (!_told.Writer.TryWrite(trace))
            Interlocked.Increment(ref _dropped);
    }

    /// <summary>How many were dropped since it was last asked.</summary>
    public long TakeDropped() => Interlocked.Exchange(ref _dropped, 0);
}
