using Oss.MailEngine.Imap.Sharing;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Selection;

/// <summary>How folders are named by what they are (RFC 5465 6, RFC 7377 2.2).</summary>
internal enum FolderSelection
{
    Selected,

    /// <summary>The same, whose expunges are told with commands only.</summary>
    SelectedDelayed,

    /// <summary>Where mail is delivered to.</summary>
    Inboxes,

    Personal,

    Subscribed,

    /// <summary>Named ones and all below.</summary>
    Subtree,

    /// <summary>Named ones and the next level.</summary>
    SubtreeOne,

    /// <summary>Named ones.</summary>
    Mailboxes,
}

/// <summary>Folders named by what they are; which ones that is may change at any time.</summary>
/// <param name="Kind">What they are.</param>
/// <param name="Names">The named ones.</param>
internal sealed record FolderSelector(FolderSelection Kind, IReadOnlyList<FolderPath> Names)
{
    public bool IsSelected => Kind is FolderSelection.Selected or FolderSelection.SelectedDelayed;

    /// <summary>Reads one selector.</summary>
    public static FolderSelector Parse(ImapSession session, ImapParser parser)
    {
        FolderSelection kind = parser.Atom().ToUpperInvariant() switch
        {
            "SELECTED" => FolderSelection.Selected,
            "SELECTED-DELAYED" => FolderSelection.SelectedDelayed,
            "INBOXES" => FolderSelection.Inboxes,
            "PERSONAL" => FolderSelection.Personal,
            "SUBSCRIBED" => FolderSelection.Subscribed,
            "SUBTREE" => FolderSelection.Subtree,
            "SUBTREE-ONE" => FolderSelection.SubtreeOne,
            "MAILBOXES" => FolderSelection.Mailboxes,
            var other => throw new ImapSyntaxException($"There are no folders called {other}"),
        };
        var names = new List<FolderPath>();
        if (kind is FolderSelection.Subtree or FolderSelection.SubtreeOne or FolderSelection.Mailboxes)
        {
            parser.Expect(' ');
            if (parser.Peek != '(')
                names.Add(session.FolderArgument(parser));
            else
                parser.Parenthesised(() => names.Add(names.Count < ImapLimits.SelectedNames ? session.FolderArgument(parser) : throw new ImapSyntaxException("That names too many folders")));
            if (names.Count == 0)
                throw new ImapSyntaxException("A folder is missing");
        }

        return new FolderSelector(kind, names);
    }

    /// <summary>The folders that are there now and that the user may read, in order; those that are not are passed over.</summary>
    public async Task<List<FolderAccess>> ResolveAsync(ImapSession session, CancellationToken cancellationToken)
    {
        IEnumerable<FolderPath> paths = Kind switch
        {
            FolderSelection.Selected or FolderSelection.SelectedDelayed => session.Selected is { } selected ? [selected.Access.Path] : [],
            FolderSelection.Inboxes => [FolderName.Inbox],
            FolderSelection.Personal => session.Mailbox!.ListFolders().Select(name => new FolderPath(name)),
            FolderSelection.Subscribed => session.Mailbox!.Subscriptions.Read(),
            FolderSelection.Mailboxes => Names,
            _ => await BelowAsync(session, cancellationToken),
        };
        var found = new List<FolderAccess>();
        foreach (var path in paths.Distinct())
        {
            try
            {
                if (await session.TryFindAsync(path, cancellationToken) is { } access && access.May(AclRights.Lookup | AclRights.Read))
                    found.Add(access);
            }
            catch (IOException) when (path.Owner is not null)
            {
                // Another's mailbox that cannot be reached now is passed over.
            }
        }

        return found;
    }

    private async Task<List<FolderPath>> BelowAsync(ImapSession session, CancellationToken cancellationToken)
    {
        var paths = new List<FolderPath>();
        foreach (var top in Names)
        {
            if (await session.Neighbours.PlaceAsync(top, cancellationToken) is not { } place)
                continue;
            // Below another's INBOX is all that is another's, for its name is the mailbox's.
            var prefix = top.Folder.IsInbox && top.Owner is not null ? "" : top.Folder.Value + "/";
            paths.AddRange(place.Mailbox.ListFolders().Where(name => name == top.Folder
                || (name.Value.StartsWith(prefix, StringComparison.Ordinal) && (Kind == FolderSelection.Subtree || !name.Value.AsSpan(prefix.Length).Contains('/')))).Select(name => top with { Folder = name }));
        }

        return paths;
    }
}
