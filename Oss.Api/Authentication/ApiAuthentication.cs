using System.Globalization;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Oss.Api.Authentication.OpenId;

namespace Oss.Api.Authentication;

/// <summary>Signs API clients in by the header <c>Authorization</c>: HTTP Basic with their secret, or Bearer with an OpenID provider's access token. It is decided on the
/// headers alone, before a byte of the body is read.</summary>
internal sealed class ApiAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiClientSignIn signIn, TokenSignIn tokens)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "ApiClient";

    private const string Bearer = "Bearer ";

    private bool _isToken;
    private SignInOutcome? _outcome;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        // Two of them would be two callers.
        if (Request.Headers.Authorization is not [{ } header])
            return AuthenticateResult.NoResult();

        _isToken = tokens.IsConfigured && header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase);
        _outcome = !signIn.MayCarryCredentials(Context) ? new SignInOutcome.Plaintext()
            : _isToken ? await tokens.SignInAsync(Context, header[Bearer.Length..].Trim(), Context.RequestAborted)
            : BasicCredentials.TryRead(header, out var name, out var secret) ? await signIn.SignInAsync(Context, name, secret, Context.RequestAborted)
            : null;
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
                Response.Headers.WWWAuthenticate = Challenges();
                break;
        }

        return Task.CompletedTask;
    }

    // RFC 6750 3: who has sent no token is told of no error in it.
    private string[] Challenges()
    {
        const string basic = "Basic realm=\"OSS\", charset=\"UTF-8\"", bearer = "Bearer realm=\"OSS\"";
        return !tokens.IsConfigured ? [basic] : _isToken ? [bearer + ", error=\"invalid_token\"", basic] : [basic, bearer];
    }
}
