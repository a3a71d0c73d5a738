using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>DELETE (RFC 3501 6.3.4).</summary>
internal static class DeleteCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var name = session.FolderArgument(request);
        request.Arguments.ExpectEnd();
        if (session.Selected?.Folder.Name == name)
            session.Selected = null;
        if (!session.Mailbox!.DeleteFolder(name))
            throw new ImapRefusalException("[NONEXISTENT] There is no such folder");
        return session.CompleteAsync(request, "Deleted", cancellationToken);
    }
}
