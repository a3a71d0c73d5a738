using System.Buffers.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Oss.Domain.Access;

namespace Oss.Api.Authentication.OpenId;

/// <summary>Signs machines in by access tokens of the configured provider. A token says which client it is; what the client may do stands here, and the token's own
/// scopes only ever take from it.</summary>
internal sealed partial class TokenSignIn(IOptions<ApiOptions> options, AuthenticateApiClient clients, TimeProvider time, ILogger<TokenSignIn> log) : IDisposable
{
    private readonly ApiOpenIdOptions _settings = options.Value.OpenId;
    private readonly OpenIdProvider? _provider = options.Value.OpenId.IsConfigured ? new OpenIdProvider(options.Value.OpenId.Authority, time, log) : null;

    /// <summary>Whether there is a provider.</summary>
    public bool IsConfigured => _provider is not null;

    /// <summary>Who the token is for.</summary>
    /// <exception cref="Domain.DomainException">The provider or the database is out of reach.</exception>
    public async Task<SignInOutcome> SignInAsync(HttpContext context, string token, CancellationToken cancellationToken)
    {
        var (valid, refused) = await _provider!.ReadAsync(token, _settings.Audience, cancellationToken);
        if (valid is null)
            return Refuse(context, refused!);

        using var payload = JsonDocument.Parse(Base64Url.DecodeFromChars(valid.EncodedPayload));
        var (claims, certificate) = (payload.RootElement, ApiClientSignIn.CertificateOf(context));
        if (!IsBoundTo(claims, certificate))
            return Refuse(context, "bound to another certificate or key");
        if (Texts(claims, _settings.ClientClaim) is not [{ Length: > 0 } subject] || await clients.ByOpenIdAsync(subject, certificate, cancellationToken) is not { } actor)
            return Refuse(context, "of no API client");

        return new SignInOutcome.SignedIn(Narrowed(actor, claims));
    }

    public void Dispose() => _provider?.Dispose();

    // RFC 8705 3.1. What else a token may be bound to (RFC 9449) is not looked at here, and so not passed over.
    private static bool IsBoundTo(JsonElement claims, string? certificate)
    {
        if (!claims.TryGetProperty("cnf", out var bound))
            return true;

        return certificate is not null && bound.ValueKind == JsonValueKind.Object && bound.EnumerateObject().ToList() is [{ Name: "x5t#S256", Value: { ValueKind: JsonValueKind.String } digest }]
            && digest.GetString() == Base64Url.EncodeToString(Convert.FromHexString(certificate));
    }

    // A token that names none of the platform's scopes was not asked for with any: it is for the client as it stands here.
    private Actor Narrowed(Actor actor, JsonElement claims)
    {
        // RFC 8693 4.2 has one text; some providers have a list, under another name.
        var named = ((string[])["scope", "scp"]).SelectMany(claim => Texts(claims, claim)).SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(scope => scope.StartsWith(_settings.ScopePrefix, StringComparison.Ordinal)).Select(scope => scope[_settings.ScopePrefix.Length..]).Where(ApiScopes.All.Contains).ToList();
        return named.Count == 0 ? actor : actor with { Scopes = [.. named.Where(actor.MayUse)] };
    }

    private static string[] Texts(JsonElement claims, string claim) => !claims.TryGetProperty(claim, out var value) ? [] : value.ValueKind switch
    {
        JsonValueKind.String => [value.GetString()!],
        JsonValueKind.Array => [.. value.EnumerateArray().Where(one => one.ValueKind == JsonValueKind.String).Select(one => one.GetString()!)],
        _ => [],
    };

    private SignInOutcome.Refused Refuse(HttpContext context, string why)
    {
        LogRefused(context.Connection.RemoteIpAddress?.ToString() ?? "local", why);
        return new SignInOutcome.Refused();
    }

    [LoggerMessage(3002, LogLevel.Warning, "API sign-in by token refused from {Address}: {Why}")]
    private partial void LogRefused(string address, string why);
}
