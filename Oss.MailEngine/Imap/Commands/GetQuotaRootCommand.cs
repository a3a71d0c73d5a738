using Oss.MailEngine.Storage;
using Oss.MailEngine.Storage.Acl;
namespace Oss.MailEngine.Imap.Commands;

/// <summary>GETQUOTAROOT (RFC 9208 4.1.2): quota and pool hold for every folder of a mailbox, and what somebody puts into another's folder counts against its owner. What a whole
/// contract uses is told to its mailboxes and to no guest.</summary>
internal static class GetQuotaRootCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var name = session.FolderArgument(request);
        request.Arguments.ExpectEnd();
        var access = await session.FindAsync(name, AclRights.Read, cancellationToken);
        var root = access.User.IsOwner ? "\"\"" : session.Shown(new FolderPath(FolderName.Inbox, name.Owner));
        var pool = access.User.IsOwner ? access.Folder.Mailbox.Quota.PoolLimit : null;
        session.WriteLine($"* QUOTAROOT {session.Shown(name)} {root}{(pool is null ? "" : $" {GetQuotaCommand.PoolRoot}")}");
        GetQuotaCommand.Write(session, access.Folder.Mailbox, root);
        if (pool is { } limit)
            await GetQuotaCommand.WritePoolAsync(session, access.Folder.Mailbox, limit, cancellationToken);
        await session.CompleteAsync(request, "Done", cancellationToken);
    }
}
