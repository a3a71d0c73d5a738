namespace Oss.MailEngine.Pop3.Commands;

/// <summary>DELE (RFC 1939 5).</summary>
internal static class DeleCommand
{
    public static Task ExecuteAsync(Pop3Session session, Pop3Arguments arguments, CancellationToken cancellationToken)
    {
        session.Maildrop.Mark(session.Maildrop.Find(arguments.Text));
        session.Ok("Marked");
        return Task.CompletedTask;
    }
}
