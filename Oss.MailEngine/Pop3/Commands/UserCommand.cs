namespace Oss.MailEngine.Pop3.Commands;

/// <summary>USER (RFC 1939 7): any name is taken, so that none can be told from another.</summary>
internal static class UserCommand
{
    public static Task ExecuteAsync(Pop3Session session, Pop3Arguments arguments, CancellationToken cancellationToken)
    {
        AuthCommand.RequireEncryption(session);
        if (arguments.IsEmpty)
            throw new Pop3RefusalException("USER takes a name");
        session.User = arguments.Text;
        session.Ok("Now the password");
        return Task.CompletedTask;
    }
}
