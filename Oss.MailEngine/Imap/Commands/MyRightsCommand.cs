using Oss.MailEngine.Imap.Sharing;
using Oss.MailEngine.Storage.Acl;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>MYRIGHTS (RFC 4314 3.5).</summary>
internal static class MyRightsCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var path = session.FolderArgument(request);
        request.Arguments.ExpectEnd();
        Write(session, await session.FindAsync(path, AclRights.None, cancellationToken));
        await session.CompleteAsync(request, "Done", cancellationToken);
    }

    /// <summary>The answer for a folder, alone and in a LIST (RFC 8440).</summary>
    public static void Write(ImapSession session, FolderAccess access) => session.WriteLine($"* MYRIGHTS {session.Shown(access.Path)} {AclArguments.Shown(access.Rights)}");
}
