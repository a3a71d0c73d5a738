using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.MailPlatform;

namespace Oss.Domain.MailQueue;

/// <summary>Looks at one queued message.</summary>
public sealed class GetQueuedMessage(IMailQueue queue, NoteAudit audit)
{
    /// <summary>Its envelope, and how each recipient stands.</summary>
    /// <exception cref="DomainException">It is not in the queue, the actor may not look, or the queue is out of reach.</exception>
    public async Task<QueuedMessageView> ExecuteAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        QueueRights.EnsureMayLook(actor);
        return await QueueRights.ReachAsync(() => queue.FindAsync(id, cancellationToken)) ?? throw Missing(id);
    }

    /// <summary>Its header, which says more of people than the envelope does: each look is noted before it is shown.</summary>
    /// <exception cref="DomainException">It is not in the queue, the actor may not look, or the queue or the audit is out of reach.</exception>
    public async Task<string> ReadHeaderAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        QueueRights.EnsureMayLook(actor);
        var message = await ExecuteAsync(id, actor, cancellationToken);
        await audit.ExecuteAsync("read.queued-header", $"{id:N}", $"Looked at the header of a queued message from <{message.Sender}>.", actor, cancellationToken);
        return await QueueRights.ReachAsync(() => queue.ReadHeaderAsync(id, cancellationToken)) ?? throw Missing(id);
    }

    private static DomainException Missing(Guid id) => new(new DomainError.NotFound("queued message", $"{id:N}"));
}
