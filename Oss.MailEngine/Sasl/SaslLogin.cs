using System.Text;
using Oss.MailEngine.Connections;
using Oss.MailEngine.Directory;

namespace Oss.MailEngine.Sasl;

/// <summary>How an exchange came out.</summary>
internal enum SaslResult
{
    Accepted,
    Rejected,
    Denied,
    Unavailable,
    Malformed,
    Cancelled,
    UnknownMechanism,
}

/// <summary>Passwords over the wire, framed by each protocol in its own way: PLAIN (RFC 4616), LOGIN, and the protocols' own login commands. The throttle is
/// inside, so that all share it.</summary>
internal sealed class SaslLogin(IMailDirectory directory, LoginThrottle throttle)
{
    /// <summary>Octets of one base64 line; passwords are bounded by it.</summary>
    public const int MaxLineOctets = 4096;

    public static readonly string[] Mechanisms = ["PLAIN", "LOGIN"];

    /// <summary>Runs an exchange.</summary>
    /// <param name="connection">The client.</param>
    /// <param name="service">The service asked for.</param>
    /// <param name="mechanism">The mechanism's name as sent.</param>
    /// <param name="initial">The initial response, base64, <c>=</c> for an empty one; <see langword="null"/> when there is none.</param>
    /// <param name="challenge">Sends a base64 challenge and gives the next line; <see langword="null"/> when the peer hung up.</param>
    /// <param name="cancellationToken">Ends with the connection.</param>
    public async Task<(SaslResult Result, MailboxAccount? Account)> RunAsync(
        MailConnection connection, MailService service, string mechanism, string? initial, Func<string, Task<string?>> challenge, CancellationToken cancellationToken)
    {
        switch (mechanism.ToUpperInvariant())
        {
            case "PLAIN":
                initial ??= await challenge("");
                if (initial is null or "*")
                    return (SaslResult.Cancelled, null);
                if (Decode(initial)?.Split('\0') is not [var authorize, { Length: > 0 } user, var password] || (authorize.Length > 0 && authorize != user))
                    return (SaslResult.Malformed, null);
                return await LoginAsync(connection, service, user, password, cancellationToken);
            case "LOGIN":
                initial ??= await challenge("VXNlcm5hbWU6");
                var secret = initial is null or "*" ? null : await challenge("UGFzc3dvcmQ6");
                if (secret is null or "*")
                    return (SaslResult.Cancelled, null);
                return Decode(initial!) is { Length: > 0 } name && Decode(secret) is { } word
                    ? await LoginAsync(connection, service, name, word, cancellationToken)
                    : (SaslResult.Malformed, null);
            default:
                return (SaslResult.UnknownMechanism, null);
        }
    }

    /// <summary>Checks a user name and password.</summary>
    public async Task<(SaslResult Result, MailboxAccount? Account)> LoginAsync(
        MailConnection connection, MailService service, string user, string password, CancellationToken cancellationToken)
    {
        using var turn = await throttle.EnterAsync(connection.RemoteAddress, user, cancellationToken);
        switch (await directory.AuthenticateAsync(new LoginAttempt(user, password, service, connection.RemoteAddress), cancellationToken))
        {
            case AuthenticationOutcome.Accepted accepted:
                turn.Succeeded();
                return (SaslResult.Accepted, accepted.Mailbox);
            case AuthenticationOutcome.Denied:
                turn.Succeeded();
                return (SaslResult.Denied, null);
            case AuthenticationOutcome.Unavailable:
                return (SaslResult.Unavailable, null);
            default:
                turn.Failed(password);
                return (SaslResult.Rejected, null);
        }
    }

    private static string? Decode(string base64)
    {
        if (base64 == "=")
            return "";

        var buffer = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, buffer, out var length) ? Encoding.UTF8.GetString(buffer, 0, length) : null;
    }
}
