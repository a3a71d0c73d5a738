namespace Oss.MailEngine.Pop3.Commands;

/// <summary>RSET (RFC 1939 5).</summary>
internal static class RsetCommand
{
    public static Task ExecuteAsync(Pop3Session session, Pop3Arguments arguments, CancellationToken cancellationToken)
    {
        arguments.ExpectNone();
        session.Maildrop.Reset();
        session.Ok();
        return Task.CompletedTask;
    }
}
