using Oss.MailEngine.Connections;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Imap.Wire;
using Oss.MailEngine.Sasl;
using System.Text;

namespace Oss.MailEngine.Imap.Commands;

/// <summary>AUTHENTICATE (RFC 3501 6.2.2), with an initial response (RFC 4959).</summary>
internal static class AuthenticateCommand
{
    public static async Task ExecuteAsync(ImapSession session, ImapRequest request, CancellationToken cancellationToken)
    {
        var mechanism = request.Arguments.Atom();
        var initial = request.Arguments.TryTake(' ') ? request.Arguments.Atom("=") : null;
        request.Arguments.ExpectEnd();
        Enter(session, request, await session.Services.Login.RunAsync(
            session.Connection, MailService.Imap, mechanism, initial, text => ChallengeAsync(session.Connection, text, cancellationToken), cancellationToken));
    }

    public static void RequireEncryption(ImapSession session)
    {
        if (!session.MayLogIn)
            throw new ImapRefusalException("[PRIVACYREQUIRED] Encryption is required first: STARTTLS");
    }

    public static void Enter(ImapSession session, ImapRequest request, SaslStep.Finished outcome)
    {
        if (outcome.Account is { } account)
        {
            session.Enter(account);
            session.Ok(request, $"[CAPABILITY {session.Capabilities}] Welcome");
        }
        else if (outcome.Result is SaslResult.Malformed or SaslResult.Cancelled or SaslResult.UnknownMechanism)
            throw new ImapSyntaxException("The login was not understood");
        else
        {
            throw new ImapRefusalException(outcome.Result switch
            {
                SaslResult.NeedsEncryption => "[PRIVACYREQUIRED] Encryption is required first: STARTTLS",
                SaslResult.Denied => "[AUTHORIZATIONFAILED] IMAP is not enabled for this account",
                SaslResult.Elsewhere => "[UNAVAILABLE] The mail of this account is on another server for the time being; try again later",
                SaslResult.Unavailable => "[UNAVAILABLE] Try again later",
                _ => "[AUTHENTICATIONFAILED] User name or password is wrong",
            });
        }
    }

    private static async Task<string?> ChallengeAsync(MailConnection connection, string text, CancellationToken cancellationToken)
    {
        connection.WriteLine($"+ {text}");
        await connection.FlushAsync(cancellationToken);
        var line = await connection.ReadLineAsync(SaslLimits.Line, ImapLimits.LoginPatience, cancellationToken);
        return line.Kind == LineKind.End ? null : line.Kind == LineKind.Complete ? Encoding.ASCII.GetString(line.Octets) : "*";
    }
}
