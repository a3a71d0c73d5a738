using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;
using static Oss.Tests.Api.Soap.Envelopes;

namespace Oss.Tests.Api.Rest;

public sealed class RestTests(ApiHosts hosts)
{
    [Theory, EachDatabase]
    public async Task An_order_is_created_then_replayed_and_found(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var number = Unique("R");

        var (first, created) = await PostAsync(client, Order(number));
        var (second, replayed) = await PostAsync(client, Order(number));
        using var found = await client.GetAsync(first.Headers.Location);

        first.StatusCode.ShouldBe(HttpStatusCode.Created, created.ToString());
        second.StatusCode.ShouldBe(HttpStatusCode.OK);
        created.GetProperty("replayed").GetBoolean().ShouldBeFalse();
        replayed.GetProperty("replayed").GetBoolean().ShouldBeTrue();
        created.GetProperty("order").GetProperty("state").GetString().ShouldBe("Completed");
        found.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, EachDatabase]
    public async Task SOAP_and_REST_are_one_order(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var number = Unique("R");
        var soap = await client.PostAsync(Envelope(SubmitOrder(number, Subscription(number))));

        var (answer, body) = await PostAsync(client, $$"""
            {"externalSystem": "crm-test", "externalId": "{{number}}", "items": [{"action": "Provide", "subscription":
             {"contractNumber": "{{number}}", "tenantNumber": "T-{{number}}", "tenantName": "Test", "product": "premium"} }]}
            """);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        body.GetProperty("replayed").GetBoolean().ShouldBeTrue();
        body.GetProperty("order").GetProperty("id").GetString().ShouldBe(soap.Value("Id"));
    }

    [Theory]
    [InlineData("""{"externalSystem": "a", "externalId": "b", "items": [], "itemz": 1}""", 400)]
    [InlineData("""{"externalSystem": "a", "externalId": "b", "externalId": "c", "items": []}""", 400)]
    [InlineData("""{"externalSystem": "a", "items": []}""", 400)]
    [InlineData("""{"externalSystem": null, "externalId": "b", "items": []}""", 400)]
    [InlineData("""{"externalSystem": "a", "externalId": "b", "items": [{"action": 0}]}""", 400)]
    [InlineData("""{"externalSystem": "a", "externalId": "b", "items": [null]}""", 422)]
    [InlineData("""{"externalSystem": "a", "externalId": "b", "items": [{"action": "Provide"}]}""", 422)]
    [InlineData("""{"externalSystem": "a", "externalId": "b", "items": [{"action": "Modify", "mailbox": {"address": "a@b.example", "quota": {"unlimited": false}}}]}""", 422)]
    [InlineData("""{"externalSystem": "a", "externalId": "b", "items": [{"action": "Modify", "mailbox": {"address": "a@b.example", "quota": {"unlimited": true, "bytes": 1}}}]}""", 422)]
    [InlineData("""{"externalSystem": "a", "externalId": "b", "items": [{"action": "Modify", "mailbox": {"address": "a@b.example", "password": {}}}]}""", 422)]
    [InlineData("null", 400)]
    [InlineData("[", 400)]
    [InlineData("", 400)]
    public async Task What_is_not_exactly_an_order_is_refused_with_findings(string json, int status)
    {
        var host = await hosts.OnAsync(DatabaseProvider.Sqlite);
        using var client = host.Authenticated();

        var (answer, problem) = await PostAsync(client, json);

        ((int)answer.StatusCode).ShouldBe(status, problem.ToString());
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        problem.GetProperty("findings").GetArrayLength().ShouldBePositive();
        problem.GetProperty("correlationId").GetString().ShouldBe(answer.Headers.GetValues("X-Correlation-Id").Single());
    }

