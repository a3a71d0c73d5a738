using Oss.MailEngine.Directory;

namespace Oss.MailEngine.Pop3.Commands;

/// <summary>PASS (RFC 1939 7): all that follows the space, spaces too.</summary>
internal static class PassCommand
{
    public static async Task ExecuteAsync(Pop3Session session, Pop3Arguments arguments, CancellationToken cancellationToken)
    {
        var user = session.User ?? throw new Pop3RefusalException("USER first");
        session.User = null;
        await AuthCommand.EnterAsync(session, await session.Services.Login.LoginAsync(session.Connection, MailService.Pop3, user, arguments.Text, cancellationToken), cancellationToken);
    }
}
