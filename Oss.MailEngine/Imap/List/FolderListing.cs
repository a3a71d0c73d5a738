using Oss.MailEngine.Imap.Sharing;
using Oss.MailEngine.Storage;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.List;

/// <summary>A name that LIST may show.</summary>
/// <param name="Value">The name, in Unicode.</param>
/// <param name="Wire">As it is on the wire, which is what patterns are matched with.</param>
internal sealed record ListedName(string Value, string Wire)
{
    /// <summary>The folder; <see langword="null"/> of a level without one.</summary>
    public FolderAccess? Access { get; init; }

    public bool IsSubscribed { get; init; }

    public bool HasChildren { get; init; }

    public IReadOnlyList<string> Uses { get; init; } = [];
}

/// <summary>Everything LIST can name: folders, those of others that the user may know of, subscriptions, and levels above them.</summary>
internal static class FolderListing
{
    /// <summary>In order, INBOX first and what is shared last.</summary>
    public static async Task<List<ListedName>> OfAsync(ImapSession session, IReadOnlyList<string> patterns, CancellationToken cancellationToken)
    {
        var mailbox = session.Mailbox!;
        var self = new AclUser(session.Account!.CanonicalName, null, IsOwner: true);
        var existing = mailbox.ListFolders().ToDictionary(name => name.Value, name => new FolderPath(name));
        var shared = (await SharedListing.OfAsync(session, patterns, cancellationToken)).ToDictionary(access => access.Path.Value);
        var subscribed = mailbox.Subscriptions.Read().Select(path => path.Value).ToHashSet();
        // A level that is no folder itself is shown all the same, or a client that opens level by level with % would never see what is below.
        var withChildren = existing.Keys.Concat(shared.Keys).SelectMany(FolderTree.Parents).ToHashSet();
        var levels = withChildren.Union(subscribed.SelectMany(FolderTree.Parents));
        var attributes = mailbox.Attributes.Read();

        var names = new List<ListedName>();
        foreach (var name in existing.Keys.Union(subscribed).Union(levels).Union(shared.Keys)
            .OrderBy(name => name != FolderName.Inbox.Value).ThenBy(name => name == FolderPath.Root || name.StartsWith(FolderPath.Prefix, StringComparison.Ordinal)).ThenBy(name => name, StringComparer.Ordinal))
        {
            var access = shared.GetValueOrDefault(name)
                ?? (existing.TryGetValue(name, out var own) && mailbox.FindFolder(own.Folder) is { } folder ? new FolderAccess(folder, own, self) : null);
            names.Add(new ListedName(name, session.IsUtf8 ? name : ModifiedUtf7.Encode(name))
            {
                Access = access, IsSubscribed = subscribed.Contains(name), HasChildren = withChildren.Contains(name),
                // What a folder is for is said to its owner.
                Uses = access is { User.IsOwner: true } ? await SpecialUse.OfAsync(mailbox, access.Folder, attributes, cancellationToken) : [],
            });
        }

        return names;
    }
}
