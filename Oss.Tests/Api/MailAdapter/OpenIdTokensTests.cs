using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Oss.Api.Hosting;
using Oss.Api.MailAdapter;
using Shouldly;
using Xunit;

namespace Oss.Tests.Api.MailAdapter;

/// <summary>Access tokens of a real provider on the loopback, and such as only look like it.</summary>
public sealed class OpenIdTokensTests : IAsyncLifetime
{
    private const string User = "erika@example.org";

    private LoopbackProvider _provider = null!;
    private OpenIdTokens _tokens = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await LoopbackProvider.StartAsync();
        _tokens = Tokens(_ => { });
    }

    [Fact]
    public async Task A_signed_token_names_its_user_and_the_keys_are_read_once()
    {
        (await FindAsync(_provider.Token(User))).ShouldBe(User);
        (await FindAsync(_provider.Token("hans@example.org"))).ShouldBe("hans@example.org");
        (await FindAsync(_provider.Token(User, change: t => t.Claims["aud"] = (string[])["another", LoopbackProvider.Audience]))).ShouldBe(User);
        _provider.Requests.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_key_that_is_rotated_in_is_found_and_one_that_is_rotated_out_is_forgotten()
    {
        (await FindAsync(_provider.Token(User))).ShouldBe(User);
        var old = _provider.Token(User);
        _provider.AddKey("two");
        (await FindAsync(_provider.Token(User, "two"))).ShouldBe(User);

        _provider.RemoveKey("one");
        using var later = Tokens(_ => { });
        (await later.FindUserAsync(old, TestContext.Current.CancellationToken)).ShouldBeNull();
    }

    [Fact]
    public async Task Tokens_with_keys_that_nobody_has_do_not_make_the_provider_be_asked_each_time()
    {
        using var stranger = RSA.Create(2048);
        for (var i = 0; i < 30; i++)
            (await FindAsync(_provider.Forged($$"""{"alg":"RS256","kid":"made-up-{{i}}"}""", User, octets => stranger.SignData(octets, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)))).ShouldBeNull();
        _provider.Requests.Count.ShouldBeLessThanOrEqualTo(6);
        (await FindAsync(_provider.Token(User))).ShouldBe(User);
    }

    public static TheoryData<string> Attacks => [.. Forgeries.Keys];

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task A_token_that_is_not_the_providers_own_opens_nothing(string attack)
    {
        (await FindAsync(Forgeries[attack](_provider))).ShouldBeNull();
        _provider.Requests.ShouldAllBe(path => path == "/.well-known/openid-configuration" || path == "/keys");
    }

    [Fact]
    public async Task A_scope_and_a_checked_address_are_asked_for_where_they_are_wanted()
    {
        using var tokens = Tokens(settings => settings.Scope = "mail");
        (await tokens.FindUserAsync(_provider.Token(User), TestContext.Current.CancellationToken)).ShouldBeNull();
        (await tokens.FindUserAsync(_provider.Token(User, change: t => t.Claims["scope"] = "openid email"), TestContext.Current.CancellationToken)).ShouldBeNull();
        (await tokens.FindUserAsync(_provider.Token(User, change: t => t.Claims["scope"] = "openid mail"), TestContext.Current.CancellationToken)).ShouldBe(User);
        (await FindAsync(_provider.Token(User, change: t => t.Claims["email_verified"] = false))).ShouldBeNull();
        (await FindAsync(_provider.Token(User, change: t => t.Claims["email_verified"] = true))).ShouldBe(User);
    }

    [Fact]
    public async Task A_provider_that_is_away_is_no_wrong_password()
    {
        var token = _provider.Token(User);
        await _provider.DisposeAsync();
        await Should.ThrowAsync<InvalidOperationException>(() => FindAsync(token));
    }

    public async ValueTask DisposeAsync()
    {
        _tokens.Dispose();
        await _provider.DisposeAsync();
    }

    private static readonly Dictionary<string, Func<LoopbackProvider, string>> Forgeries = new()
    {
        ["alg none"] = p => p.Forged("""{"alg":"none","typ":"JWT"}""", User, _ => []),
        ["alg None, with a signature"] = p => p.Forged("""{"alg":"None","kid":"one"}""", User, octets => p.Key("one").SignData(octets, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)),
        ["HS256 by the public key as PEM"] = p => p.Forged("""{"alg":"HS256","kid":"one"}""", User, octets => HMACSHA256.HashData(Encoding.ASCII.GetBytes(p.Key("one").ExportSubjectPublicKeyInfoPem()), octets)),
        ["HS256 by the public key as DER"] = p => p.Forged("""{"alg":"HS256","kid":"one"}""", User, octets => HMACSHA256.HashData(p.Key("one").ExportSubjectPublicKeyInfo(), octets)),
        ["HS256 by the modulus"] = p => p.Forged("""{"alg":"HS256","kid":"one"}""", User, octets => HMACSHA256.HashData(p.Key("one").ExportParameters(false).Modulus!, octets)),
        ["HS256 by nothing"] = p => p.Forged("""{"alg":"HS256","kid":"one"}""", User, octets => HMACSHA256.HashData((byte[])[], octets)),
        ["a stranger's key under the provider's name for it"] = p => Strange(p, """{"alg":"RS256","kid":"one"}"""),
        ["a stranger's key and where to find it"] = p => Strange(p, $$"""{"alg":"RS256","kid":"evil","jku":"{{p.Authority}}/evil","x5u":"{{p.Authority}}/evil"}"""),
        ["a stranger's key in the token"] = p =>
        {
            using var stranger = RSA.Create(2048);
            var key = stranger.ExportParameters(false);
            var header = JsonSerializer.Serialize(new { alg = "RS256", jwk = new { kty = "RSA", n = Base64UrlEncoder.Encode(key.Modulus), e = Base64UrlEncoder.Encode(key.Exponent) } });
            return p.Forged(header, User, octets => stranger.SignData(octets, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        },
        ["another token's signature"] = p => Parts(p.Token(User)) is var one && Parts(p.Token("hans@example.org")) is var other ? $"{one[0]}.{one[1]}.{other[2]}" : "",
        ["another payload"] = p => Parts(p.Token("hans@example.org")) is var one && Parts(p.Token(User)) is var other ? $"{one[0]}.{other[1]}.{one[2]}" : "",
        ["no signature"] = p => Parts(p.Token(User)) is var one ? $"{one[0]}.{one[1]}." : "",
        ["SHA-1"] = p => p.Forged("""{"alg":"RS1","kid":"one"}""", User, octets => p.Key("one").SignData(octets, HashAlgorithmName.SHA1, RSASignaturePadding.Pkcs1)),
        ["for another service"] = p => p.Token(User, change: t => t.Audience = "another"),
        ["for no service"] = p => p.Token(User, change: t => t.Audience = null),
        ["of another issuer"] = p => p.Token(User, change: t => t.Issuer = "https://login.example.com"),
        ["of an issuer that begins alike"] = p => p.Token(User, change: t => t.Issuer = p.Authority + ".example.com"),
        ["of no issuer"] = p => p.Token(User, change: t => t.Issuer = null),
        ["expired"] = p => p.Token(User, change: t => (t.IssuedAt, t.NotBefore, t.Expires) = (DateTime.UtcNow.AddHours(-2), DateTime.UtcNow.AddHours(-2), DateTime.UtcNow.AddMinutes(-2))),
        ["not valid yet"] = p => p.Token(User, change: t => (t.NotBefore, t.Expires) = (DateTime.UtcNow.AddMinutes(5), DateTime.UtcNow.AddMinutes(10))),
        ["valid for ever"] = p => p.Token(User, change: t => t.Expires = null),
        ["without a user"] = p => p.Token(User, change: t => t.Claims.Remove("email")),
        ["with two users"] = p => p.Token(User, change: t => t.Claims["email"] = (string[])[User, "hans@example.org"]),
        ["nonsense"] = _ => "e30.e30.e30",
        ["five parts"] = p => p.Token(User) + ".x.y",
    };

    private static string[] Parts(string token) => token.Split('.');

    private static string Strange(LoopbackProvider provider, string header)
    {
        using var stranger = RSA.Create(2048);
        return provider.Forged(header, User, octets => stranger.SignData(octets, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    private OpenIdTokens Tokens(Action<OpenIdSection> change)
    {
        var options = new OssOptions { OpenId = new OpenIdSection { Authority = _provider.Authority, Audience = LoopbackProvider.Audience } };
        change(options.OpenId);
        return new OpenIdTokens(options, TimeProvider.System);
    }

    private Task<string?> FindAsync(string token) => _tokens.FindUserAsync(token, TestContext.Current.CancellationToken);
}
