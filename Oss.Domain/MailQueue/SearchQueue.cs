using Oss.Domain.Access;
using Oss.Domain.MailPlatform;

namespace Oss.Domain.MailQueue;

/// <summary>Says what is in the queue: at a glance, and message by message.</summary>
public sealed class SearchQueue(IMailQueue queue)
{
    /// <summary>The queue at a glance.</summary>
    /// <exception cref="DomainException">The actor may not look, or the queue is out of reach.</exception>
    public Task<QueueSummary> DescribeAsync(QueueSearch search, Actor actor, CancellationToken cancellationToken)
    {
        QueueRights.EnsureMayLook(actor);
        return QueueRights.ReachAsync(() => queue.DescribeAsync(search, cancellationToken));
    }

    /// <summary>Both of the same moment.</summary>
    /// <exception cref="DomainException">The actor may not look, or the queue is out of reach.</exception>
    public Task<(QueueSummary Summary, Slice<QueuedMessageRow> Messages)> LookAsync(QueueSearch search, Cut cut, Actor actor, CancellationToken cancellationToken)
    {
        QueueRights.EnsureMayLook(actor);
        return QueueRights.ReachAsync(() => queue.LookAsync(search, cut with { Limit = Page.Bound(cut.Limit) }, cancellationToken));
    }

    /// <summary>A part of what matches, the newest first.</summary>
    /// <exception cref="DomainException">The actor may not look, or the queue is out of reach.</exception>
    public Task<Slice<QueuedMessageRow>> ExecuteAsync(QueueSearch search, Cut cut, Actor actor, CancellationToken cancellationToken)
    {
        QueueRights.EnsureMayLook(actor);
        return QueueRights.ReachAsync(() => queue.ListAsync(search, cut with { Limit = Page.Bound(cut.Limit) }, cancellationToken));
    }
}
