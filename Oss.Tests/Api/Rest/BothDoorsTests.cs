using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Oss.Domain.Access;
using Oss.Domain.MailPlatform;
using Oss.Domain.Persistence;
using Oss.Domain.Webhooks;
using Oss.Tests.Api.Soap;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;
using static Oss.Tests.Api.Soap.Envelopes;

namespace Oss.Tests.Api.Rest;

/// <summary>An order's life by SOAP and REST in turn, on the wire, and what may not be mixed up between callers.</summary>
public sealed class BothDoorsTests(ApiHosts hosts)
{
    private static readonly string Later = $"{DateTime.UtcNow.AddDays(300):yyyy-MM-dd}T00:00:00Z";

    [Theory, EachDatabase]
    public async Task An_order_that_waits_is_amended_at_either_door_and_cancelled_at_the_other(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var key = Unique("d").ToLowerInvariant();
        var since = await LastEventAsync(client);
        await client.CustomerAsync(key);
        string Content(string name) => $$"""{"externalSystem": "crm-doors", "externalId": "{{key}}", "requestedStart": "{{Later}}", "items": [{"action": "Provide", "mailbox": {"address": "{{name}}@{{key}}.example", "contractNumber": "{{key}}", "password": {"hash": "{{Domain.An.Hash}}"} } }]}""";

        var made = await client.PostItAsync("orders", Content("anna"));
        var id = made.Json.GetProperty("order").GetProperty("id").GetString()!;
        var seen = await client.GetItAsync($"orders/{id}");
        (await client.PostItAsync($"orders/{id}:amend", Content("berta"))).Status.ShouldBe((HttpStatusCode)428);
        var byRest = await client.PostItAsync($"orders/{id}:amend", Content("berta"), ("If-Match", seen.ETag));
        byRest.Status.ShouldBe(HttpStatusCode.OK, byRest.Text);
        (await client.PostItAsync($"orders/{id}:amend", Content("clara"), ("If-Match", seen.ETag))).Status.ShouldBe(HttpStatusCode.PreconditionFailed);

        var version = byRest.Json.GetProperty("version").GetInt64();
        string Amend(long expected) => $"<AmendOrder xmlns=\"{Orders}\"><Order><ExternalSystem>crm-doors</ExternalSystem><ExternalId>{key}</ExternalId><Items>{Mailbox($"dora@{key}.example", key)}</Items><RequestedStart>{Later}</RequestedStart></Order><ExpectedVersion>{expected}</ExpectedVersion></AmendOrder>";
        (await client.PostAsync(Envelope(Amend(version - 1)), $"{Orders}/AmendOrder")).Detail("ConflictFault").ShouldNotBeNull();
        var bySoap = await client.PostAsync(Envelope(Amend(version)), $"{Orders}/AmendOrder");
        bySoap.Status.ShouldBe(HttpStatusCode.OK, bySoap.Text);
        (await client.GetItAsync($"orders/{id}")).Text.ShouldContain($"dora@{key}.example");

        (await client.PostAsync(Envelope($"<RetryOrder xmlns=\"{Orders}\"><Id>{id}</Id></RetryOrder>"), $"{Orders}/RetryOrder")).Detail("ConflictFault").ShouldNotBeNull("it only waits");
        (await client.PostItAsync($"orders/{id}:retry")).Code.ShouldBe("order-state");
        var cancelled = await client.PostAsync(Envelope($"<CancelOrder xmlns=\"{Orders}\"><External><System>crm-doors</System><Id>{key}</Id></External><Reason>changed his mind</Reason></CancelOrder>"), $"{Orders}/CancelOrder");
        cancelled.Value("State").ShouldBe("Cancelled", cancelled.Text);
        (await client.PostItAsync($"orders/{id}:cancel")).Of("state").ShouldBe("Cancelled", "it is what was asked for");

        var events = await client.GetItAsync($"events?after={since}&limit=200");
        var heard = await client.PostAsync(Envelope($"<GetEvents xmlns=\"{Orders}\"><After>{since}</After><Limit>200</Limit><ExternalSystem>crm-doors</ExternalSystem></GetEvents>"), $"{Orders}/GetEvents");
        var mine = events.Json.GetProperty("events").EnumerateArray().Where(e => e.GetProperty("orderId").GetString() == id).Select(e => e.GetProperty("sequence").GetInt64()).ToList();
        mine.Count.ShouldBeGreaterThan(1);
        mine.ShouldBeInOrder();
        heard.Document.Descendants().Where(e => e.Name.LocalName == "Sequence").Select(e => (long)e).Where(mine.Contains).ShouldBe(mine);
    }

