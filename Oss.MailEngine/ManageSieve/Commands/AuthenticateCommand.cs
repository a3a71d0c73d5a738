using System.Text;
using Oss.MailEngine.Directory;
using Oss.MailEngine.Sasl;

namespace Oss.MailEngine.ManageSieve.Commands;

/// <summary>AUTHENTICATE (RFC 5804 2.1): challenges and responses are base64 in strings; <c>"*"</c> ends the exchange.</summary>
internal static class AuthenticateCommand
{
    public static async Task ExecuteAsync(ManageSieveSession session, ManageSieveInput input, CancellationToken cancellationToken)
    {
        if (input.Arguments.Count is not (1 or 2) || !input.Arguments.All(a => a.IsString) || input.Arguments[0].Text is not { } mechanism)
            throw new ManageSieveRefusal(null, "AUTHENTICATE takes a mechanism and an initial response, both strings");

        // An empty string is an empty response; the other protocols write it as "=".
        var initial = input.Arguments.Count > 1 ? input.Arguments[1].Text is { Length: > 0 } given ? given : "=" : null;
        var (result, account) = await session.Services.Login.RunAsync(
            session.Connection, MailService.ManageSieve, mechanism, initial, challenge => ChallengeAsync(session, challenge, cancellationToken), cancellationToken);
        session.Enter(account ?? throw new ManageSieveRefusal(result switch { SaslResult.Unavailable or SaslResult.Elsewhere => "TRYLATER", SaslResult.NeedsEncryption => "ENCRYPT-NEEDED", _ => null }, result switch
        {
            SaslResult.NeedsEncryption => "Encryption is required first: STARTTLS",
            SaslResult.Rejected => "User name or password is wrong",
            SaslResult.Denied => "Mail filters are not enabled for this account",
            SaslResult.Elsewhere => "The mail of this account is on another server for the time being; try again later",
            SaslResult.Unavailable => "Try again later",
            SaslResult.Cancelled => "Cancelled",
            SaslResult.UnknownMechanism => "Unknown mechanism",
            _ => "The login was not understood",
        }));
        session.Ok("Welcome");
    }

    private static async Task<string?> ChallengeAsync(ManageSieveSession session, string challenge, CancellationToken cancellationToken)
    {
        session.WriteOctets(Encoding.UTF8.GetBytes(ManageSieveSession.Quote(challenge) + "\r\n"));
        await session.Connection.FlushAsync(cancellationToken);
        var response = await session.Connection.ReadResponseAsync(SaslLimits.Line, ManageSieveLimits.PatienceBeforeLogin, cancellationToken);
        return response is null ? null : response.Error is not null || response.Arguments.Count != 1 || response.Arguments[0].Text is not { } text ? "*" : text.Length == 0 ? "=" : text;
    }
}
