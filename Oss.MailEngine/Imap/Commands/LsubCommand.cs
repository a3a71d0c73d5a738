using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>LSUB (RFC 3501 6.3.9).</summary>
internal static class LsubCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var reference = request.Arguments.AString();
        request.Arguments.Expect(' ');
        WriteMatches(session, reference + request.Arguments.ListMailbox());
        request.Arguments.ExpectEnd();
        return session.CompleteAsync(request, "Done", cancellationToken);
    }

    private static void WriteMatches(ImapSession session, string pattern)
    {
        var subscribed = session.Mailbox!.Subscriptions.Read().Select(folder => folder.Wire).ToHashSet();
        // A level that is not subscribed itself is shown to a client that opens level by level with %, and to no other (RFC 3501 6.3.9).
        var levels = pattern.Contains('%', StringComparison.Ordinal) ? subscribed.SelectMany(FolderTree.Parents) : [];
        foreach (var folder in FolderTree.Ordered(subscribed.Union(levels)).Where(folder => FolderPattern.Matches(pattern, folder)))
            session.WriteLine($"* LSUB ({(subscribed.Contains(folder) ? "" : "\\Noselect")}) \"/\" {ImapText.String(folder)}");
    }
}
