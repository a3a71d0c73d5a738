namespace Oss.MailEngine.Sasl.Bearer;

/// <summary>OAUTHBEARER (RFC 7628): <c>n,a=user,^Ahost=…^Aport=…^Aauth=Bearer token^A^A</c>.</summary>
internal sealed class OAuthBearerExchange(SaslAttempt attempt) : BearerExchange(attempt)
{
    protected override (string User, string[] Fields)? Read(string response)
    {
        if (response.IndexOf('\u0001', StringComparison.Ordinal) is not (> 0 and var end)
            || Gs2Header.TryRead(response[..end]) is not { Binding: null, Length: var length, Mailbox: var user } || length != end
            || Pairs(response[(end + 1)..]) is not { } fields)
            return null;

        return (user, fields);
    }

    protected override Dictionary<string, string> Explanation(string status) => new()
    {
        ["status"] = status, ["scope"] = Attempt.Login.Bearer!.Scope, ["openid-configuration"] = Attempt.Login.Bearer.OpenIdConfiguration.AbsoluteUri,
    };
}
