using System.Text;

namespace Oss.MailEngine.Sasl.Passwords;

/// <summary>LOGIN, which never became a standard and which old clients know: asks for the name, then for the password.</summary>
internal sealed class LoginExchange(SaslAttempt attempt) : SaslExchange
{
    private string? _user;

    public override byte[] Opening => "Username:"u8.ToArray();

    public override async ValueTask<SaslStep> RespondAsync(byte[] response, CancellationToken cancellationToken)
    {
        var text = Encoding.UTF8.GetString(response);
        if (_user is { Length: > 0 } user)
            return await attempt.Login.CheckAsync(attempt, user, text, "", cancellationToken);

        _user = text;
        return text.Length > 0 ? new SaslStep.Challenge("Password:"u8.ToArray()) : new SaslStep.Finished(SaslResult.Malformed);
    }
}
