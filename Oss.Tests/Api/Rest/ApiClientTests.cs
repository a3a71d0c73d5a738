using System.Net;
using Oss.Domain.Access;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;
using static Oss.Tests.Api.Soap.Envelopes;

namespace Oss.Tests.Api.Rest;

public sealed class ApiClientTests(ApiHosts hosts)
{
    [Theory, EachDatabase]
    public async Task A_client_may_do_what_its_scopes_name_by_REST_and_by_SOAP(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var operators = host.Authenticated("operator-client");
        var name = Unique("client-");
        var made = await operators.PostItAsync("api-clients", $$"""{"name": "{{name}}", "role": "Crm", "scopes": ["catalog:read"]}""");
        using var client = host.Authenticated(name, made.Of("secret")!);

        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        (await client.GetItAsync("products")).Status.ShouldBe(HttpStatusCode.OK);
        (await client.GetItAsync("orders")).Code.ShouldBe("forbidden");
        (await client.PostAsync(Envelope("<ListProducts xmlns=\"urn:oss:catalog:2026-11\"/>"), "urn:oss:catalog:2026-11/ListProducts", "/soap/catalog")).Status.ShouldBe(HttpStatusCode.OK);
        (await client.PostAsync(Envelope(SubmitOrder(name, Subscription(name))))).Detail("AuthorizationFault").ShouldNotBeNull();

        var shown = await operators.GetItAsync($"api-clients/{name}");
        var wider = await operators.CallAsync("PATCH", $"api-clients/{name}", """{"scopes": ["catalog:read", "orders:read"]}""", headers: ("If-Match", shown.ETag));
        wider.Status.ShouldBe(HttpStatusCode.OK, wider.Text);
        (await client.GetItAsync("orders")).Status.ShouldBe(HttpStatusCode.OK);
        (await operators.CallAsync("PATCH", $"api-clients/{name}", """{"scopes": ["everything"]}""", headers: ("If-Match", "*"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        host.Audit(name).Select(entry => entry.Action).ShouldBe(["api-client.create", "api-client.change"], ignoreOrder: true);
    }

    [Theory, EachDatabase]
    public async Task The_former_secret_is_right_beside_the_new_one_unless_it_is_to_end_at_once(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var operators = host.Authenticated("operator-client");
        var name = Unique("client-");
        var first = (await operators.PostItAsync("api-clients", $$"""{"name": "{{name}}", "role": "Crm"}""")).Of("secret")!;

        var second = (await operators.PostItAsync($"api-clients/{name}:rotate")).Of("secret")!;
        (await StatusAsync(host, name, first)).ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(host, name, second)).ShouldBe(HttpStatusCode.OK);

        var third = (await operators.PostItAsync($"api-clients/{name}:rotate", """{"atOnce": true}""")).Of("secret")!;
        (await StatusAsync(host, name, first)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(host, name, second)).ShouldBe(HttpStatusCode.Unauthorized);
        (await StatusAsync(host, name, third)).ShouldBe(HttpStatusCode.OK);

        (await operators.CallAsync("DELETE", $"api-clients/{name}", headers: ("If-Match", "*"))).Status.ShouldBe(HttpStatusCode.NoContent);
        (await StatusAsync(host, name, third)).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory, EachDatabase]
    public async Task A_client_with_a_certificate_on_record_must_show_it(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var operators = host.Authenticated("operator-client");
        var name = Unique("client-");
        var secret = (await operators.PostItAsync("api-clients", $$"""{"name": "{{name}}", "role": "Crm"}""")).Of("secret")!;

        (await operators.CallAsync("PATCH", $"api-clients/{name}", $$"""{"certificate": "{{host.Certificate.GetCertHashString(System.Security.Cryptography.HashAlgorithmName.SHA256)}}"}""", headers: ("If-Match", "*"))).Status.ShouldBe(HttpStatusCode.OK);

        using var shows = host.Secure(name, secret, host.Certificate);
        (await shows.GetItAsync("products")).Status.ShouldBe(HttpStatusCode.OK);
        (await StatusAsync(host, name, secret)).ShouldBe(HttpStatusCode.Unauthorized, "no certificate was shown");
        using var hides = host.Secure(name, secret, null);
        (await hides.GetItAsync("products")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory, EachDatabase]
    public async Task Nobody_gives_what_he_has_not(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var operators = host.Authenticated("operator-client");
        using var crm = host.Authenticated();
        var key = Unique("c").ToLowerInvariant();
        await crm.CustomerAsync(key);
        using var admin = await host.TenantClientAsync($"T-{key}", Role.TenantAdmin);

        (await crm.PostItAsync("api-clients", """{"name": "x", "role": "Operator"}""")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await admin.PostItAsync("api-clients", $$"""{"name": "{{key}}-crm", "role": "Crm"}""")).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await admin.PostItAsync("api-clients", $$"""{"name": "{{key}}-own", "role": "Auditor"}""")).Json.GetProperty("client").GetProperty("tenantNumber").GetString().ShouldBe($"T-{key}");
        (await admin.GetItAsync($"api-clients/{ApiHost.Client}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await admin.GetItAsync("api-clients")).Text.ShouldNotContain("operator-client");
        (await operators.CallAsync("DELETE", "api-clients/operator-client", headers: ("If-Match", "*"))).Code.ShouldBe("own-account");
    }

    [Theory, EachDatabase]
    public async Task Nobody_gets_at_a_client_that_may_do_more_than_he(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var operators = host.Authenticated("operator-client");
        using var crm = host.Authenticated();
        var key = Unique("c").ToLowerInvariant();
        await crm.CustomerAsync(key);
        var keeper = await operators.PostItAsync("api-clients", $$"""{"name": "{{key}}-keeper", "role": "Operator", "scopes": ["clients:read", "clients:write"]}""");
        using var narrow = host.Authenticated($"{key}-keeper", keeper.Of("secret")!);
        await operators.PostItAsync("api-clients", $$"""{"name": "{{key}}-crm", "role": "Crm", "tenantNumber": "T-{{key}}"}""");
        using var admin = await host.TenantClientAsync($"T-{key}", Role.TenantAdmin);

        foreach (var (client, target) in new[] { (narrow, "operator-client"), (narrow, ApiHost.Client), (admin, $"{key}-crm") })
        {
            (await client.PostItAsync($"api-clients/{target}:rotate")).Status.ShouldBe(HttpStatusCode.Forbidden, target);
            (await client.CallAsync("PATCH", $"api-clients/{target}", """{"scopes": []}""", headers: ("If-Match", "*"))).Status.ShouldBe(HttpStatusCode.Forbidden, target);
            (await client.CallAsync("DELETE", $"api-clients/{target}", headers: ("If-Match", "*"))).Status.ShouldBe(HttpStatusCode.Forbidden, target);
        }

        var made = await narrow.PostItAsync("api-clients", $$"""{"name": "{{key}}-below", "role": "Operator"}""");
        made.Json.GetProperty("client").GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()).ShouldBe(["clients:read", "clients:write"]);
        (await narrow.CallAsync("PATCH", $"api-clients/{key}-below", """{"everything": true}""", headers: ("If-Match", "*"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await operators.PostItAsync("api-clients", """{"name": "x", "role": "MailUser"}""")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Theory, EachDatabase]
    public async Task Only_an_operator_ties_a_client_to_the_provider_and_only_one_to_each_subject(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var operators = host.Authenticated("operator-client");
        using var crm = host.Authenticated();
        var key = Unique("c").ToLowerInvariant();
        await crm.CustomerAsync(key);
        using var admin = await host.TenantClientAsync($"T-{key}", Role.TenantAdmin);

        (await operators.PostItAsync("api-clients", $$"""{"name": "{{key}}-1", "role": "Crm", "openIdSubject": "{{key}}"}""")).Status.ShouldBe(HttpStatusCode.Created);
        (await operators.PostItAsync("api-clients", $$"""{"name": "{{key}}-2", "role": "Crm", "openIdSubject": "{{key}}"}""")).Code.ShouldBe("already-exists");
        (await admin.PostItAsync("api-clients", $$"""{"name": "{{key}}-3", "role": "Auditor", "openIdSubject": "{{key}}-else"}""")).Status.ShouldBe(HttpStatusCode.Forbidden);
        await admin.PostItAsync("api-clients", $$"""{"name": "{{key}}-3", "role": "Auditor"}""");
        (await admin.CallAsync("PATCH", $"api-clients/{key}-3", $$"""{"openIdSubject": "{{key}}-else"}""", headers: ("If-Match", "*"))).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await operators.CallAsync("PATCH", $"api-clients/{key}-1", """{"openIdSubject": "Köln"}""", headers: ("If-Match", "*"))).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await operators.CallAsync("PATCH", $"api-clients/{key}-1", """{"openIdSubject": ""}""", headers: ("If-Match", "*"))).Of("openIdSubject").ShouldBeNull();
    }

    [Theory, EachDatabase]
    public async Task Being_used_is_shown_in_the_list_and_changes_no_ETag(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var operators = host.Authenticated("operator-client");
        var name = Unique("client-");
        var secret = (await operators.PostItAsync("api-clients", $$"""{"name": "{{name}}", "role": "Crm"}""")).Of("secret")!;
        async Task<string?> LastUsedAsync() => (await operators.GetItAsync("api-clients?limit=200")).Json.GetProperty("items").EnumerateArray()
            .Single(client => client.GetProperty("name").GetString() == name).TryGetProperty("lastUsedAt", out var at) ? at.GetString() : null;

        (await LastUsedAsync()).ShouldBeNull();
        var before = await operators.GetItAsync($"api-clients/{name}");
        await StatusAsync(host, name, secret);
        (await LastUsedAsync()).ShouldNotBeNull();
        (await operators.CallAsync("PATCH", $"api-clients/{name}", """{"scopes": ["orders:read"]}""", headers: ("If-Match", before.ETag))).Status.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<HttpStatusCode> StatusAsync(ApiHost host, string name, string secret)
    {
        using var client = host.Authenticated(name, secret);
        return (await client.GetItAsync("products")).Status;
    }
}
