using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>LIST (RFC 3501 6.3.8), with CHILDREN (RFC 3348).</summary>
internal static class ListCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var reference = request.Arguments.AString();
        request.Arguments.Expect(' ');
        var name = request.Arguments.ListMailbox();
        request.Arguments.ExpectEnd();
        if (name.Length == 0)
            session.WriteLine("* LIST (\\Noselect) \"/\" \"\"");
        else
            WriteMatches(session, reference + name);
        return session.CompleteAsync(request, "Done", cancellationToken);
    }

    private static void WriteMatches(ImapSession session, string pattern)
    {
        var existing = session.Mailbox!.ListFolders().Select(folder => folder.Wire).ToHashSet();
        var parents = existing.SelectMany(FolderTree.Parents).ToHashSet();
        // A level that is no folder itself is shown all the same, or a client that opens level by level with % would never see what is below.
        foreach (var folder in FolderTree.Ordered(existing.Union(parents)).Where(folder => FolderPattern.Matches(pattern, folder)))
        {
            var attributes = (existing.Contains(folder) ? "" : "\\Noselect ") + (parents.Contains(folder) ? "\\HasChildren" : "\\HasNoChildren");
            session.WriteLine($"* LIST ({attributes}) \"/\" {ImapText.String(folder)}");
        }
    }
}
