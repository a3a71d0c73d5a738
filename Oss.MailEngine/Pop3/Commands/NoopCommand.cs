namespace Oss.MailEngine.Pop3.Commands;

/// <summary>NOOP (RFC 1939 5).</summary>
internal static class NoopCommand
{
    public static Task ExecuteAsync(Pop3Session session, Pop3Arguments arguments, CancellationToken cancellationToken)
    {
        arguments.ExpectNone();
        session.Ok();
        return Task.CompletedTask;
    }
}
