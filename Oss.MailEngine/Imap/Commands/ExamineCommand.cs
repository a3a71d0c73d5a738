namespace Oss.MailEngine.Imap.Commands;

/// <summary>EXAMINE (RFC 3501 6.3.2): SELECT, and nothing changes.</summary>
internal static class ExamineCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken) => SelectCommand.OpenAsync(session, request, readOnly: true, cancellationToken);
}
