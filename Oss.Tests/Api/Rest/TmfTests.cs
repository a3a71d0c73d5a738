using System.Net;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;
using static Oss.Tests.Api.Soap.Envelopes;

namespace Oss.Tests.Api.Rest;

/// <summary>The platform as a client of TM Forum's Open APIs meets it.</summary>
public sealed class TmfTests(ApiHosts hosts)
{
    private const string Orders = "/tmf-api/serviceOrdering/v4/serviceOrder";

    [Theory, EachDatabase]
    public async Task A_service_order_is_submitted_found_and_is_the_order_that_REST_shows(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var key = Unique("t").ToLowerInvariant();

        var made = await client.PostItAsync(Orders, Order(key));
        var again = await client.PostItAsync(Orders, Order(key));
        var shown = await client.GetItAsync(made["Location"]!);
        var narrow = await client.GetItAsync($"{Orders}/{made.Of("id")}?fields=state");
        var plain = await client.GetItAsync($"orders/{made.Of("id")}");

        made.Status.ShouldBe(HttpStatusCode.Created, made.Text);
        made.Of("@type").ShouldBe("ServiceOrder");
        made.Of("href").ShouldBe($"{Orders}/{made.Of("id")}");
        made.Of("state").ShouldBe("completed");
        made.Json.GetProperty("serviceOrderItem").EnumerateArray().Select(item => (item.GetProperty("id").GetString(), item.GetProperty("action").GetString(), item.GetProperty("state").GetString()))
            .ShouldBe([("1", "add", "completed"), ("2", "add", "completed"), ("3", "add", "completed")]);
        again.Of("id").ShouldBe(made.Of("id"));
        shown.Text.ShouldBe(made.Text);
        narrow.Json.EnumerateObject().Select(member => member.Name).ShouldBe(["id", "href", "state", "@type"], ignoreOrder: true);
        plain.Of("externalSystem").ShouldBe("crm-tmf");
        plain.Of("externalId").ShouldBe(key);
    }

    [Theory, EachDatabase]
    public async Task Lists_are_counted_and_cut_and_filtered(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var key = Unique("t").ToLowerInvariant();
        await client.PostItAsync(Orders, Order(key));

        var one = await client.GetItAsync($"{Orders}?externalId={key}&state=completed&offset=0&limit=1&fields=externalId");
        var none = await client.GetItAsync($"{Orders}?externalId={key}&state=failed");
        var part = await client.GetItAsync("/tmf-api/serviceCatalogManagement/v4/serviceCandidate?limit=1");
        var wrong = await client.GetItAsync($"{Orders}?state=nonsense");

        one.Status.ShouldBe(HttpStatusCode.OK, one.Text);
        one["X-Total-Count"].ShouldBe("1");
        one.Json[0].GetProperty("externalId").GetString().ShouldBe(key);
        none.Text.ShouldBe("[]");
        part.Status.ShouldBe(HttpStatusCode.PartialContent);
        part["X-Result-Count"].ShouldBe("1");
        wrong.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        wrong.Of("@type").ShouldBe("Error");
        wrong.Of("status").ShouldBe("422");
    }

