using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Oss.Api.Hosting;

namespace Oss.Api.MailAdapter;

/// <summary>Checks access tokens of the configured OpenID provider: signed ones (JWT, RFC 9068) by the keys that its discovery document leads to, others by asking it (RFC 7662). The keys are
/// read again when a token names one that is not known, and once in a while.</summary>
internal sealed class OpenIdTokens : IDisposable
{
    // No symmetric algorithm: a client's secret must not be able to sign, and "none" is not one of them.
    private static readonly string[] Algorithms = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"];

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private const int MaxAnswerOctets = 256 * 1024;

    private readonly OpenIdSection _settings;
    private readonly HttpClient _http;
    private readonly JsonWebTokenHandler _tokens = new() { MapInboundClaims = false };
    private readonly OpenIdProvider? _provider;

    public OpenIdTokens(OssOptions options, TimeProvider time)
    {
        _settings = options.OpenId;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = Patience, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            Timeout = Patience, MaxResponseContentBufferSize = MaxAnswerOctets,
        };
        if (_settings.IsConfigured)
            _provider = new OpenIdProvider(_settings.Discovery(), _http, time);
    }

    /// <summary>Whom the token is for, by the claim that names mailboxes; <see langword="null"/> when it is not valid here and now.</summary>
    /// <exception cref="InvalidOperationException">The provider cannot be reached.</exception>
    /// <exception cref="HttpRequestException">The provider cannot be reached.</exception>
    public async Task<string?> FindUserAsync(string token, CancellationToken cancellationToken)
    {
        if (_provider is null)
            return null;

        return _tokens.CanReadToken(token) ? await ReadSignedAsync(token, cancellationToken) : await AskAsync(token, cancellationToken);
    }

    public void Dispose()
    {
        _provider?.Dispose();
        _http.Dispose();
    }

    private async Task<string?> ReadSignedAsync(string token, CancellationToken cancellationToken)
    {
        var provider = await _provider!.GetAsync(cancellationToken);
        var result = await ValidateAsync(token, provider);
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException)
            result = await ValidateAsync(token, await _provider.LookForKeysAsync(cancellationToken));

        if (!result.IsValid)
            return null;

        var claims = (JsonWebToken)result.SecurityToken;
        return HasScope(Text(claims, "scope") ?? Text(claims, "scp")) && IsVerified(claims.TryGetPayloadValue<object>("email_verified", out var verified) ? verified?.ToString() : null)
            ? Text(claims, _settings.UserClaim)
            : null;
    }

    private Task<TokenValidationResult> ValidateAsync(string token, OpenIdConnectConfiguration provider) => _tokens.ValidateTokenAsync(token, new TokenValidationParameters
    {
        ValidIssuer = provider.Issuer, ValidAudience = _settings.Audience, IssuerSigningKeys = provider.SigningKeys, ValidAlgorithms = Algorithms,
        RequireExpirationTime = true, RequireSignedTokens = true, ClockSkew = TimeSpan.FromMinutes(1),
    });

    private async Task<string?> AskAsync(string token, CancellationToken cancellationToken)
    {
        if (_settings.ClientId.Length == 0)
            return null;

        var provider = await _provider!.GetAsync(cancellationToken);
        if (provider.IntrospectionEndpoint is not { Length: > 0 } endpoint || !Uri.TryCreate(endpoint, UriKind.Absolute, out var address) || (address.Scheme != Uri.UriSchemeHttps && !address.IsLoopback))
            return null;

        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent([new("token", token), new("token_type_hint", "access_token")]) };
        // RFC 6749 2.3.1: both are form-encoded before they are put together.
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Uri.EscapeDataString(_settings.ClientId)}:{Uri.EscapeDataString(_settings.ClientSecret)}")));
        using var response = (await _http.SendAsync(request, cancellationToken)).EnsureSuccessStatusCode();
        using var answer = JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
        var claims = answer.RootElement;
        return claims.TryGetProperty("active", out var active) && active.ValueKind == JsonValueKind.True && IsForUs(claims) && HasScope(Text(claims, "scope"))
            && IsVerified(claims.TryGetProperty("email_verified", out var verified) ? verified.ToString() : null)
            ? Text(claims, _settings.UserClaim)
            : null;
    }

    private bool IsForUs(JsonElement claims) => claims.TryGetProperty("aud", out var audience)
        && (audience.ValueKind == JsonValueKind.Array ? audience.EnumerateArray().Any(a => a.ValueEquals(_settings.Audience)) : audience.ValueKind == JsonValueKind.String && audience.ValueEquals(_settings.Audience));

    private bool HasScope(string? scopes) => _settings.Scope.Length == 0 || scopes?.Split(' ').Contains(_settings.Scope, StringComparer.Ordinal) == true;

    // Where users type their own address and nobody checks it, an address proves nothing.
    private bool IsVerified(string? verified) => _settings.UserClaim != "email" || verified is null || bool.TryParse(verified, out var isVerified) && isVerified;

    // As a string and nothing else: of a list the library would make a text.
    private static string? Text(JsonWebToken token, string claim) => token.TryGetPayloadValue<object>(claim, out var value) ? value as string : null;

    private static string? Text(JsonElement claims, string claim) => claims.TryGetProperty(claim, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
