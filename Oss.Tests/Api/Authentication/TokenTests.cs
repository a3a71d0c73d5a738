using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.IdentityModel.Tokens;
using Oss.Domain.Persistence;
using Oss.Tests.Api.Rest;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;
using static Oss.Tests.Api.Soap.Envelopes;

namespace Oss.Tests.Api.Authentication;

/// <summary>Access tokens of an OpenID provider instead of secrets, by REST and SOAP; and what is no such token, however much it looks like one.</summary>
public sealed class TokenTests(ApiHosts hosts)
{
    private const string Products = "<ListProducts xmlns=\"urn:oss:catalog:2026-11\"/>";

    [Theory, EachDatabase]
    public async Task A_client_gets_a_token_at_the_provider_and_orders_by_REST_and_SOAP_with_it(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var name = await TiedAsync(host, "Crm");
        using var http = host.Anonymous();
        using var granted = await http.PostAsync($"{host.OpenId.Issuer}/token", new FormUrlEncodedContent(
            [new("grant_type", "client_credentials"), new("client_id", name), new("client_secret", new string([.. name.Reverse()]))]));
        var token = JsonDocument.Parse(await granted.Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString()!;
        using var client = Bearer(host, token);

        await client.CustomerAsync(name);
        (await client.GetItAsync($"orders?externalSystem=crm-test&externalId={name}")).Json.GetProperty("items")[0].GetProperty("submittedBy").GetString().ShouldBe(name);
        (await client.PostAsync(Envelope(SubmitOrder(name + "-soap", Subscription(name + "-soap"))))).Status.ShouldBe(HttpStatusCode.OK);
        host.Audit(name).ShouldNotBeEmpty();
        host.Log.All.ShouldNotContain(line => line.Contains(token, StringComparison.Ordinal), "a token is a secret");
    }

    [Theory, EachDatabase]
    public async Task A_tokens_scopes_take_from_what_the_client_may_and_add_nothing(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var name = await TiedAsync(host, "Crm", "catalog:read", "orders:read");
        using var narrow = Bearer(host, host.OpenId.Token(name, new() { ["scope"] = "openid catalog:read" }));
        using var wide = Bearer(host, host.OpenId.Token(name, new() { ["scp"] = new[] { "orders:read", "orders:write" } }));
        using var none = Bearer(host, host.OpenId.Token(name, new() { ["scope"] = "openid profile" }));

        (await narrow.GetItAsync("products")).Status.ShouldBe(HttpStatusCode.OK);
        (await narrow.GetItAsync("orders")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await wide.GetItAsync("orders")).Status.ShouldBe(HttpStatusCode.OK);
        (await wide.GetItAsync("products")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await wide.PostAsync(Envelope(SubmitOrder(name, Subscription(name))))).Detail("AuthorizationFault").ShouldNotBeNull();
        (await none.GetItAsync("orders")).Status.ShouldBe(HttpStatusCode.OK);
        (await none.GetItAsync("mailboxes")).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory, EachDatabase]
    public async Task What_is_no_token_of_the_provider_for_this_platform_now_opens_nothing(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var name = await TiedAsync(host, "Operator");
        using var theirs = RSA.Create(2048);
        var now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var good = host.OpenId.Token(name);
        var modulus = host.OpenId.Key.ExportParameters(false).Modulus!;
        Func<byte[], byte[]> forge = octets => theirs.SignData(octets, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var jwk = theirs.ExportParameters(false);
        var attacks = new Dictionary<string, string>
        {
            ["alg none"] = host.OpenId.Token(name, header: new() { ["alg"] = "none" }, sign: _ => []),
            ["alg None, signed"] = host.OpenId.Token(name, header: new() { ["alg"] = "None" }),
            ["HS256 with the public key as PEM"] = host.OpenId.Token(name, header: new() { ["alg"] = "HS256" }, sign: octets => HMACSHA256.HashData(Encoding.ASCII.GetBytes(host.OpenId.Key.ExportSubjectPublicKeyInfoPem()), octets)),
            ["HS256 with the public key's octets"] = host.OpenId.Token(name, header: new() { ["alg"] = "HS256" }, sign: octets => HMACSHA256.HashData(host.OpenId.Key.ExportSubjectPublicKeyInfo(), octets)),
            ["HS256 with the modulus"] = host.OpenId.Token(name, header: new() { ["alg"] = "HS256" }, sign: octets => HMACSHA256.HashData(modulus, octets)),
            ["another key under the right kid"] = host.OpenId.Token(name, sign: forge),
            ["unknown kid"] = host.OpenId.Token(name, header: new() { ["kid"] = "x" }, sign: forge),
            ["unknown kid, right key"] = host.OpenId.Token(name, header: new() { ["kid"] = "../../../dev/null" }, sign: forge),
            ["own key in the header"] = host.OpenId.Token(name, header: new() { ["kid"] = "own", ["jwk"] = new { kty = "RSA", kid = "own", n = Base64UrlEncoder.Encode(jwk.Modulus), e = Base64UrlEncoder.Encode(jwk.Exponent) }, ["jku"] = "https://evil.example/keys" }, sign: forge),
            ["critical header unknown"] = host.OpenId.Token(name, header: new() { ["typ"] = "secevent+jwt" }),
            ["wrong audience"] = host.OpenId.Token(name, new() { ["aud"] = "https://other.example" }),
            ["no audience"] = host.OpenId.Token(name, new() { ["aud"] = null }),
            ["audience that begins like ours"] = host.OpenId.Token(name, new() { ["aud"] = LoopbackProvider.Audience + ".evil.example" }),
            ["wrong issuer"] = host.OpenId.Token(name, new() { ["iss"] = "https://evil.example" }),
            ["no issuer"] = host.OpenId.Token(name, new() { ["iss"] = null }),
            ["expired"] = host.OpenId.Token(name, new() { ["exp"] = now - 120 }),
            ["never expires"] = host.OpenId.Token(name, new() { ["exp"] = null }),
            ["not yet"] = host.OpenId.Token(name, new() { ["nbf"] = now + 600 }),
            ["a person's, given to the client"] = host.OpenId.Token(name, new() { ["sub"] = "erika" }),
            ["nobody's"] = host.OpenId.Token(name, new() { ["sub"] = null }),
            ["of a client that is not here"] = host.OpenId.Token("stranger"),
            ["client of another case"] = host.OpenId.Token(name.ToUpperInvariant()),
            ["bound to a certificate that is not shown"] = host.OpenId.Token(name, new() { ["cnf"] = new Dictionary<string, string> { ["x5t#S256"] = "bwcK0esc3ACC3DB2Y5_lESsXE8o9ltc05O89jdN-dg2" } }),
            ["bound to a key that is not proven"] = host.OpenId.Token(name, new() { ["cnf"] = new { jkt = "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" } }),
            ["claims changed"] = Changed(good),
            ["signature cut off"] = good[..good.LastIndexOf('.')] + ".",
            ["signature gone"] = good[..good.LastIndexOf('.')],
            ["encrypted form"] = good + ".x.y",
            ["garbage"] = "x",
            ["empty"] = "",
            ["long"] = good + new string('A', 20_000),
        };

        foreach (var (attack, token) in attacks)
        {
            using var client = Bearer(host, token);
            var answer = await client.GetItAsync("products");
            answer.Status.ShouldBeOneOf([HttpStatusCode.Unauthorized, .. attack == "long" ? [HttpStatusCode.RequestHeaderFieldsTooLarge] : Array.Empty<HttpStatusCode>()], attack);
            (await client.PostAsync(Envelope(Products), "urn:oss:catalog:2026-11/ListProducts", "/soap/catalog")).Status.ShouldNotBe(HttpStatusCode.OK, attack);
        }

        using var works = Bearer(host, good);
        (await works.GetItAsync("products")).Status.ShouldBe(HttpStatusCode.OK);
        (await works.GetItAsync($"products?access_token={good}")).Status.ShouldBe(HttpStatusCode.BadRequest, "a token in an address ends up in logs");
        using var refused = Bearer(host, "x");
        (await refused.GetItAsync("products"))["WWW-Authenticate"]!.ShouldStartWith("Bearer realm=\"OSS\", error=\"invalid_token\"");
        using var nobody = host.Anonymous();
        (await nobody.GetItAsync("products"))["WWW-Authenticate"].ShouldBe("Basic realm=\"OSS\", charset=\"UTF-8\", Bearer realm=\"OSS\"");
        (await nobody.GetItAsync("products", ("Authorization", $"Bearer {good}"), ("Authorization", $"Bearer {good}"))).Status.ShouldBe(HttpStatusCode.Unauthorized, "two callers are none");
    }

    [Theory, EachDatabase]
    public async Task A_token_of_one_tenants_client_sees_nothing_of_another(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var (mine, others) = (Unique("t").ToLowerInvariant(), Unique("t").ToLowerInvariant());
        using var crm = host.Authenticated();
        await crm.CustomerAsync(mine, "anna");
        await crm.CustomerAsync(others, "anna");
        using var operators = host.Authenticated("operator-client");
        await operators.PostItAsync("api-clients", $$"""{"name": "{{mine}}-admin", "role": "TenantAdmin", "tenantNumber": "T-{{mine}}", "openIdSubject": "{{mine}}-admin"}""");
        using var client = Bearer(host, host.OpenId.Token($"{mine}-admin", new() { ["tenant"] = $"T-{others}", ["scope"] = "mailboxes:read customers:read" }));

        (await client.GetItAsync($"mailboxes/anna@{mine}.example")).Status.ShouldBe(HttpStatusCode.OK);
        (await client.GetItAsync($"mailboxes/anna@{others}.example")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetItAsync($"tenants/T-{others}")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, EachDatabase]
    public async Task A_token_bound_to_a_certificate_works_with_it_alone_and_a_revoked_client_has_no_token(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var name = await TiedAsync(host, "Crm");
        var digest = Base64UrlEncoder.Encode(host.Certificate.GetCertHash(HashAlgorithmName.SHA256));
        var token = host.OpenId.Token(name, new() { ["cnf"] = new Dictionary<string, string> { ["x5t#S256"] = digest } });
        using var shows = host.Secure("", "", host.Certificate);
        shows.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var hides = Bearer(host, token);

        (await shows.GetItAsync("products")).Status.ShouldBe(HttpStatusCode.OK);
        (await hides.GetItAsync("products")).Status.ShouldBe(HttpStatusCode.Unauthorized);
        using var operators = host.Authenticated("operator-client");
        await operators.CallAsync("DELETE", $"api-clients/{name}", headers: ("If-Match", "*"));
        (await shows.GetItAsync("products")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static string Changed(string token)
    {
        var parts = token.Split('.');
        parts[1] = Base64UrlEncoder.Encode(Base64UrlEncoder.Decode(parts[1]).Replace("\"iat\"", "\"was\"", StringComparison.Ordinal));
        return string.Join('.', parts);
    }

    private static HttpClient Bearer(ApiHost host, string token)
    {
        var client = host.Anonymous();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        return client;
    }

    private static async Task<string> TiedAsync(ApiHost host, string role, params string[] scopes)
    {
        using var operators = host.Authenticated("operator-client");
        var name = Unique("oauth").ToLowerInvariant();
        var made = await operators.PostItAsync("api-clients", JsonSerializer.Serialize(scopes.Length == 0
            ? new { name, role, openIdSubject = name } : new { name, role, openIdSubject = name, scopes } as object));
        return made.Status == HttpStatusCode.Created ? name : throw new InvalidOperationException(made.Text);
    }
}
