using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.List;

/// <summary>A name that LIST may show.</summary>
/// <param name="Name">The name.</param>
/// <param name="Wire">As it is on the wire, which is what patterns are matched with.</param>
internal sealed record ListedName(FolderName Name, string Wire)
{
    public Folder? Folder { get; init; }

    public bool IsSubscribed { get; init; }

    public bool HasChildren { get; init; }

    public IReadOnlyList<string> Uses { get; init; } = [];
}

/// <summary>Everything LIST can name: folders, subscriptions, and levels above them.</summary>
internal static class FolderListing
{
    /// <summary>In order, INBOX first.</summary>
    public static async Task<List<ListedName>> OfAsync(ImapSession session, CancellationToken cancellationToken)
    {
        var mailbox = session.Mailbox!;
        var existing = mailbox.ListFolders().ToHashSet();
        var subscribed = mailbox.Subscriptions.Read().ToHashSet();
        // A level that is no folder itself is shown all the same, or a client that opens level by level with % would never see what is below.
        var levels = existing.Union(subscribed).SelectMany(name => FolderTree.Parents(name.Value)).Distinct().Select(FolderName.TryParse).OfType<FolderName>().ToHashSet();
        var withChildren = existing.SelectMany(name => FolderTree.Parents(name.Value)).ToHashSet();
        var attributes = mailbox.Attributes.Read();

        var names = new List<ListedName>();
        foreach (var name in existing.Union(subscribed).Union(levels).OrderBy(name => !name.IsInbox).ThenBy(name => name.Value, StringComparer.Ordinal))
        {
            var folder = existing.Contains(name) ? mailbox.FindFolder(name) : null;
            names.Add(new ListedName(name, session.IsUtf8 ? name.Value : name.Wire)
            {
                Folder = folder, IsSubscribed = subscribed.Contains(name), HasChildren = withChildren.Contains(name.Value),
                Uses = folder is null ? [] : await SpecialUse.OfAsync(mailbox, folder, attributes, cancellationToken),
            });
        }

        return names;
    }
}
