using System.Text;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Sasl;

namespace Oss.MailEngine.Smtp.Commands;

/// <summary>AUTH (RFC 4954): frames the SASL exchange.</summary>
internal static class AuthCommand
{
    public static readonly SmtpCommand Row = new("AUTH", [MailListener.Submission], SmtpStates.Greeted, HandleAsync)
    {
        Keywords = static session => session.Services.Login.Mechanisms(session.Connection) is { Count: > 0 } mechanisms ? [$"AUTH {string.Join(' ', mechanisms)}"] : [],
    };

    private static async Task HandleAsync(SmtpSession session, byte[] argument, CancellationToken cancellationToken)
    {
        if (session.User is not null)
        {
            session.Error("503 5.5.1 Authenticated already");
            return;
        }

        var words = Encoding.ASCII.GetString(argument).Split(' ', 2);
        var (result, account) = await session.Services.Login.RunAsync(
            session.Connection, MailService.Submission, words[0], words.Length > 1 ? words[1] : null, text => ChallengeAsync(session, text, cancellationToken), cancellationToken);
        session.User = account;
        Answer(session, result);
    }

    private static void Answer(SmtpSession session, SaslResult result)
    {
        switch (result)
        {
            case SaslResult.Accepted:
                session.Reply("235 2.7.0 Welcome");
                break;
            case SaslResult.Unavailable:
                session.Reply("454 4.7.0 Try again later");
                break;
            default:
                session.Error(result switch
                {
                    SaslResult.NeedsEncryption => "538 5.7.11 Encryption is required first: STARTTLS",
                    SaslResult.Cancelled => "501 5.7.0 Cancelled",
                    SaslResult.Malformed => "501 5.5.2 Not well-formed",
                    SaslResult.UnknownMechanism => "504 5.5.4 Unknown mechanism",
                    SaslResult.Denied => "525 5.7.13 Sending is not enabled for this account",
                    _ => "535 5.7.8 User name or password is wrong",
                });
                break;
        }
    }

    private static async Task<string?> ChallengeAsync(SmtpSession session, string text, CancellationToken cancellationToken)
    {
        session.Reply($"334 {text}");
        await session.Connection.FlushAsync(cancellationToken);
        var line = await session.Connection.ReadLineAsync(SaslLimits.Line, SmtpLimits.CommandPatience, cancellationToken);
        return line.Kind == LineKind.End ? null : line.Kind == LineKind.Complete ? Encoding.ASCII.GetString(line.Octets) : "*";
    }
}
