using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>RENAME (RFC 3501 6.3.5), within one mailbox.</summary>
internal static class RenameCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var from = session.FolderArgument(request);
        request.Arguments.Expect(' ');
        var to = session.FolderArgument(request);
        request.Arguments.ExpectEnd();
        var (mailbox, user) = await session.Neighbours.PlaceAsync(from, cancellationToken) ?? throw new ImapRefusalException("[NONEXISTENT] There is no such folder");
        // A level that is no folder itself has folders below it, which are renamed.
        if (mailbox.FindFolder(from.Folder) is not null || !user.IsOwner)
            (await session.FindAsync(from, AclRights.DeleteFolder, cancellationToken)).Demand(AclRights.DeleteFolder);
        if ((await CreateCommand.PlaceAsync(session, to, cancellationToken)).Mailbox != mailbox)
            throw new ImapRefusalException("[CANNOT] A folder stays in its mailbox");
        if (!mailbox.RenameFolder(from.Folder, to.Folder))
            throw new ImapRefusalException("[CANNOT] There is no such folder, or its new name is taken");
        if (mailbox.Shared.HasAny)
            await mailbox.Shared.PublishAsync(session.Services.Storage.Shared, cancellationToken);
        await session.CompleteAsync(request, "Renamed", cancellationToken);
    }
}
