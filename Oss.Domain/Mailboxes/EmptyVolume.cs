using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Audit;
using Oss.Domain.MailPlatform;
using Oss.Domain.Persistence;

namespace Oss.Domain.Mailboxes;

/// <summary>Moves mailboxes off a volume, one after the other, while they are in use. Whoever is stopped in the middle goes on by doing it again.</summary>
public sealed class EmptyVolume(IDbContextFactory<OssDbContext> contexts, IMailPlatform platform, NoteAudit audit)
{
    /// <summary>Moves so many mailboxes.</summary>
    /// <param name="volume">The volume; it should take no new mailboxes (weight 0).</param>
    /// <param name="most">Mailboxes to move now.</param>
    /// <param name="moved">Told of each.</param>
    /// <param name="actor">Who does it.</param>
    /// <param name="cancellationToken">Ends it between two mailboxes, or in one that then stays where it was.</param>
    /// <exception cref="DomainException">Database or a volume is out of reach.</exception>
    public Task<VolumeEmptied> ExecuteAsync(string volume, int most, Action<MovedMailbox> moved, Actor actor, CancellationToken cancellationToken) => DatabaseErrors.OrUnavailableAsync(async () =>
    {
        await audit.ExecuteAsync("volume.empty", volume, $"Up to {most} mailboxes are moved off the volume.", actor, cancellationToken);
        var (count, failed) = (0, new List<string>());
        // By the names that were looked at: one that cannot be moved now holds up no other.
        for (var after = Guid.Empty; count < most && await NextAsync(volume, after, cancellationToken) is { } next; after = next.Id)
        {
            try
            {
                var target = await platform.MoveMailboxAsync(next, cancellationToken);
                await NoteAsync(next, target, cancellationToken);
                moved(new MovedMailbox(next.CanonicalName, target));
                count++;
            }
            catch (MailPlatformUnavailableException e)
            {
                failed.Add($"{next.CanonicalName}: {e.InnerException?.Message ?? e.Message}");
                if (failed.Count >= MaxFailed)
                    break;
            }
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var left = await db.Mailboxes.Where(m => m.Volume == volume && (m.State == MailboxState.Active || m.State == MailboxState.Suspended)).CountAsync(cancellationToken);
        var ended = await db.Mailboxes.Where(m => m.Volume == volume && m.State == MailboxState.Terminated).CountAsync(cancellationToken);
        return new VolumeEmptied(count, left, ended, failed);
    });

    /// <summary>So many that cannot be moved are no accident of theirs.</summary>
    private const int MaxFailed = 20;

    private async Task<MailboxReference?> NextAsync(string volume, Guid after, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Mailboxes.AsNoTracking().Where(m => m.Volume == volume && m.Id > after && (m.State == MailboxState.Active || m.State == MailboxState.Suspended)).OrderBy(m => m.Id)
            .Select(m => new MailboxReference(m.Id, m.TreeName ?? m.PrimaryAddress, m.Volume)).FirstOrDefaultAsync(cancellationToken);
    }

    // Until it is noted the platform finds the tree all the same.
    private async Task NoteAsync(MailboxReference mailbox, string target, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await db.Mailboxes.Where(m => m.Id == mailbox.Id && m.Volume == mailbox.Volume)
            .ExecuteUpdateAsync(m => m.SetProperty(x => x.Volume, target).SetProperty(x => x.Version, x => x.Version + 1), cancellationToken);
    }
}

/// <summary>A mailbox that was moved.</summary>
/// <param name="CanonicalName">Its name.</param>
/// <param name="Volume">Where it is now.</param>
public sealed record MovedMailbox(string CanonicalName, string Volume);

/// <summary>What became of a volume that is being emptied.</summary>
/// <param name="Moved">Mailboxes moved now.</param>
/// <param name="Left">Mailboxes that are still on it.</param>
/// <param name="Ended">Ended mailboxes that are kept on it until their time is over.</param>
/// <param name="Failed">Which could not be moved, and why.</param>
public sealed record VolumeEmptied(int Moved, int Left, int Ended, IReadOnlyList<string> Failed);
