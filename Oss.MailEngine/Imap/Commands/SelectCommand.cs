using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>SELECT (RFC 3501 6.3.1).</summary>
internal static class SelectCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken) => OpenAsync(session, request, readOnly: false, cancellationToken);

    public static async Task OpenAsync(ImapSession session, ImapRequest request, bool readOnly, CancellationToken cancellationToken)
    {
        // Whatever becomes of it, the folder selected before is not selected any more.
        session.Selected = null;
        var folder = session.Find(ImapSession.FolderArgument(request));
        request.Arguments.ExpectEnd();

        var snapshot = await folder.SyncAsync(cancellationToken);
        session.Selected = new SelectedFolder(folder, snapshot, readOnly, readOnly ? snapshot.UidNext : folder.ClaimRecent(snapshot));
        var keywords = string.Concat(folder.Keywords.Select(keyword => " " + keyword));
        session.WriteLine($"* FLAGS ({ImapFlags.All}{keywords})");
        session.WriteLine($"* {snapshot.Messages.Length} EXISTS");
        session.WriteLine($"* {session.Selected.RecentCount} RECENT");
        if (FirstUnseen(snapshot) is > 0 and var unseen)
            session.WriteLine($"* OK [UNSEEN {unseen}] The first unseen message");
        session.WriteLine($"* OK [UIDVALIDITY {snapshot.UidValidity}] UIDs are valid");
        session.WriteLine($"* OK [UIDNEXT {snapshot.UidNext}] The next UID");
        session.WriteLine(readOnly ? "* OK [PERMANENTFLAGS ()] Read only" : $"* OK [PERMANENTFLAGS ({ImapFlags.All}{keywords} \\*)] Flags that stay");
        session.Ok(request, $"[{(readOnly ? "READ-ONLY" : "READ-WRITE")}] Selected");
    }

    private static int FirstUnseen(FolderSnapshot snapshot)
    {
        for (var i = 0; i < snapshot.Messages.Length; i++)
        {
            if (!snapshot.Messages[i].Flags.HasFlag(MessageFlags.Seen))
                return i + 1;
        }

        return 0;
    }
}
