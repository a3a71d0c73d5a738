using Oss.MailEngine.Imap.Status;

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
        await status.WriteAsync(session, session.Find(name), session.Shown(name), cancellationToken);
        await session.CompleteAsync(request, "Done", cancellationToken);
    }
}