    [Theory, EachDatabase]
    public async Task What_is_missing_is_named_and_umlauts_come_back_as_they_are(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();

        var batch = await client.PostItAsync("order-batches", """{"orders": []}""");
        var product = await client.PostItAsync("orders", Order(Unique("R"), "für'n Übergang"));

        batch.Status.ShouldBe(HttpStatusCode.BadRequest);
        batch.Json.GetProperty("findings").EnumerateArray().Select(finding => (finding.GetProperty("path").GetString(), finding.GetProperty("text").GetString()))
            .ShouldBe([("externalSystem", "Missing."), ("externalId", "Missing.")]);
        product.Text.ShouldContain("\"title\":\"There is no such thing, or not for this caller.\",");
        product.Text.ShouldContain("There is no product 'für'n Übergang'.");
    }

    [Theory, EachDatabase]
    public async Task Deep_JSON_another_type_and_a_large_body_are_refused(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();

        (await PostAsync(client, new string('[', 100_000))).Answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await PostAsync(client, Order("1"), "text/xml")).Answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await PostAsync(client, new string(' ', 5_000_000))).Answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
    }

    [Theory, EachDatabase]
    public async Task A_conflict_and_what_is_not_there_are_problems(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var number = Unique("R");
        await PostAsync(client, Order(number));

        var (conflict, problem) = await PostAsync(client, Order(number, "residential"));
        using var missing = await client.GetAsync($"/api/v1/orders/{Guid.NewGuid()}");

        conflict.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        problem.GetProperty("code").GetString().ShouldBe("order-mismatch");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, EachDatabase]
    public async Task Mailboxes_are_found_page_by_page(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var number = Unique("k").ToLowerInvariant();
        await client.PostAsync(Envelope(SubmitOrder(number, Subscription(number) + MailDomain($"{number}.example", number)
            + Mailbox($"a@{number}.example", number) + Mailbox($"b@{number}.example", number))));

        var first = await client.GetFromJsonAsync<JsonElement>($"/api/v1/mailboxes?search=@{number}.example&limit=1");
        var second = await client.GetFromJsonAsync<JsonElement>($"/api/v1/mailboxes?search=@{number}.example&limit=1&cursor={Uri.EscapeDataString(first.GetProperty("next").GetString()!)}");

        first.GetProperty("items")[0].GetProperty("address").GetString().ShouldBe($"a@{number}.example");
        second.GetProperty("items")[0].GetProperty("address").GetString().ShouldBe($"b@{number}.example");
        second.TryGetProperty("next", out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData("/api/v1/orders")]
    [InlineData("/api/v1/mailboxes?limit=many")]
    [InlineData("/api/v1/nothing")]
    public async Task A_stranger_learns_nothing(string path)
    {
        var host = await hosts.OnAsync(DatabaseProvider.Sqlite);
        using var client = host.Anonymous();
        using var answer = await client.PostAsync(path, null);
        using var got = await client.GetAsync("/api/v1/mailboxes?limit=many");

        answer.StatusCode.ShouldBeOneOf(HttpStatusCode.Unauthorized, HttpStatusCode.MethodNotAllowed);
        got.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        got.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    private static string Order(string number, string product = "premium") => $$"""
        {"externalSystem": "crm-rest", "externalId": "{{number}}", "items": [
          {"action": "Provide", "subscription": {"contractNumber": "{{number}}", "tenantNumber": "{{number}}", "tenantName": "Rest", "product": "{{product}}"} },
          {"action": "Provide", "domain": {"name": "{{number}}.example", "contractNumber": "{{number}}"} },
          {"action": "Provide", "mailbox": {"address": "a@{{number}}.example", "contractNumber": "{{number}}",
            "password": {"clear": "correct horse battery"}, "quota": {"bytes": 1000} } }]}
        """;

    private static async Task<(HttpResponseMessage Answer, JsonElement Body)> PostAsync(HttpClient client, string json, string type = "application/json")
    {
        using var content = new StringContent(json, Encoding.UTF8, type);
        var answer = await client.PostAsync("/api/v1/orders", content);
        var text = await answer.Content.ReadAsStringAsync();
        return (answer, JsonDocument.Parse(text).RootElement);
    }
}
