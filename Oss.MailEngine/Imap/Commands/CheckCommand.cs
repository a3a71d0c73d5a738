namespace Oss.MailEngine.Imap.Commands;

/// <summary>CHECK (RFC 3501 6.4.1): everything is on disk always, so there is nothing to do but to tell what changed.</summary>
internal static class CheckCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        request.Arguments.ExpectEnd();
        return session.CompleteAsync(request, "Done", cancellationToken);
    }
}
