namespace Oss.MailEngine.Pop3.Commands;

/// <summary>UIDL (RFC 1939 7).</summary>
internal static class UidlCommand
{
    public static Task ExecuteAsync(Pop3Session session, Pop3Arguments arguments, CancellationToken cancellationToken)
    {
        ListCommand.Answer(session, arguments, session.Maildrop.Uidl);
        return Task.CompletedTask;
    }
}
