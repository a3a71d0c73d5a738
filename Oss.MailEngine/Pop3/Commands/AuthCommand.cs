using System.Text;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Sasl;

namespace Oss.MailEngine.Pop3.Commands;

/// <summary>AUTH (RFC 5034), answered with the codes of RFC 3206.</summary>
internal static class AuthCommand
{
    public static async Task ExecuteAsync(Pop3Session session, Pop3Arguments arguments, CancellationToken cancellationToken)
    {
        if (arguments.IsEmpty)
        {
            // Older than CAPA, and some clients still ask this way.
            session.Lines("", session.Services.Login.Mechanisms(session.Connection));
            return;
        }

        var words = arguments.Words;
        if (words.Length > 2)
            throw new Pop3RefusalException("AUTH takes a mechanism and an initial response");
        await EnterAsync(
            session,
            await session.Services.Login.RunAsync(
                session.Connection, MailService.Pop3, words[0], words.Length > 1 ? words[1] : null, text => ChallengeAsync(session.Connection, text, cancellationToken), cancellationToken),
            cancellationToken);
    }

    public static void RequireEncryption(Pop3Session session)
    {
        if (!session.MayLogIn)
            throw new Pop3RefusalException("[SYS/PERM] Encryption is required first: STLS");
    }

    public static async Task EnterAsync(Pop3Session session, SaslStep.Finished outcome, CancellationToken cancellationToken)
    {
        var account = outcome.Account ?? throw new Pop3RefusalException(outcome.Result switch
        {
            SaslResult.NeedsEncryption => "[SYS/PERM] Encryption is required first: STLS",
            SaslResult.Rejected => "[AUTH] User name or password is wrong",
            SaslResult.Denied => "[SYS/PERM] POP3 is not enabled for this account",
            SaslResult.Elsewhere => "[SYS/TEMP] The mail of this account is on another server for the time being; try again later",
            SaslResult.Unavailable => "[SYS/TEMP] Try again later",
            _ => "The login was not understood",
        });
        await session.EnterAsync(account, cancellationToken);
        session.Ok($"{session.Maildrop.Count} messages");
    }

    private static async Task<string?> ChallengeAsync(MailConnection connection, string text, CancellationToken cancellationToken)
    {
        connection.WriteLine($"+ {text}");
        await connection.FlushAsync(cancellationToken);
        var line = await connection.ReadLineAsync(SaslLimits.Line, Pop3Limits.Patience, cancellationToken);
        return line.Kind == LineKind.End ? null : line.Kind == LineKind.Complete ? Encoding.ASCII.GetString(line.Octets) : "*";
    }
}
