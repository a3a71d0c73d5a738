using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.MailPlatform;
using Oss.Domain.Persistence;

namespace Oss.Domain.MailQuarantine;

/// <summary>Lets go or deletes mail that is held back; noted before it is done.</summary>
public sealed class ChangeQuarantine(IMailQuarantine quarantine, QuarantineScope scope, NoteAudit audit)
{
    /// <summary>Has a message delivered into the INBOX of its mailbox, past filters and scripts, once.</summary>
    /// <exception cref="DomainException">There is none that the actor may see, it has a virus and the actor does not run the platform, or database or quarantine is out of reach.</exception>
    public Task<QuarantinedMail> ReleaseAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ExecuteAsync("release", id, actor, quarantine.ReleaseAsync, cancellationToken);

    /// <summary>Deletes a message for good.</summary>
    /// <exception cref="DomainException">There is none that the actor may see, or database or quarantine is out of reach.</exception>
    public Task<QuarantinedMail> DeleteAsync(Guid id, Actor actor, CancellationToken cancellationToken) => ExecuteAsync("delete", id, actor, quarantine.DeleteAsync, cancellationToken);

    /// <summary>Whether the actor may let this message go.</summary>
    public static bool MayRelease(QuarantinedMail mail, Actor actor) =>
        actor.Role != Role.Auditor && (mail.Cause != QuarantineCause.Virus || actor is { Role: Role.Operator, TenantId: null });

    private Task<QuarantinedMail> ExecuteAsync(string verb, Guid id, Actor actor, Func<Guid, CancellationToken, Task<bool>> change, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        var (mail, tenant) = await scope.FindAsync(id, actor, cancellationToken);
        if (actor.Role == Role.Auditor)
            throw new DomainException(new DomainError.Forbidden("An auditor changes nothing."));
        // Whoever wrote the virus wrote the text that asks its recipient to let it in.
        if (verb == "release" && !MayRelease(mail, actor))
            throw new DomainException(new DomainError.Conflict(ErrorCodes.QuarantinedVirus, "The message has a virus; only an operator of the platform lets it go."));

        await audit.ExecuteAsync($"quarantine.{verb}", $"{id:N}", $"Message held back ({mail.Reason}), from <{mail.Sender}> for {string.Join(", ", mail.Recipients.Take(5))}: {verb}.", actor, tenant, cancellationToken);
        return await QuarantineScope.ReachAsync(() => change(id, CancellationToken.None)) ? mail : throw QuarantineScope.Missing(id);
    });
}
