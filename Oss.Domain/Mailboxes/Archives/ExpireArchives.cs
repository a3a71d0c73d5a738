using Microsoft.EntityFrameworkCore;
using Oss.Domain.MailPlatform;
using Oss.Domain.Persistence;

namespace Oss.Domain.Mailboxes.Archives;

/// <summary>Deletes exports whose time is over, whose order was cancelled, or whose mailbox was deleted for good: first the file, then what is known of it.</summary>
public sealed class ExpireArchives(IDbContextFactory<OssDbContext> contexts, IMailPlatform platform, TimeProvider time)
{
    private const int AtOnce = 200;

    /// <summary>Deletes those that are due.</summary>
    /// <returns>How many; those on a volume that is away are left for the next time.</returns>
    public async Task<int> ExecuteAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow().UtcDateTime;
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var due = await db.MailArchives.Where(a => a.ExpiresAt <= now || a.Mailbox.State == MailboxState.Purged).OrderBy(a => a.Id).Take(AtOnce).Select(a => new { a.Id, a.Volume }).ToListAsync(cancellationToken);
        var gone = new List<Guid>();
        foreach (var archive in due)
        {
            try
            {
                if (archive.Volume is { } volume)
                    await platform.DeleteArchiveAsync(volume, archive.Id, cancellationToken);
                gone.Add(archive.Id);
            }
            catch (MailPlatformUnavailableException)
            {
                // The volume is away; the file is deleted when it is back.
            }
        }

        return await db.MailArchives.Where(a => gone.Contains(a.Id)).ExecuteDeleteAsync(cancellationToken);
    }
}