    [Theory, EachDatabase]
    public async Task An_order_that_is_held_goes_on_when_it_is_tried_again_at_either_door(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var key = Unique("r").ToLowerInvariant();
        await client.CustomerAsync(key);
        var isDown = true;
        host.Platform.BeforeCreate = mailbox => isDown && mailbox.CanonicalName.EndsWith($"@{key}.example", StringComparison.Ordinal) ? throw new MailPlatformUnavailableException("away") : Task.CompletedTask;
        async Task<string> HeldAsync(string name)
        {
            var made = await client.PostItAsync("orders", $$"""{"externalSystem": "crm-doors", "externalId": "{{key}}-{{name}}", "items": [{"action": "Provide", "mailbox": {"address": "{{name}}@{{key}}.example", "contractNumber": "{{key}}", "password": {"hash": "{{Domain.An.Hash}}"} } }]}""");
            made.Status.ShouldBe(HttpStatusCode.Accepted, made.Text);
            made.Json.GetProperty("order").GetProperty("state").GetString().ShouldBe("Held");
            return made.Json.GetProperty("order").GetProperty("id").GetString()!;
        }

        var (first, second) = (await HeldAsync("anna"), await HeldAsync("berta"));
        isDown = false;
        (await client.PostItAsync($"orders/{first}:retry")).Of("state").ShouldBe("Completed");
        (await client.PostAsync(Envelope($"<RetryOrder xmlns=\"{Orders}\"><Id>{second}</Id></RetryOrder>"), $"{Orders}/RetryOrder")).Value("State").ShouldBe("Completed");
        (await client.GetItAsync($"mailboxes?search=@{key}.example")).Json.GetProperty("items").GetArrayLength().ShouldBe(2);
    }

    [Theory, EachDatabase]
    public async Task One_key_of_two_callers_names_two_requests(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var operators = host.Authenticated();
        var (one, other, idempotency) = (Unique("i").ToLowerInvariant(), Unique("i").ToLowerInvariant(), Unique("key-"));
        await operators.CustomerAsync(one, "anna");
        await operators.CustomerAsync(other, "anna");
        using var first = await host.TenantClientAsync($"T-{one}", Role.TenantAdmin);
        using var second = await host.TenantClientAsync($"T-{other}", Role.TenantAdmin);
        Task<RestAnswer> RenameAsync(HttpClient client, string key, string name) => client.CallAsync("PATCH", $"mailboxes/anna@{key}.example", $$"""{"displayName": "{{name}}"}""", headers: [("If-Match", "*"), ("Idempotency-Key", idempotency)]);

        var mine = await RenameAsync(first, one, "Eins");
        var theirs = await RenameAsync(second, other, "Zwei");
        var again = await RenameAsync(first, one, "Eins");
        (mine.Status, theirs.Status, again.Status).ShouldBe((HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK), theirs.Text);
        theirs.Of("orderId").ShouldNotBe(mine.Of("orderId"));
        again.Text.ShouldBe(mine.Text);
        (await RenameAsync(first, one, "Drei")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await operators.GetItAsync($"mailboxes/anna@{other}.example")).Of("displayName").ShouldBe("Zwei");
    }

