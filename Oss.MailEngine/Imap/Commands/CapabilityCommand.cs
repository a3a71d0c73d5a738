namespace Oss.MailEngine.Imap.Commands;

/// <summary>CAPABILITY (RFC 3501 6.1.1).</summary>
internal static class CapabilityCommand
{
    public static Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        request.Arguments.ExpectEnd();
        session.WriteLine($"* CAPABILITY {session.Capabilities}");
        session.Ok(request, "These");
        return Task.CompletedTask;
    }
}
