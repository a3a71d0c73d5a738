using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.MailPlatform;
using Oss.Domain.Persistence;

namespace Oss.Domain.MailQuarantine;

/// <summary>Looks at a message that is held back.</summary>
public sealed class GetQuarantined(IMailQuarantine quarantine, QuarantineScope scope, NoteAudit audit)
{
    /// <summary>Its envelope, and why it is held back.</summary>
    /// <exception cref="DomainException">There is none that the actor may see, or database or quarantine is out of reach.</exception>
    public Task<QuarantinedMail> ExecuteAsync(Guid id, Actor actor, CancellationToken cancellationToken) =>
        DatabaseErrors.OrUnavailableAsync(async () => (await scope.FindAsync(id, actor, cancellationToken)).Mail);

    /// <summary>Its header. Each look but that of its owner is noted before it is shown.</summary>
    /// <exception cref="DomainException">There is none that the actor may see, or database or quarantine is out of reach.</exception>
    public Task<string> ReadHeaderAsync(Guid id, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        var (mail, tenant) = await scope.FindAsync(id, actor, cancellationToken);
        if (actor.MailboxId is null)
            await audit.ExecuteAsync("read.quarantined-header", $"{id:N}", $"Looked at the header of a message held back for {string.Join(", ", mail.Recipients.Take(5))}.", actor, tenant, cancellationToken);
        return await QuarantineScope.ReachAsync(() => quarantine.ReadHeaderAsync(id, cancellationToken)) ?? throw QuarantineScope.Missing(id);
    });
}