    [Theory, EachDatabase]
    public async Task Copies_at_both_doors_at_once_are_one_order(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var key = Unique("c").ToLowerInvariant();
        await client.CustomerAsync(key);
        var number = Unique("c");
        var json = $$"""{"externalSystem": "crm-test", "externalId": "{{number}}", "items": [{"action": "Provide", "mailbox": {"address": "a@{{key}}.example", "contractNumber": "{{key}}", "password": {"clear": "correct horse battery"}, "displayName": "Test", "quota": {"unlimited": true} } }]}""";
        var xml = Envelope(SubmitOrder(number, Mailbox($"a@{key}.example", key)));

        var rest = Enumerable.Range(0, 4).Select(_ => client.PostItAsync("orders", json)).ToList();
        var soap = Enumerable.Range(0, 4).Select(_ => client.PostAsync(xml)).ToList();
        var ids = (await Task.WhenAll(rest)).Select(answer => answer.Json.GetProperty("order").GetProperty("id").GetString()).Concat((await Task.WhenAll(soap)).Select(answer => answer.Value("Id"))).ToList();

        ids.Distinct().Count().ShouldBe(1);
        (await Task.WhenAll(rest)).Count(answer => answer.Json.GetProperty("replayed").GetBoolean() is false).ShouldBeLessThanOrEqualTo(1);
        (await client.GetItAsync($"addresses?domain={key}.example")).Json.GetProperty("items").GetArrayLength().ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task Names_in_any_script_come_back_as_they_went_in(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var key = Unique("u").ToLowerInvariant();
        await client.CustomerAsync(key, "jörg");
        const string name = "Jörg Weiß-Ørsted 🎉 漢字 ‮x";

        var renamed = await client.CallAsync("PATCH", $"mailboxes/jörg@{key}.example", JsonSerializer.Serialize(new { displayName = name }), headers: ("If-Match", "*"));
        renamed.Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity);
        const string plain = "Jörg Weiß-Ørsted 🎉 漢字";
        (await client.CallAsync("PATCH", $"mailboxes/{Uri.EscapeDataString($"jörg@{key}.example")}", JsonSerializer.Serialize(new { displayName = plain }), headers: ("If-Match", "*"))).Status.ShouldBe(HttpStatusCode.OK);
        (await client.GetItAsync($"mailboxes/jörg@{key}.example")).Of("displayName").ShouldBe(plain);
        var overview = await client.PostAsync(Envelope($"<GetMailbox xmlns=\"urn:oss:information:2026-11\"><Address>JÖRG@{key}.example</Address></GetMailbox>"), "urn:oss:information:2026-11/GetMailbox", "/soap/information");
        overview.Document.Descendants().First(e => e.Name.LocalName == "DisplayName").Value.ShouldBe(plain);
        (await client.GetItAsync($"mailboxes?search={Uri.EscapeDataString($"JÖRG@{key}.example")}&limit=5")).Text.ShouldContain(key);
    }

