namespace Oss.MailEngine.Pop3.Commands;

/// <summary>QUIT (RFC 1939 5, 6): only now, and only when logged in, what was marked is removed.</summary>
internal static class QuitCommand
{
    public static async Task ExecuteAsync(Pop3Session session, Pop3Arguments arguments, CancellationToken cancellationToken)
    {
        session.Finish();
        try
        {
            await session.ExpungeAsync(cancellationToken);
            session.Ok("Goodbye");
        }
        catch (IOException)
        {
            session.Error("[SYS/TEMP] Some messages were not deleted");
        }
    }
}
