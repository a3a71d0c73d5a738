using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Storage;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>RENAME (RFC 3501 6.3.5), within one mailbox. Of INBOX it moves the messages: INBOX stays, and so do folders below it.</summary>
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
        if (from.Folder.IsInbox)
            await MoveInboxAsync(mailbox, to.Folder, cancellationToken);
        else if (!mailbox.RenameFolder(from.Folder, to.Folder))
            throw new ImapRefusalException("[CANNOT] There is no such folder, or its new name is taken");
        if (mailbox.Shared.HasAny)
            await mailbox.Shared.PublishAsync(session.Services.Storage.Shared, cancellationToken);
        await session.CompleteAsync(request, "Renamed", cancellationToken);
    }

    private static async Task MoveInboxAsync(Mailbox mailbox, FolderName to, CancellationToken cancellationToken)
    {
        if (!mailbox.CreateFolder(to) || mailbox.FindFolder(to) is not { } target)
            throw new ImapRefusalException("[ALREADYEXISTS] There is such a folder already");
        var inbox = mailbox.FindFolder(FolderName.Inbox)!;
        // What comes meanwhile is moved too, or stays: it is in one of them.
        var messages = await inbox.SyncAsync(cancellationToken);
        await inbox.MoveToAsync([.. messages.Messages.Select(message => message.Uid)], target, cancellationToken);
    }
}
