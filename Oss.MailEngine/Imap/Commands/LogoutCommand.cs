namespace Oss.MailEngine.Imap.Commands;

/// <summary>LOGOUT (RFC 3501 6.1.3).</summary>
internal static class LogoutCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        session.WriteLine("* BYE Goodbye");
        session.Ok(request, "Logged out");
        session.Finish();
        return Task.CompletedTask;
    }
}
