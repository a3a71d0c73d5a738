using Oss.MailEngine.Directory;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>LOGIN (RFC 3501 6.2.3).</summary>
internal static class LoginCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var user = request.Arguments.AString();
        request.Arguments.Expect(' ');
        var password = request.Arguments.AString();
        request.Arguments.ExpectEnd();
        AuthenticateCommand.RequireEncryption(session);
        AuthenticateCommand.Enter(session, request, await session.Services.Login.LoginAsync(session.Connection, MailService.Imap, user, password, cancellationToken));
    }
}
