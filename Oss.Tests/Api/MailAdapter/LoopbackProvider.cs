using System.Collections.Concurrent;
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
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Oss.Tests.Api.MailAdapter;

/// <summary>An OpenID provider on the loopback: a discovery document, keys that can be changed, and tokens signed by them.</summary>
internal sealed class LoopbackProvider : IAsyncDisposable
{
    public const string Audience = "mail-platform";

    private readonly WebApplication _host;
    private readonly ConcurrentDictionary<string, RSA> _keys = [];

    private LoopbackProvider(WebApplication host) => _host = host;

    public string Authority { get; private set; } = "";

    /// <summary>Every path that was asked for.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public static async Task<LoopbackProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new LoopbackProvider(builder.Build());
        provider._host.Run(provider.AnswerAsync);
        await provider._host.StartAsync();
        provider.Authority = provider._host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        provider.AddKey("one");
        return provider;
    }

    public RSA AddKey(string id) => _keys.GetOrAdd(id, _ => RSA.Create(2048));

    public void RemoveKey(string id) => _keys.TryRemove(id, out _);

    public RSA Key(string id) => _keys[id];

    /// <summary>A token as the provider gives them.</summary>
    public string Token(string user, string key = "one", Action<SecurityTokenDescriptor>? change = null)
    {
        var descriptor = new SecurityTokenDescriptor
        {
            Issuer = Authority, Audience = Audience, IssuedAt = DateTime.UtcNow, NotBefore = DateTime.UtcNow, Expires = DateTime.UtcNow.AddMinutes(5),
            Claims = new Dictionary<string, object> { ["sub"] = "4711", ["email"] = user },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(_keys[key]) { KeyId = key }, SecurityAlgorithms.RsaSha256),
        };
        change?.Invoke(descriptor);
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(descriptor);
    }

    /// <summary>A token put together by hand.</summary>
    public string Forged(string header, string user, Func<byte[], byte[]> sign)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var payload = JsonSerializer.Serialize(new { iss = Authority, aud = Audience, email = user, iat = now, nbf = now, exp = now + 300 });
        var signed = $"{Base64UrlEncoder.Encode(header)}.{Base64UrlEncoder.Encode(payload)}";
        return $"{signed}.{Base64UrlEncoder.Encode(sign(Encoding.ASCII.GetBytes(signed)))}";
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        Requests.Enqueue(context.Request.Path);
        return context.Request.Path.Value switch
        {
            "/.well-known/openid-configuration" => context.Response.WriteAsJsonAsync(new { issuer = Authority, jwks_uri = Authority + "/keys", authorization_endpoint = Authority + "/authorize" }),
            "/keys" => context.Response.WriteAsJsonAsync(new
            {
                keys = _keys.Select(key => (key.Key, Public: key.Value.ExportParameters(false)))
                    .Select(key => new { kty = "RSA", use = "sig", kid = key.Key, n = Base64UrlEncoder.Encode(key.Public.Modulus), e = Base64UrlEncoder.Encode(key.Public.Exponent) }),
            }),
            _ => Task.FromResult(context.Response.StatusCode = 404),
        };
    }
}
