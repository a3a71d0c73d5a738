using System.Threading.Channels;
using Oss.MailEngine;

namespace Oss.Api.MailAdapter;

/// <summary>What was told of storage that runs out, until somebody sees to it: who delivers does not wait for that. Of too many at once the oldest are dropped.</summary>
internal sealed class QuotaWarnings
{
    private const int Capacity = 1000;

    private readonly Channel<QuotaNotice> _notices = Channel.CreateBounded<QuotaNotice>(new BoundedChannelOptions(Capacity) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Takes a notice.</summary>
    public void Add(QuotaNotice notice) => _notices.Writer.TryWrite(notice);

    /// <summary>Nothing comes any more.</summary>
    public void Close() => _notices.Writer.TryComplete();

    /// <summary>All that comes.</summary>
    public IAsyncEnumerable<QuotaNotice> ReadAsync(CancellationToken cancellationToken) => _notices.Reader.ReadAllAsync(cancellationToken);
}
