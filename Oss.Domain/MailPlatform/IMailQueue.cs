using Oss.Domain.MailQueue;

namespace Oss.Domain.MailPlatform;

/// <summary>The domain's driven port to the mail that is on its way out, or waits to get in: what operators look at and do. A queue that cannot be reached throws <see cref="MailPlatformUnavailableException"/>.</summary>
public interface IMailQueue
{
    /// <summary>The queue at a glance.</summary>
    Task<QueueSummary> DescribeAsync(QueueSearch search, CancellationToken cancellationToken);

    /// <summary>A part of what matches, the newest first.</summary>
    Task<Slice<QueuedMessageRow>> ListAsync(QueueSearch search, Cut cut, CancellationToken cancellationToken);

    /// <summary>Both of the same moment: a page shows both, and looking costs more than counting.</summary>
    Task<(QueueSummary Summary, Slice<QueuedMessageRow> Messages)> LookAsync(QueueSearch search, Cut cut, CancellationToken cancellationToken);

    /// <summary>One message; <see langword="null"/> when it is not in the queue.</summary>
    Task<QueuedMessageView?> FindAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Its header as it goes out; <see langword="null"/> when it is not in the queue.</summary>
    Task<string?> ReadHeaderAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Does something with messages; done for good when the task ends.</summary>
    Task<QueueOutcome> ApplyAsync(QueueAction action, IReadOnlyCollection<Guid> messages, CancellationToken cancellationToken);

    /// <summary>Does something with all that match; done for good when the task ends.</summary>
    Task<QueueOutcome> ApplyAsync(QueueAction action, QueueSearch search, CancellationToken cancellationToken);
}
