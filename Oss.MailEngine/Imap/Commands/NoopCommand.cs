namespace Oss.MailEngine.Imap.Commands;

/// <summary>NOOP (RFC 3501 6.1.2): tells what changed.</summary>
internal static class NoopCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        request.Arguments.ExpectEnd();
        return session.CompleteAsync(request, "Done", cancellationToken);
    }
}