    [Theory, EachDatabase]
    public async Task A_dated_order_is_patched_and_cancelled(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var key = Unique("t").ToLowerInvariant();
        var made = await client.PostItAsync(Orders, Order(key, "2027-01-01T00:00:00Z"));

        var moved = await client.CallAsync("PATCH", $"{Orders}/{made.Of("id")}", """{"requestedStartDate": "2027-02-01T00:00:00Z"}""", "application/merge-patch+json");
        var fewer = await client.CallAsync("PATCH", $"{Orders}/{made.Of("id")}", $$"""{"serviceOrderItem": [{"id": "1", "action": "delete", "service": {"id": "mailbox:a@{{key}}.example"} }]}""", "application/merge-patch+json");
        var cancelled = await client.PostItAsync("/tmf-api/serviceOrdering/v4/cancelServiceOrder", $$"""{"cancellationReason": "changed his mind", "serviceOrder": {"id": "{{made.Of("id")}}"} }""");

        made.Of("state").ShouldBe("pending", made.Text);
        moved.Of("requestedStartDate").ShouldBe("2027-02-01T00:00:00Z", moved.Text);
        moved.Json.GetProperty("serviceOrderItem").GetArrayLength().ShouldBe(3);
        fewer.Json.GetProperty("serviceOrderItem")[0].GetProperty("action").GetString().ShouldBe("delete", fewer.Text);
        fewer.Of("requestedStartDate").ShouldBe("2027-02-01T00:00:00Z");
        cancelled.Status.ShouldBe(HttpStatusCode.Created, cancelled.Text);
        cancelled.Of("state").ShouldBe("done");
        (await client.GetItAsync($"{Orders}/{made.Of("id")}")).Of("state").ShouldBe("cancelled");
        (await client.GetItAsync(cancelled["Location"]!)).Of("@type").ShouldBe("CancelServiceOrder");
    }

    [Theory, EachDatabase]
    public async Task What_is_there_is_a_service_with_its_characteristics(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var key = Unique("t").ToLowerInvariant();
        await client.CustomerAsync(key, "anna");
        const string Services = "/tmf-api/serviceInventory/v4/service";

        var suspended = await client.PostItAsync(Orders, $$"""{"serviceOrderItem": [{"id": "1", "action": "modify", "service": {"id": "mailbox:anna@{{key}}.example", "state": "inactive"} }]}""");
        var mailbox = await client.GetItAsync($"{Services}/mailbox:anna@{key}.example");
        var list = await client.GetItAsync($"{Services}?name=@{key}.example");
        var specification = await client.GetItAsync("/tmf-api/serviceCatalogManagement/v4/serviceSpecification/mailbox");

        suspended.Of("state").ShouldBe("completed", suspended.Text);
        mailbox.Of("state").ShouldBe("inactive", mailbox.Text);
        mailbox.Json.GetProperty("serviceCharacteristic").EnumerateArray().Single(one => one.GetProperty("name").GetString() == "contractNumber").GetProperty("value").GetString().ShouldBe(key);
        mailbox.Json.GetProperty("relatedParty")[0].GetProperty("id").GetString().ShouldBe($"T-{key}");
        list["X-Total-Count"].ShouldBe("1");
        specification.Json.GetProperty("specCharacteristic").EnumerateArray().Select(one => one.GetProperty("name").GetString()).ShouldContain("displayName");
        foreach (var id in new[] { $"subscription:{key}", $"domain:{key}.example", $"alias:anna@{key}.example" })
            (await client.GetItAsync($"{Services}/{id}")).Status.ShouldBe(HttpStatusCode.OK, id);

        await client.PostItAsync($"mailboxes/anna@{key}.example/aliases", $$"""{"address": "info@{{key}}.example"}""");
        using var admin = await host.TenantClientAsync($"T-{key}", Oss.Domain.Access.Role.TenantAdmin);
        foreach (var (kind, id, relies) in new[]
        {
            ("subscription", $"subscription:{key}", ""), ("domain", $"domain:{key}.example", $"subscription:{key}"), ("mailbox", $"mailbox:anna@{key}.example", $"subscription:{key} domain:{key}.example"),
            ("alias", $"alias:info@{key}.example", $"subscription:{key} domain:{key}.example mailbox:anna@{key}.example"),
        })
        {
            var all = await admin.GetItAsync($"{Services}?serviceType={kind}");
            all["X-Total-Count"].ShouldBe("1", kind);
            var only = all.Json[0];
            (only.GetProperty("id").GetString(), only.GetProperty("serviceType").GetString()).ShouldBe((id, kind));
            string.Join(' ', only.TryGetProperty("serviceRelationship", out var related) ? related.EnumerateArray().Select(one => one.GetProperty("service").GetProperty("id").GetString()) : []).ShouldBe(relies);
            (await admin.GetItAsync(only.GetProperty("href").GetString()!)).Of("id").ShouldBe(id);
        }

        (await client.GetItAsync($"{Services}?serviceType=aeroplane")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await client.GetItAsync($"{Services}?serviceType=domain&name={key}")).Json[0].GetProperty("id").GetString().ShouldBe($"domain:{key}.example");
    }

