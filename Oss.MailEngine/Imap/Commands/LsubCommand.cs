using Oss.MailEngine.Imap.List;
using Oss.MailEngine.Storage;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>LSUB (RFC 3501 6.3.9).</summary>
internal static class LsubCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var reference = request.Arguments.AString();
        request.Arguments.Expect(' ');
        var pattern = reference + request.Arguments.ListMailbox();
        request.Arguments.ExpectEnd();

        var subscribed = session.Mailbox!.Subscriptions.Read().Select(path => path.Value).ToHashSet();
        // A level that is not subscribed itself is shown to a client that opens level by level with %, and to no other (RFC 3501 6.3.9).
        var levels = pattern.Contains('%', StringComparison.Ordinal) ? subscribed.SelectMany(FolderTree.Parents) : [];
        foreach (var name in subscribed.Union(levels).OrderBy(name => name != FolderName.Inbox.Value).ThenBy(name => name, StringComparer.Ordinal)
            .Select(name => new ListedName(name, session.IsUtf8 ? name : ModifiedUtf7.Encode(name))))
        {
            if (FolderPattern.Matches(pattern, name.Wire))
                session.WriteLine($"* LSUB ({(subscribed.Contains(name.Value) ? "" : "\\Noselect")}) \"/\" {session.Shown(name)}");
        }

        return session.CompleteAsync(request, "Listed", cancellationToken);
    }
}
