using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.MailPlatform;

namespace Oss.Domain.MailQueue;

/// <summary>Holds, releases, retries, requeues and deletes queued messages. What is going to be done is noted first: a note too many says less wrong than one too few.</summary>
public sealed class ChangeQueue(IMailQueue queue, NoteAudit audit)
{
    /// <summary>Messages that are named one by one in one change.</summary>
    public const int MaxNamed = 200;

    /// <summary>Does it to messages by their ids.</summary>
    /// <exception cref="DomainException">None or too many are named, none of them is there, the actor may not, or queue or audit is out of reach.</exception>
    public async Task<QueueOutcome> ExecuteAsync(QueueAction action, IReadOnlyCollection<Guid> messages, Actor actor, CancellationToken cancellationToken)
    {
        QueueRights.EnsureMayChange(actor);
        if (messages.Count is 0 or > MaxNamed)
            throw new DomainException(new DomainError.Validation([new Finding("messages", messages.Count == 0 ? ErrorCodes.Required : ErrorCodes.OutOfRange, $"Name 1 to {MaxNamed} messages.")]));

        foreach (var id in messages)
            await audit.ExecuteAsync(Named(action), $"{id:N}", $"{action} of a queued message{await DescribedAsync(id, cancellationToken)}.", actor, cancellationToken);
        // Once it has begun it is not left half done because somebody closed a window.
        var outcome = await QueueRights.ReachAsync(() => queue.ApplyAsync(action, messages, CancellationToken.None));
        return messages.Count == 1 && outcome.Gone == 1 ? throw new DomainException(new DomainError.NotFound("queued message", $"{messages.First():N}")) : outcome;
    }

    /// <summary>Does it to all that match.</summary>
    /// <param name="action">What.</param>
    /// <param name="search">To which.</param>
    /// <param name="seen">How many there were when it was confirmed; when there are more by now it is not done.</param>
    /// <param name="actor">Who.</param>
    /// <param name="cancellationToken">Not heeded once it has begun.</param>
    /// <exception cref="DomainException">There are more than were seen, the actor may not, or queue or audit is out of reach.</exception>
    public async Task<QueueOutcome> ExecuteAsync(QueueAction action, QueueSearch search, int seen, Actor actor, CancellationToken cancellationToken)
    {
        QueueRights.EnsureMayChange(actor);
        var there = (await QueueRights.ReachAsync(() => queue.DescribeAsync(search, cancellationToken))).Messages;
        if (there > seen)
            throw new DomainException(new DomainError.Conflict(ErrorCodes.QueueGrown, $"{there} messages match by now, and {seen} were confirmed; look again."));

        await audit.ExecuteAsync(Named(action), "queue", $"{action} of all {there} queued messages that match: {search}.", actor, cancellationToken);
        return await QueueRights.ReachAsync(() => queue.ApplyAsync(action, search, CancellationToken.None));
    }

    private static string Named(QueueAction action) => $"queue.{action.ToString().ToLowerInvariant()}";

    private async Task<string> DescribedAsync(Guid id, CancellationToken cancellationToken) =>
        await QueueRights.ReachAsync(() => queue.FindAsync(id, cancellationToken)) is { } message
            ? $" from <{message.Sender}> to {string.Join(", ", message.Recipients.Take(5).Select(recipient => recipient.Address))}{(message.RecipientCount > 5 ? $" and {message.RecipientCount - 5} more" : "")}"
            : "";
}
