using Oss.MailEngine.Imap.Wire;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>RENAME (RFC 3501 6.3.5).</summary>
internal static class RenameCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var from = session.FolderArgument(request);
        request.Arguments.Expect(' ');
        var to = session.FolderArgument(request);
        request.Arguments.ExpectEnd();
        if (!session.Mailbox!.RenameFolder(from, to))
            throw new ImapRefusalException("[CANNOT] There is no such folder, or its new name is taken");
        return session.CompleteAsync(request, "Renamed", cancellationToken);
    }
}
