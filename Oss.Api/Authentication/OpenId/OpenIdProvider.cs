using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Oss.Domain;

namespace Oss.Api.Authentication.OpenId;

/// <summary>
/// An OpenID provider: what its discovery document says, and the keys it signs by. They are read when first needed, once in a while, and when a token names a key that
/// is not known: so a new key is taken up at once, but nobody makes this node ask the provider more often than every few seconds. While the provider is down its
/// known keys go on being right for a day.
/// </summary>
internal sealed partial class OpenIdProvider : IDisposable
{
    /// <summary>How long the provider's keys are taken as they are.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromHours(1);

    /// <summary>How soon the provider is asked again, whatever tokens name.</summary>
    public static readonly TimeSpan SoonestAgain = TimeSpan.FromSeconds(10);

    /// <summary>How long keys are taken that could not be asked for again.</summary>
    public static readonly TimeSpan KeptWhileDown = TimeSpan.FromDays(1);

    /// <summary>How far clocks may be apart.</summary>
    public static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private const int MaxAnswerOctets = 256 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // No symmetric algorithm: whoever has the public key would be able to sign, and "none" is not one of them.
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    // RFC 8725 3.11: what a provider signs for another purpose is no access token.
    private static readonly string[] Types = ["at+jwt", "application/at+jwt", "JWT"];

    private readonly string _authority;
    private readonly Uri _discovery;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly HttpClient _http;
    private readonly HttpDocumentRetriever _documents;
    private readonly JsonWebTokenHandler _tokens = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = ApiClientLimits.TokenLength };
    private readonly SemaphoreSlim _asking = new(1);

    private Known? _known;
    private DateTimeOffset _askedAt = DateTimeOffset.MinValue;

    public OpenIdProvider(string authority, TimeProvider time, ILogger log)
    {
        (_authority, _time, _log) = (authority.TrimEnd('/'), time, log);
        _discovery = new Uri(_authority + "/.well-known/openid-configuration");
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, ConnectTimeout = Patience, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = Patience, MaxResponseContentBufferSize = MaxAnswerOctets,
        };
        _documents = new HttpDocumentRetriever(_http) { RequireHttps = !_discovery.IsLoopback };
    }

    /// <summary>Whether keys may be fetched from there: by HTTPS, or from this machine.</summary>
    public static bool IsSafe(string authority) => Uri.TryCreate(authority, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback)) && uri.UserInfo.Length == 0 && uri.Query.Length == 0 && uri.Fragment.Length == 0;

    /// <summary>A signed token's claims, when the provider gave it for this audience and it is valid now; <see langword="null"/> and why, otherwise.</summary>
    /// <exception cref="DomainException">The provider's keys are not known, and it is out of reach.</exception>
    public async Task<(JsonWebToken? Token, string? Refused)> ReadAsync(string token, string audience, CancellationToken cancellationToken)
    {
        if (Header(token) is not { } header)
            return (null, "no signed token");

        var known = await KnownAsync(cancellationToken);
        if (header.Kid is { Length: > 0 } kid && !known.Keys.Any(key => key.KeyId == kid))
            known = await AskAsync(known, cancellationToken) ?? known;
        var result = await ValidateAsync(token, audience, known);
        return result.IsValid ? ((JsonWebToken)result.SecurityToken, null) : (null, result.Exception.GetType().Name);
    }

    public void Dispose()
    {
        _http.Dispose();
        _asking.Dispose();
    }

    // Signed ones only: of an encrypted one nothing could be said.
    private static JsonWebToken? Header(string token)
    {
        try
        {
            return token.Length <= ApiClientLimits.TokenLength && new JsonWebToken(token) is { IsEncrypted: false } read ? read : null;
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException or FormatException or System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private async Task<Known> KnownAsync(CancellationToken cancellationToken)
    {
        var known = _known;
        if (known is null || _time.GetUtcNow() - known.At > GoodFor)
            known = await AskAsync(known, cancellationToken);
        return known is not null && _time.GetUtcNow() - known.At <= KeptWhileDown ? known : throw new DomainException(new DomainError.Unavailable("The OpenID provider is out of reach; try again."));
    }

    /// <summary>Asks the provider, unless somebody did a moment ago.</summary>
    private async Task<Known?> AskAsync(Known? known, CancellationToken cancellationToken)
    {
        await _asking.WaitAsync(cancellationToken);
        try
        {
            if (_known != known || _time.GetUtcNow() - _askedAt < SoonestAgain)
                return _known;

            _askedAt = _time.GetUtcNow();
            var configuration = await OpenIdConnectConfigurationRetriever.GetAsync(_discovery.AbsoluteUri, _documents, CancellationToken.None);
            // OpenID Connect Discovery 1.0, 4.3: whoever can put a document there must not become another issuer by it.
            if (configuration.Issuer?.TrimEnd('/') != _authority)
                throw new InvalidOperationException($"The issuer in {_discovery} is another one.");
            return _known = new Known(configuration.Issuer, [.. configuration.SigningKeys], _time.GetUtcNow());
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            LogOutOfReach(_discovery, e);
            return _known;
        }
        finally
        {
            _asking.Release();
        }
    }

    private Task<TokenValidationResult> ValidateAsync(string token, string audience, Known known) => _tokens.ValidateTokenAsync(token, new TokenValidationParameters
    {
        ValidIssuer = known.Issuer, ValidAudience = audience, IssuerSigningKeys = known.Keys, ValidAlgorithms = Algorithms, RequireSignedTokens = true, RequireAudience = true,
        LifetimeValidator = IsNow, TypeValidator = KnownType,
    });

    private bool IsNow(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return expires is { } end && end + ClockSkew > now && (notBefore is not { } begin || begin - ClockSkew <= now);
    }

    private static string KnownType(string? type, SecurityToken token, TokenValidationParameters parameters) => type is null || Types.Contains(type, StringComparer.OrdinalIgnoreCase)
        ? type ?? ""
        : throw new SecurityTokenInvalidTypeException("Not an access token.");

    [LoggerMessage(3010, LogLevel.Warning, "The OpenID provider's keys could not be read from {Address}")]
    private partial void LogOutOfReach(Uri address, Exception cause);

    private sealed record Known(string Issuer, IReadOnlyList<SecurityKey> Keys, DateTimeOffset At);
}
