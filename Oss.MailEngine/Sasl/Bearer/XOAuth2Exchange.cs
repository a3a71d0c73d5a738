namespace Oss.MailEngine.Sasl.Bearer;

/// <summary>XOAUTH2, what large providers had before there was a standard: <c>user=…^Aauth=Bearer token^A^A</c>.</summary>
internal sealed class XOAuth2Exchange(SaslAttempt attempt) : BearerExchange(attempt)
{
    protected override (string User, string[] Fields)? Read(string response) =>
        Pairs(response) is { } fields && fields.FirstOrDefault(field => field.StartsWith("user=", StringComparison.Ordinal)) is { } user ? (user[5..], fields) : null;

    protected override Dictionary<string, string> Explanation(string status) => new()
    {
        ["status"] = status == "invalid_token" ? "401" : "400", ["schemes"] = "bearer", ["scope"] = Attempt.Login.Bearer!.Scope,
    };
}
