using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Oss.Tests.Api.Authentication;

/// <summary>A small OpenID provider on a loopback port: discovery, keys, and a token endpoint for client credentials. It also signs whatever an attacker would like to have.</summary>
internal sealed class LoopbackProvider : IAsyncDisposable
{
    public const string Audience = "https://oss.example";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, RSA> _keys = [];
    private int _asked;

    private LoopbackProvider(WebApplication app) => _app = app;

    /// <summary>Its address, which is its name.</summary>
    public string Issuer { get; private set; } = "";

    /// <summary>The name in the discovery document, when that is to be wrong.</summary>
    public string? OtherIssuer { get; set; }

    /// <summary>Answers 503 to everything.</summary>
    public bool IsDown { get; set; }

    /// <summary>How often its keys were asked for.</summary>
    public int Asked => _asked;

    /// <summary>The key that signs now.</summary>
    public string Kid { get; private set; } = "";

    public RSA Key => _keys[Kid];

    public static async Task<LoopbackProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var provider = new LoopbackProvider(app);
        provider.Rotate();
        app.Use((context, next) =>
        {
            context.Response.StatusCode = provider.IsDown ? 503 : 200;
            return provider.IsDown ? Task.CompletedTask : next(context);
        });
        app.MapGet("/.well-known/openid-configuration", provider.Discover);
        app.MapGet("/keys", provider.ShowKeys);
        app.MapPost("/token", (Delegate)provider.GrantAsync);
        await app.StartAsync();
        provider.Issuer = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return provider;
    }

    /// <summary>A new key signs from now on; the former ones are known on, or not.</summary>
    public void Rotate(bool forget = false)
    {
        if (forget)
            _keys.Clear();
        Kid = Guid.NewGuid().ToString("N");
        _keys[Kid] = RSA.Create(2048);
    }

    /// <summary>A token as the provider gives it, with what is to be different.</summary>
    public string Token(string subject, Dictionary<string, object?>? claims = null, Dictionary<string, object?>? header = null, Func<byte[], byte[]>? sign = null)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var all = new Dictionary<string, object?> { ["iss"] = Issuer, ["aud"] = Audience, ["sub"] = subject, ["client_id"] = subject, ["iat"] = now, ["exp"] = now + 300, ["jti"] = Guid.NewGuid().ToString() };
        var head = new Dictionary<string, object?> { ["alg"] = "RS256", ["typ"] = "at+jwt", ["kid"] = Kid };
        foreach (var (name, value) in claims ?? [])
            all[name] = value;
        foreach (var (name, value) in header ?? [])
            head[name] = value;
        var signed = $"{Part(head)}.{Part(all)}";
        var signature = (sign ?? (octets => Key.SignData(octets, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)))(Encoding.ASCII.GetBytes(signed));
        return $"{signed}.{Base64UrlEncoder.Encode(signature)}";
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    // A claim that is to be missing is null.
    private static string Part(Dictionary<string, object?> members) =>
        Base64UrlEncoder.Encode(JsonSerializer.SerializeToUtf8Bytes(members.Where(one => one.Value is not null).ToDictionary(one => one.Key, one => one.Value)));

    private IResult Discover()
    {
        Interlocked.Increment(ref _asked);
        return Results.Json(new { issuer = OtherIssuer ?? Issuer, jwks_uri = $"{Issuer}/keys", token_endpoint = $"{Issuer}/token", id_token_signing_alg_values_supported = new[] { "RS256" } });
    }

    private IResult ShowKeys() => Results.Json(new
    {
        keys = _keys.Select(one => (one.Key, Public: one.Value.ExportParameters(false)))
            .Select(one => new { kty = "RSA", use = "sig", alg = "RS256", kid = one.Key, n = Base64UrlEncoder.Encode(one.Public.Modulus), e = Base64UrlEncoder.Encode(one.Public.Exponent) }).ToArray(),
    });

    // RFC 6749 4.4: the client's own credentials are all it takes; each client's secret here is its name backwards.
    private async Task<IResult> GrantAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync();
        var (id, secret) = (form["client_id"].ToString(), form["client_secret"].ToString());
        return form["grant_type"] == "client_credentials" && secret == new string([.. id.Reverse()])
            ? Results.Json(new { access_token = Token(id, form["scope"] is [{ Length: > 0 } scope] ? new() { ["scope"] = scope } : null), token_type = "Bearer", expires_in = 300 })
            : Results.Json(new { error = "invalid_client" }, statusCode: 401);
    }
}
