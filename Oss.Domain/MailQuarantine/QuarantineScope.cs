using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.MailPlatform;
using Oss.Domain.Persistence;

namespace Oss.Domain.MailQuarantine;

/// <summary>Whose held back mail somebody sees: a mail user his own, a tenant's people that of its mailboxes, those who run the platform all. Whose a mailbox is says the database now, not what was true when the message came.</summary>
public sealed class QuarantineScope(IDbContextFactory<OssDbContext> contexts, IMailQuarantine quarantine)
{
    /// <summary>Ids asked of the database at a time.</summary>
    private const int Batch = 500;

    /// <summary>Mailboxes whose held back mail the actor sees; <see langword="null"/> for all.</summary>
    internal async Task<IReadOnlySet<Guid>?> MailboxesAsync(Actor actor, CancellationToken cancellationToken)
    {
        if (actor.MailboxId is { } own)
            return new HashSet<Guid> { own };
        if (actor.TenantId is not { } tenant)
            return actor.Role is Role.MailUser ? throw Nothing() : null;

        var seen = new HashSet<Guid>();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        foreach (var part in (await ReachAsync(() => quarantine.ListMailboxesAsync(cancellationToken))).Chunk(Batch))
            seen.UnionWith(await db.Mailboxes.Where(m => part.Contains(m.Id) && m.Subscription.TenantId == tenant).Select(m => m.Id).ToListAsync(cancellationToken));
        return seen;
    }

    /// <summary>A message, and the tenant whose mailbox it is for.</summary>
    /// <exception cref="DomainException">There is none that the actor may see.</exception>
    internal async Task<(QuarantinedMail Mail, Guid? Tenant)> FindAsync(Guid id, Actor actor, CancellationToken cancellationToken)
    {
        if (await ReachAsync(() => quarantine.FindAsync(id, cancellationToken)) is not { } mail)
            throw Missing(id);

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var tenant = mail.MailboxId is { } mailbox ? await db.Mailboxes.Where(m => m.Id == mailbox).Select(m => (Guid?)m.Subscription.TenantId).FirstOrDefaultAsync(cancellationToken) : null;
        var isSeen = actor.MailboxId is { } own ? mail.MailboxId == own : actor.Role is not Role.MailUser && (actor.TenantId is null || actor.TenantId == tenant);
        return isSeen ? (mail, tenant) : throw Missing(id);
    }

    internal static DomainException Missing(Guid id) => new(new DomainError.NotFound("quarantined message", $"{id:N}"));

    /// <summary>What the port says of a quarantine out of reach, as an error of the domain.</summary>
    internal static async Task<T> ReachAsync<T>(Func<Task<T>> operation)
    {
        try
        {
            return await operation();
        }
        catch (MailPlatformUnavailableException e)
        {
            throw new DomainException(new DomainError.Unavailable("The quarantine is out of reach; try again."), e);
        }
    }

    private static DomainException Nothing() => new(new DomainError.Forbidden("A mail user sees the own mailbox."));
}
