using Oss.MailEngine.Imap.Status;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>STATUS (RFC 3501 6.3.10).</summary>
internal static class StatusCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var name = session.FolderArgument(request);
        request.Arguments.Expect(' ');
        var status = FolderStatus.Parse(session, request.Arguments);
        request.Arguments.ExpectEnd();
        await status.WriteAsync(session, (await session.FindAsync(name, AclRights.Read, cancellationToken)).Folder, session.Shown(name), cancellationToken);
        await session.CompleteAsync(request, "Done", cancellationToken);
    }
}
