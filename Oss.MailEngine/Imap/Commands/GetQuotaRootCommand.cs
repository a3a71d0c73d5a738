using Oss.MailEngine.Storage;
using Oss.MailEngine.Storage.Acl;
namespace Oss.MailEngine.Imap.Commands;

/// <summary>GETQUOTAROOT (RFC 9208 4.2): the one quota holds for every folder of a mailbox, and what somebody puts into another's folder counts against its owner.</summary>
internal static class GetQuotaRootCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var name = session.FolderArgument(request);
        request.Arguments.ExpectEnd();
        var access = await session.FindAsync(name, AclRights.Read, cancellationToken);
        var root = access.User.IsOwner ? "\"\"" : session.Shown(new FolderPath(FolderName.Inbox, name.Owner));
        session.WriteLine($"* QUOTAROOT {session.Shown(name)} {root}");
        GetQuotaCommand.Write(session, access.Folder.Mailbox, root);
        await session.CompleteAsync(request, "Done", cancellationToken);
    }
}
