using Oss.MailEngine.Imap.List;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Sharing;

/// <summary>
/// Folders of others that LIST can name. Who shares something is looked up in one file; each such mailbox is looked into only when the patterns reach that far, and no more than
/// <see cref="ImapLimits.SharingOwners"/> of them. One whose volume is down is left out, and the others are told.
/// </summary>
internal static class SharedListing
{
    /// <summary>Folders by owner, as far as patterns reach.</summary>
    public static async Task<List<FolderAccess>> OfAsync(ImapSession session, IReadOnlyList<string> patterns, CancellationToken cancellationToken)
    {
        var found = new List<FolderAccess>();
        if (!patterns.Any(pattern => FolderPattern.CouldBegin(pattern, FolderPath.Root)))
            return found;
        await HealAsync(session, cancellationToken);

        var self = session.Account!.CanonicalName;
        // Of "%" it matters only whether there is anything below.
        var isDeep = patterns.Any(pattern => FolderPattern.CouldBegin(pattern, FolderPath.Prefix));
        var shared = session.Services.Storage.Shared;
        // The directory is asked only when the answer matters: most who list folders share nothing.
        foreach (var owner in shared.OwnersFor(self, shared.HasGroups ? await session.Neighbours.CommunityAsync(cancellationToken) : null).Take(ImapLimits.SharingOwners))
        {
            if ((isDeep && !patterns.Any(pattern => FolderPattern.CouldBegin(pattern, FolderPath.Prefix + ModifiedUtf7.Encode(owner)))) || (!isDeep && found.Count > 0))
                continue;
            try
            {
                if (await session.Neighbours.PlaceAsync(new FolderPath(FolderName.Inbox, owner), cancellationToken) is { User.IsOwner: false } place)
                    found.AddRange(place.Mailbox.Shared.VisibleTo(place.User).Select(name => new FolderAccess(place.Mailbox.FindFolder(name)!, new FolderPath(name, owner), place.User)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Theirs fail, not everybody's.
            }
        }

        return found;
    }

    // The own entries, should the file have been lost.
    private static async Task HealAsync(ImapSession session, CancellationToken cancellationToken)
    {
        if (session.Mailbox!.Shared.HasAny && !session.Services.Storage.Shared.Knows(session.Account!.CanonicalName))
            await session.Mailbox.Shared.PublishAsync(session.Services.Storage.Shared, cancellationToken);
    }
}
