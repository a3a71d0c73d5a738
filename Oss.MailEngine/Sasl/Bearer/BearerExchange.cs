using System.Text;
using System.Text.Json;
using Oss.MailEngine.Directory;

namespace Oss.MailEngine.Sasl.Bearer;

/// <summary>Login by an access token. A token that is not taken is answered with why, in JSON; whatever the client responds to that, the exchange has failed (RFC 7628 3.2.3).</summary>
internal abstract class BearerExchange(SaslAttempt attempt) : SaslExchange
{
    private const char Separator = '\u0001';

    private SaslStep.Finished? _failure;

    protected SaslAttempt Attempt => attempt;

    public override async ValueTask<SaslStep> RespondAsync(byte[] response, CancellationToken cancellationToken)
    {
        if (_failure is not null)
            return _failure;
        if (Read(Encoding.UTF8.GetString(response)) is not var (user, fields))
            return new SaslStep.Finished(SaslResult.Malformed);
        if (Token(fields) is not { } token)
            return Refuse("invalid_request", SaslResult.Rejected);

        var outcome = await attempt.Login.AskAsync(
            // Tokens without a name are told apart by themselves: they are nobody's account to be slowed down.
            attempt, user.Length > 0 ? user : token, token, () => attempt.Login.Directory.AuthenticateTokenAsync(new TokenLogin(token, user, attempt.Service, attempt.Connection.RemoteAddress), cancellationToken), cancellationToken);
        return outcome.Result is SaslResult.Rejected ? Refuse("invalid_token", SaslResult.Rejected) : outcome;
    }

    /// <summary>The user named, and the fields; <see langword="null"/> when the response is none.</summary>
    protected abstract (string User, string[] Fields)? Read(string response);

    /// <summary>What a client is told whose token is not taken.</summary>
    protected abstract Dictionary<string, string> Explanation(string status);

    /// <summary><c>key=value</c> pairs, each ended by a ^A, and one more at the end.</summary>
    protected static string[]? Pairs(string text) => text.EndsWith($"{Separator}", StringComparison.Ordinal) ? text[..^1].Split(Separator, StringSplitOptions.RemoveEmptyEntries) : null;

    private SaslStep.Challenge Refuse(string status, SaslResult result)
    {
        _failure = new SaslStep.Finished(result);
        return new SaslStep.Challenge(JsonSerializer.SerializeToUtf8Bytes(Explanation(status)));
    }

    // RFC 6750 2.1: b64token; the scheme's name in any case.
    private static string? Token(string[] fields) =>
        fields.FirstOrDefault(field => field.StartsWith("auth=", StringComparison.Ordinal)) is { } field
            && field.AsSpan(5).StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase) && field[12..].Trim(' ') is { Length: > 0 } token
            && token.All(c => char.IsAsciiLetterOrDigit(c) || "-._~+/=".Contains(c, StringComparison.Ordinal)) ? token : null;
}
