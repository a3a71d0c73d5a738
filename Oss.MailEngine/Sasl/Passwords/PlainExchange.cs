using System.Text;

namespace Oss.MailEngine.Sasl.Passwords;

/// <summary>PLAIN (RFC 4616): <c>[authzid] NUL authcid NUL password</c>, in one response. The first name is the mailbox to act for, when it is another than the user's own.</summary>
internal sealed class PlainExchange(SaslAttempt attempt) : SaslExchange
{
    public override async ValueTask<SaslStep> RespondAsync(byte[] response, CancellationToken cancellationToken) =>
        Encoding.UTF8.GetString(response).Split('\0') is [var mailbox, { Length: > 0 } user, var password]
            ? await attempt.Login.CheckAsync(attempt, user, password, mailbox, cancellationToken)
            : new SaslStep.Finished(SaslResult.Malformed);
}
