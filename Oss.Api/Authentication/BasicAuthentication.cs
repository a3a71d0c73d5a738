using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Oss.Api.Authentication;

/// <summary>HTTP Basic (RFC 7617) for API clients, in UTF-8. It is decided on the headers alone, before a byte of the body is read.</summary>
internal sealed class BasicAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiClientSignIn signIn)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Basic";

    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private SignInOutcome? _outcome;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers.Authorization is not [{ } header])
            return AuthenticateResult.NoResult();
        if (!signIn.MayCarryCredentials(Context))
            _outcome = new SignInOutcome.Plaintext();
        else if (TryDecode(header, out var name, out var secret))
            _outcome = await signIn.SignInAsync(Context, name, secret, Context.RequestAborted);

        return _outcome is SignInOutcome.SignedIn { Actor: var actor }
            ? AuthenticateResult.Success(new AuthenticationTicket(new ActorPrincipal(actor, SchemeName), SchemeName))
            : AuthenticateResult.Fail("The credentials are refused.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        switch (_outcome)
        {
            case SignInOutcome.Plaintext:
                Response.StatusCode = StatusCodes.Status403Forbidden;
                break;
            case SignInOutcome.Throttled { Wait: var wait }:
                Response.StatusCode = StatusCodes.Status429TooManyRequests;
                Response.Headers.RetryAfter = ((int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
                break;
            default:
                Response.StatusCode = StatusCodes.Status401Unauthorized;
                Response.Headers.WWWAuthenticate = "Basic realm=\"OSS\", charset=\"UTF-8\"";
                break;
        }

        return Task.CompletedTask;
    }

    // RFC 7617 2: the first colon ends the name; the secret may hold more of them.
    private static bool TryDecode(string header, out string name, out string secret)
    {
        (name, secret) = ("", "");
        const string prefix = "Basic ";
        if (header.Length > ApiClientLimits.AuthorizationHeaderLength || !header.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            return false;

        var encoded = header.AsSpan(prefix.Length).Trim();
        if (!Base64.IsValid(encoded))
            return false;

        try
        {
            var text = StrictUtf8.GetString(Convert.FromBase64String(encoded.ToString()));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
                return false;
            (name, secret) = (text[..colon], text[(colon + 1)..]);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
