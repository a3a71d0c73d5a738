namespace Oss.MailEngine.Pop3.Commands;

/// <summary>CAPA (RFC 2449).</summary>
internal static class CapaCommand
{
    public static Task ExecuteAsync(Pop3Session session, Pop3Arguments arguments, CancellationToken cancellationToken)
    {
        arguments.ExpectNone();
        session.Lines("Capabilities follow", Pop3Commands.Capabilities(session));
        return Task.CompletedTask;
    }
}
