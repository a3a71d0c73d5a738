namespace Oss.MailEngine.Imap.Commands;

/// <summary>ID (RFC 2971).</summary>
internal static class IdCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        session.WriteLine("* ID (\"name\" \"Oss\")");
        session.Ok(request, "Done");
        return Task.CompletedTask;
    }
}
