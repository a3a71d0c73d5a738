using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>DELETE (RFC 3501 6.3.4).</summary>
internal static class DeleteCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var name = session.FolderArgument(request);
        request.Arguments.ExpectEnd();
        var access = await session.FindAsync(name, AclRights.DeleteFolder, cancellationToken);
        var mailbox = access.Folder.Mailbox;
        if (session.Selected?.Folder == access.Folder)
            session.Selected = null;
        var wasShared = access.Folder.Acl.Read().IsShared;
        if (!mailbox.DeleteFolder(name.Folder))
            throw new ImapRefusalException(name.Folder.IsInbox ? "[CANNOT] The INBOX stays" : "[NONEXISTENT] There is no such folder");
        if (wasShared)
            await mailbox.Shared.PublishAsync(session.Services.Storage.Shared, cancellationToken);
        await session.CompleteAsync(request, "Deleted", cancellationToken);
    }
}
