using Oss.MailEngine.Directory;
using Oss.MailEngine.Storage;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Sharing;

/// <summary>Other mailboxes as one session comes to know them. The directory, which keeps the tenants apart, is asked again after a while, so that a mailbox that is closed is closed to guests too.</summary>
internal sealed class Neighbours(ImapSession session)
{
    /// <summary>How long an answer of the directory holds.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    /// <summary>Names that are remembered.</summary>
    private const int MaxKnown = 1000;

    private readonly Dictionary<string, (long Asked, Neighbour? Found)> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The mailbox of a name, the own one among them; <see langword="null"/> for any that is no business of this user's.</summary>
    /// <exception cref="IOException">The directory cannot answer.</exception>
    public async ValueTask<Neighbour?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var time = session.Connection.Time;
        if (_known.TryGetValue(name, out var known) && time.GetElapsedTime(known.Asked) < Fresh)
            return known.Found;
        if (_known.Count >= MaxKnown)
            _known.Clear();
        var found = await session.Services.Login.Directory.FindNeighbourAsync(session.Account!, name, cancellationToken);
        _known[name] = (time.GetTimestamp(), found);
        return found;
    }

    /// <summary>The group of all who may share folders with this user; <see langword="null"/> when nobody may.</summary>
    public async ValueTask<string?> CommunityAsync(CancellationToken cancellationToken) => (await FindAsync(session.Account!.CanonicalName, cancellationToken))?.Community;

    /// <summary>The mailbox a name lies in, and as whom this user is there; <see langword="null"/> when there is none.</summary>
    /// <exception cref="IOException">The directory cannot answer, or the mailbox's volume is down.</exception>
    public async ValueTask<(Mailbox Mailbox, AclUser User)?> PlaceAsync(FolderPath path, CancellationToken cancellationToken)
    {
        var self = session.Account!;
        if (path.Owner is null)
            return (session.Mailbox!, new AclUser(self.CanonicalName, null, IsOwner: true));
        if (await FindAsync(path.Owner, cancellationToken) is not { } neighbour)
            return null;
        var isOwner = neighbour.Mailbox.Id == self.Id;
        return (isOwner ? session.Mailbox! : session.Services.Storage.Open(neighbour.Mailbox), new AclUser(self.CanonicalName, neighbour.Community, isOwner));
    }
}