    [Theory]
    [InlineData("""{"serviceOrderItem": [{"id": "1", "action": "noChange", "service": {"id": "mailbox:a@b.example"} }]}""")]
    [InlineData("""{"serviceOrderItem": [{"id": "1", "action": "add"}]}""")]
    [InlineData("""{"serviceOrderItem": [{"id": "1", "action": "add", "service": {"serviceType": "aeroplane"} }]}""")]
    [InlineData("""{"serviceOrderItem": [{"id": "1", "action": "add", "service": {"serviceType": "mailbox", "serviceCharacteristic": [{"name": "colour", "value": "red"}]} }]}""")]
    [InlineData("""{"serviceOrderItem": []}""")]
    public async Task What_is_no_order_is_refused_with_its_place(string body)
    {
        var host = await hosts.OnAsync(DatabaseProvider.Sqlite);
        using var client = host.Authenticated();
        var answer = await client.PostItAsync(Orders, body);

        answer.Status.ShouldBe(HttpStatusCode.UnprocessableEntity, answer.Text);
        answer.Of("message")!.ShouldNotBeEmpty();
    }

    [Theory, EachDatabase]
    public async Task A_foreign_tenant_finds_nothing_here_either(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var operators = host.Authenticated();
        var (victim, own) = (Unique("v").ToLowerInvariant(), Unique("w").ToLowerInvariant());
        var order = await operators.CustomerAsync(victim, "anna");
        await operators.CustomerAsync(own);
        using var stranger = await host.TenantClientAsync($"T-{own}", Oss.Domain.Access.Role.Crm);

        foreach (var path in new[] { $"serviceOrdering/v4/serviceOrder/{order}", $"serviceInventory/v4/service/mailbox:anna@{victim}.example", $"serviceInventory/v4/service/subscription:{victim}" })
            (await stranger.GetItAsync($"/tmf-api/{path}")).Status.ShouldBe(HttpStatusCode.NotFound, path);
        (await stranger.GetItAsync($"{Orders}?externalId={victim}")).Text.ShouldBe("[]");
        (await stranger.GetItAsync($"/tmf-api/serviceInventory/v4/service?name=@{victim}.example")).Text.ShouldBe("[]");
        using var nobody = host.Anonymous();
        (await nobody.GetItAsync(Orders)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    private static string Order(string key, string? start = null) => $$"""
        {"@type": "ServiceOrder", "category": "mail", "externalReference": [{"id": "{{key}}", "externalReferenceType": "crm-tmf"}], {{(start is null ? "" : $"\"requestedStartDate\": \"{start}\", ")}}"serviceOrderItem": [
          {"id": "1", "action": "add", "service": {"serviceSpecification": {"id": "subscription"}, "serviceCharacteristic": [
             {"name": "contractNumber", "value": "{{key}}"}, {"name": "tenantNumber", "value": "{{key}}"}, {"name": "tenantName", "value": "TMF"}, {"name": "product", "value": "premium"}]} },
          {"id": "2", "action": "add", "service": {"serviceType": "domain", "serviceCharacteristic": [{"name": "name", "value": "{{key}}.example"}, {"name": "contractNumber", "value": "{{key}}"}]} },
          {"id": "3", "action": "add", "service": {"serviceType": "mailbox", "serviceCharacteristic": [
             {"name": "address", "value": "a@{{key}}.example"}, {"name": "contractNumber", "value": "{{key}}"}, {"name": "password", "value": {"hash": "{{Domain.An.Hash}}"} }]} }]}
        """;
}
