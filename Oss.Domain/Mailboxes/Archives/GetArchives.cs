using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.MailPlatform;
using Oss.Domain.Persistence;

namespace Oss.Domain.Mailboxes.Archives;

/// <summary>An export of a mailbox.</summary>
/// <param name="Id">Its id.</param>
/// <param name="RequestedBy">Kind and name of who ordered it.</param>
/// <param name="RequestedAt">When, UTC.</param>
/// <param name="Bytes">Octets written so far; of the whole file when it is ready.</param>
/// <param name="ReadyAt">When it was complete, UTC; absent while it is not.</param>
/// <param name="ExpiresAt">Until when it can be fetched, UTC.</param>
public sealed record MailArchiveView(Guid Id, string RequestedBy, DateTime RequestedAt, long Bytes, DateTime? ReadyAt, DateTime? ExpiresAt);

/// <summary>Exports of mailboxes: which there are, and the files. A file is all of somebody's mail: it is for whoever runs the contract or the platform and for the mailbox's owner, not for first-level support, and each fetching
/// is noted before it begins.</summary>
public sealed class GetArchives(IDbContextFactory<OssDbContext> contexts, IMailPlatform platform, NoteAudit audit, TimeProvider time)
{
    /// <summary>Who may order and fetch exports.</summary>
    public static bool Allows(Actor actor) => actor.Role is Role.Crm or Role.Operator or Role.TenantAdmin || (actor.Role == Role.MailUser && actor.MailboxId is not null);

    /// <summary>Those of a mailbox that are being written or can be fetched, the latest first.</summary>
    /// <exception cref="DomainException">There is no such mailbox that the actor may see, or it may not see exports.</exception>
    public Task<IReadOnlyList<MailArchiveView>> ListAsync(Guid mailbox, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync<IReadOnlyList<MailArchiveView>>(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        if (!await db.Mailboxes.AnyAsync(m => m.Id == mailbox && (actor.TenantId == null || m.Subscription.TenantId == actor.TenantId), cancellationToken))
            throw new DomainException(new DomainError.NotFound("mailbox", mailbox.ToString()));

        return await Seen(db, actor).Where(a => a.MailboxId == mailbox).OrderByDescending(a => a.RequestedAt)
            .Select(a => new MailArchiveView(a.Id, a.RequestedBy, a.RequestedAt, a.Bytes, a.ReadyAt, a.ExpiresAt)).Take(Page.MaxLimit).ToListAsync(cancellationToken);
    });

    /// <summary>Opens one to be fetched; the caller closes it.</summary>
    /// <returns>The name that the file should get, and its octets.</returns>
    /// <exception cref="DomainException">There is none that the actor may fetch, it is not ready, or its volume is out of reach.</exception>
    public Task<(string Name, Stream Content)> OpenAsync(Guid id, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await Seen(db, actor).Where(a => a.Id == id && a.ReadyAt != null)
            .Select(a => new { a.Volume, a.Bytes, a.Mailbox.PrimaryAddress, a.Mailbox.Subscription.TenantId }).FirstOrDefaultAsync(cancellationToken) ?? throw Missing(id);
        await audit.ExecuteAsync("mailbox.fetch-export", found.PrimaryAddress, $"The mail of {found.PrimaryAddress} is fetched as a file of {found.Bytes} octets.", actor, found.TenantId, cancellationToken);
        try
        {
            return ($"{found.PrimaryAddress}.tar", await platform.OpenArchiveAsync(found.Volume!, id, cancellationToken) ?? throw Missing(id));
        }
        catch (MailPlatformUnavailableException e)
        {
            throw new DomainException(new DomainError.Unavailable("The export's volume is out of reach; try again."), e);
        }
    });

    private IQueryable<MailArchive> Seen(OssDbContext db, Actor actor)
    {
        if (!Allows(actor))
            throw new DomainException(new DomainError.Forbidden("Exports hold all of somebody's mail; the role may not have them."));

        var now = time.GetUtcNow().UtcDateTime;
        var seen = db.MailArchives.AsNoTracking().Where(a => (a.ExpiresAt == null || a.ExpiresAt > now) && a.Mailbox.State != MailboxState.Purged);
        if (actor.MailboxId is { } own)
            seen = seen.Where(a => a.MailboxId == own);
        return actor.TenantId is { } tenant ? seen.Where(a => a.Mailbox.Subscription.TenantId == tenant) : seen;
    }

    private static DomainException Missing(Guid id) => new(new DomainError.NotFound("export", id.ToString()));
}
