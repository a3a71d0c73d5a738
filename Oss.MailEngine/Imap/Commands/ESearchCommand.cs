using Oss.MailEngine.Imap.Search;
using Oss.MailEngine.Imap.Selection;
using Oss.MailEngine.Imap.Sharing;
using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>ESEARCH (RFC 7377): one search in many folders, each answered by itself and by UID. A folder in which nothing is found is not spoken of, nor one that is not there or may not be read.</summary>
internal static class ESearchCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var arguments = request.Arguments;
        var selectors = Sources(session, arguments);
        var returns = SearchReturn.TryParse(arguments) ?? SearchReturn.Everything;
        var key = SearchProgram.Parse(session, arguments);
        var isSelectedOnly = selectors is null || selectors.TrueForAll(selector => selector.Kind == FolderSelection.Selected);
        if (isSelectedOnly && session.Selected is null)
            throw new ImapSyntaxException("No folder is selected, and none is named");
        if (returns.Update || (returns.Save && !isSelectedOnly))
            throw new ImapSyntaxException("UPDATE is for one folder, and SAVE for the selected one");
        if (!isSelectedOnly && (key.UsesNumbers || key.UsesSaved))
            throw new ImapSyntaxException("In many folders messages have no numbers and nothing is saved");

        var seen = new HashSet<string>();
        foreach (var selector in selectors ?? [new FolderSelector(FolderSelection.Selected, [])])
        {
            foreach (var access in await selector.ResolveAsync(session, cancellationToken))
            {
                if (!seen.Add(access.Folder.Path))
                    continue;
                if (seen.Count > ImapLimits.SearchedFolders)
                    throw new ImapRefusalException($"[LIMIT] No more than {ImapLimits.SearchedFolders} folders are searched at once");
                await SearchAsync(session, request, access, returns, key, cancellationToken);
            }
        }

        await session.CompleteAsync(request, "Searched", cancellationToken);
    }

    private static async Task SearchAsync(ImapSession session, ImapRequest request, FolderAccess access, SearchReturn returns, SearchKey key, CancellationToken cancellationToken)
    {
        var selected = session.Selected?.Folder == access.Folder ? session.Selected : null;
        SearchScope scope;
        uint validity;
        try
        {
            var snapshot = selected?.View ?? await access.Folder.SyncAsync(cancellationToken);
            validity = snapshot.UidValidity;
            scope = selected is not null ? SearchProgram.Scope(session, selected, cancellationToken)
                : new SearchScope(access.Folder, snapshot.Messages, _ => false, new HashSet<uint>(), session.Connection.Time.GetUtcNow(), cancellationToken);
        }
        catch (Exception e) when (e is IOException && selected is null)
        {
            // Deleted at this moment.
            return;
        }

        var found = await SearchProgram.RunAsync(session, request, scope, key, cancellationToken);
        var uids = found.ConvertAll(index => scope.Messages[index].Uid);
        var answer = new SearchAnswer($"TAG \"{request.Tag}\" MAILBOX {session.Shown(access.Path)} UIDVALIDITY {validity}", ByUid: true, returns);
        if (uids.Count > 0 && !returns.IsEmpty)
            session.WriteLine(answer.Line(uids, key.UsesModSeq ? found.Max(index => scope.Messages[index].ModSeq) : null));
        if (returns.Save && selected is not null)
            selected.Saved = answer.Saved(uids);
    }

    private static List<FolderSelector>? Sources(ImapSession session, ImapParser arguments)
    {
        if (!arguments.TryTakeWord("IN"))
            return null;
        var selectors = new List<FolderSelector>();
        arguments.Parenthesised(() =>
        {
            // Options of the scope come last; there are none yet (RFC 7377 2.2).
            if (arguments.Peek == '(')
                throw new ImapSyntaxException("There are no options of a scope");
            var selector = FolderSelector.Parse(session, arguments);
            selectors.Add(selector.Kind != FolderSelection.SelectedDelayed && selectors.Count < ImapLimits.SelectedNames ? selector : throw new ImapSyntaxException("That cannot be searched"));
        });
        arguments.Expect(' ');
        return selectors.Count > 0 ? selectors : throw new ImapSyntaxException("Folders are missing");
    }
}