    [Theory, EachDatabase]
    public async Task Headers_given_twice_cursors_made_up_and_fields_unknown_are_refused_and_nothing_fails(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var key = Unique("h").ToLowerInvariant();
        await client.CustomerAsync(key, "anna");
        var path = $"mailboxes/anna@{key}.example";

        foreach (var unfit in new[] { new string('k', 64), "\"", "a\\b" })
            (await client.CallAsync("PATCH", path, """{"displayName": "x"}""", headers: [("If-Match", "*"), ("Idempotency-Key", unfit)])).Status.ShouldBe(HttpStatusCode.BadRequest, unfit);
        (await client.CallAsync("PATCH", path, """{"displayName": "x"}""", headers: [("If-Match", "\"x\""), ("If-Match", "\"y\"")])).Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await client.GetItAsync($"{path}?fields=displayName,nonsense")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await client.GetItAsync($"{path}?fields=displayName&fields=state")).Status.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.UnprocessableEntity);
        foreach (var odd in new[] { "fields=", "fields=,", "fields=a.b.c.d.e.f.g", $"fields={new string('x', 5000)}", "fields=%00" })
            ((int)(await client.GetItAsync($"{path}?{odd}")).Status).ShouldBeLessThan(500, odd);

        var part = await client.GetItAsync("mailboxes?limit=1");
        var cursor = part.Of("next");
        foreach (var made in new[] { "x", "CfDJ8AAAA", cursor is null ? "y" : cursor[..^2] + "AA", cursor is null ? "z" : cursor + "A" })
            (await client.GetItAsync($"mailboxes?limit=1&cursor={made}")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity, made);
        if (cursor is not null)
            (await client.GetItAsync($"addresses?limit=1&cursor={cursor}")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity, "of another list");
    }

    [Theory, EachDatabase]
    public async Task What_changes_says_what_it_has_seen_and_changes_nothing_else(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated("operator-client");
        using var crm = host.Authenticated();
        var key = Unique("e").ToLowerInvariant();
        var order = await crm.CustomerAsync(key, "anna");
        await crm.PostItAsync($"mailboxes/anna@{key}.example/aliases", $$"""{"address": "info@{{key}}.example"}""");
        var failures = new List<string>();
        foreach (var (method, path, operation) in host.Operations.Where(one => one.Operation is { IsGuarded: true }))
        {
            var url = path.Replace("{mailbox}", $"anna@{key}.example").Replace("{alias}", $"info@{key}.example").Replace("{address}", $"anna@{key}.example").Replace("{domain}", $"{key}.example")
                .Replace("{contract}", key).Replace("{number}", $"T-{key}").Replace("{id}", order).Replace("{code}", "premium").Replace("{name}", "auditor").Replace("{selector}", "oss1");
            var body = operation!.Body is null ? null : Oss.Api.Rest.OpenApi.Examples.Of(operation.Body).ToJsonString();
            if ((int)(await client.CallAsync(method, url, body)).Status != 428)
                failures.Add($"{method} {url} goes without If-Match");
            var stale = await client.CallAsync(method, url, body, headers: ("If-Match", "\"stale\""));
            if (stale.Status is not (HttpStatusCode.PreconditionFailed or HttpStatusCode.NotFound or HttpStatusCode.Conflict or HttpStatusCode.UnprocessableEntity))
                failures.Add($"{method} {url} with a stale ETag is {(int)stale.Status}: {stale.Text}");
        }

        failures.ShouldBeEmpty();
        (await crm.GetItAsync($"mailboxes/anna@{key}.example")).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, EachDatabase]
    public async Task A_TMF_listener_hears_of_an_order_in_TMFs_form(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var mark = Unique("hub").ToLowerInvariant();
        var callback = new Uri(host.Hook.Url, $"/{mark}").ToString();
        var registered = await client.PostItAsync("/tmf-api/serviceOrdering/v4/hub", $$"""{"callback": "{{callback}}", "query": "x"}""");
        registered.Status.ShouldBe(HttpStatusCode.Created, registered.Text);
        var order = await client.CustomerAsync(mark);
        var dispatcher = host.Services.GetRequiredService<WebhookDispatcher>();
        for (var round = 0; round < 10 && host.Hook.Messages.Count(message => message.Path.StartsWith($"/{mark}/", StringComparison.Ordinal)) < 3; round++)
            await dispatcher.RunOnceAsync(CancellationToken.None);

        var heard = host.Hook.Messages.Where(message => message.Path.StartsWith($"/{mark}/", StringComparison.Ordinal) && message.Body.Contains(order)).ToList();
        heard.Select(message => message.Path).Distinct().ShouldBe([$"/{mark}/listener/serviceOrderCreateEvent", $"/{mark}/listener/serviceOrderStateChangeEvent"], ignoreOrder: true);
        var last = JsonDocument.Parse(heard[^1].Body).RootElement;
        (last.GetProperty("eventType").GetString(), last.GetProperty("event").GetProperty("serviceOrder").GetProperty("state").GetString()).ShouldBe(("ServiceOrderStateChangeEvent", "completed"));
        heard.ShouldAllBe(message => message.Signature.StartsWith("v1,"));
        (await client.CallAsync("DELETE", registered["Location"]!)).Status.ShouldBe(HttpStatusCode.NoContent);
    }

    private static async Task<long> LastEventAsync(HttpClient client)
    {
        var after = 0L;
        while (true)
        {
            var part = await client.GetItAsync($"events?after={after}&limit=200");
            after = part.Json.GetProperty("next").GetInt64();
            if (!part.Json.GetProperty("more").GetBoolean())
                return after;
        }
    }
}
