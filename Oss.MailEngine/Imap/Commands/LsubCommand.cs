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

        var subscribed = session.Mailbox!.Subscriptions.Read().ToHashSet();
        // A level that is not subscribed itself is shown to a client that opens level by level with %, and to no other (RFC 3501 6.3.9).
        var levels = pattern.Contains('%', StringComparison.Ordinal) ? subscribed.SelectMany(name => FolderTree.Parents(name.Value)).Select(FolderName.TryParse).OfType<FolderName>() : [];
        foreach (var name in subscribed.Union(levels).OrderBy(name => !name.IsInbox).ThenBy(name => name.Value, StringComparer.Ordinal))
        {
            if (FolderPattern.Matches(pattern, session.IsUtf8 ? name.Value : name.Wire))
                session.WriteLine($"* LSUB ({(subscribed.Contains(name) ? "" : "\\Noselect")}) \"/\" {session.Shown(name)}");
        }

        return session.CompleteAsync(request, "Listed", cancellationToken);
    }
}
