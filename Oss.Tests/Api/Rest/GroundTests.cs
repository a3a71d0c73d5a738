using System.Net;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Shouldly;
using Xunit;
using static Oss.Tests.Api.Soap.Envelopes;

namespace Oss.Tests.Api.Rest;

/// <summary>What holds for every resource.</summary>
public sealed class GroundTests(ApiHosts hosts)
{
    [Theory, EachDatabase]
    public async Task A_change_says_what_it_has_seen_and_is_refused_when_that_is_no_longer_there(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var key = Unique("g").ToLowerInvariant();
        await client.CustomerAsync(key, "anna");
        var path = $"mailboxes/anna@{key}.example";
        var seen = await client.GetItAsync(path);

        var blind = await client.CallAsync("PATCH", path, """{"displayName": "Anna"}""");
        var first = await client.CallAsync("PATCH", path, """{"displayName": "Anna"}""", headers: ("If-Match", seen.ETag));
        var second = await client.CallAsync("PATCH", path, """{"displayName": "Berta"}""", headers: ("If-Match", seen.ETag));
        var weak = await client.CallAsync("PATCH", path, """{"displayName": "Berta"}""", headers: ("If-Match", "W/" + (await client.GetItAsync(path)).ETag));
        var any = await client.CallAsync("PATCH", path, """{"displayName": "Clara"}""", "application/merge-patch+json", ("If-Match", "*"));

        ((int)blind.Status).ShouldBe(428);
        blind.Code.ShouldBe("precondition-required");
        first.Status.ShouldBe(HttpStatusCode.OK, first.Text);
        second.Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        weak.Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        any.Status.ShouldBe(HttpStatusCode.OK, any.Text);
        (await client.GetItAsync(path)).Of("displayName").ShouldBe("Clara");
    }

    [Theory, EachDatabase]
    public async Task A_copy_that_is_still_right_is_not_sent_again(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var key = Unique("g").ToLowerInvariant();
        var path = $"orders/{await client.CustomerAsync(key)}";
        var seen = await client.GetItAsync(path);

        var again = await client.GetItAsync(path, ("If-None-Match", $"\"x\", W/{seen.ETag}"));
        var head = await client.CallAsync("HEAD", path);

        again.Status.ShouldBe(HttpStatusCode.NotModified);
        again.Text.ShouldBeEmpty();
        head.Status.ShouldBe(HttpStatusCode.OK);
        head.Text.ShouldBeEmpty();
        head.ETag.ShouldBe(seen.ETag);
        head["Content-Length"].ShouldBe(seen["Content-Length"]);
    }

    [Theory, EachDatabase]
    public async Task A_named_request_is_carried_out_once_and_answered_as_at_first(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var key = Unique("g").ToLowerInvariant();
        await client.CustomerAsync(key);
        var order = $$"""{"items": [{"action": "Provide", "mailbox": {"address": "a@{{key}}.example", "contractNumber": "{{key}}", "password": {"clear": "correct horse battery"} } }]}""";

        var first = await client.PostItAsync("orders", order, ("Idempotency-Key", $"\"{key}\""));
        var again = await client.PostItAsync("orders", order, ("Idempotency-Key", key));
        var other = await client.PostItAsync("orders", order.Replace("a@", "b@"), ("Idempotency-Key", key));
        var refused = await client.PostItAsync("orders", order.Replace("a@", "a@a@"), ("Idempotency-Key", key + "-2"));
        var mended = await client.PostItAsync("orders", order.Replace("a@", "c@"), ("Idempotency-Key", key + "-2"));
        var nameless = await client.PostItAsync("orders", order);

        first.Status.ShouldBe(HttpStatusCode.Created, first.Text);
        again.Status.ShouldBe(HttpStatusCode.Created);
        again.Text.ShouldBe(first.Text);
        again["Location"].ShouldBe(first["Location"]);
        again["Idempotency-Replayed"].ShouldBe("true");
        other.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        other.Code.ShouldBe("idempotency-mismatch");
        refused.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        mended.Status.ShouldBe(HttpStatusCode.Created, "what was refused had not used up its name");
        first.Json.GetProperty("order").GetProperty("externalId").GetString().ShouldBe($"{ApiHost.Client}/{key}");
        nameless.Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory, EachDatabase]
    public async Task The_name_of_a_change_is_the_same_in_SOAP_and_REST(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var key = Unique("g").ToLowerInvariant();
        await client.CustomerAsync(key, "anna");
        const string Configuration = "urn:oss:configuration:2026-11";
        await client.PostAsync(Envelope($"<SetDisplayName xmlns=\"{Configuration}\"><RequestId>{key}</RequestId><Mailbox>anna@{key}.example</Mailbox><DisplayName>Anna</DisplayName></SetDisplayName>"),
            Configuration + "/SetDisplayName", "/soap/configuration");

        var same = await client.CallAsync("PATCH", $"mailboxes/anna@{key}.example", """{"displayName": "Anna"}""", headers: [("If-Match", "*"), ("Idempotency-Key", key)]);
        var other = await client.CallAsync("PATCH", $"mailboxes/anna@{key}.example", """{"displayName": "Berta"}""", headers: [("If-Match", "*"), ("Idempotency-Key", key)]);

        same.Status.ShouldBe(HttpStatusCode.OK, same.Text);
        same.Json.GetProperty("replayed").GetBoolean().ShouldBeTrue();
        other.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Theory, EachDatabase]
    public async Task Two_copies_at_once_are_one_execution(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var key = Unique("g").ToLowerInvariant();
        await client.CustomerAsync(key);
        var order = $$"""{"items": [{"action": "Provide", "mailbox": {"address": "a@{{key}}.example", "contractNumber": "{{key}}", "password": {"hash": "{{Domain.An.Hash}}"} } }]}""";

        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => client.PostItAsync("orders", order, ("Idempotency-Key", key))));

        answers.Select(answer => (int)answer.Status).ShouldBeSubsetOf([201, 409]);
        answers.Where(answer => answer.Status == HttpStatusCode.Conflict).ShouldAllBe(answer => answer.Code == "idempotency-running" && answer["Retry-After"] != null);
        answers.Count(answer => answer.Status == HttpStatusCode.Created && answer["Idempotency-Replayed"] is null).ShouldBe(1);
    }

    [Theory, EachDatabase]
    public async Task A_caller_says_how_long_it_waits(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var key = Unique("g").ToLowerInvariant();
        await client.CustomerAsync(key);
        string Order(string name) => $$"""{"externalSystem": "crm-test", "externalId": "{{key}}-{{name}}", "items": [{"action": "Provide", "mailbox": {"address": "{{name}}@{{key}}.example", "contractNumber": "{{key}}", "password": {"hash": "{{Domain.An.Hash}}"} } }]}""";

        var later = await client.PostItAsync("orders", Order("a"), ("Prefer", "respond-async"));
        var both = await client.PostItAsync("orders", Order("b"), ("Prefer", "respond-async, wait=100"));
        var now = await client.PostItAsync("orders", Order("c"), ("Prefer", "wait=10"));

        later.Status.ShouldBe(HttpStatusCode.Accepted, later.Text);
        later["Preference-Applied"].ShouldBe("respond-async");
        both.Status.ShouldBe(HttpStatusCode.Created);
        both["Preference-Applied"].ShouldBe("respond-async, wait=25");
        now["Preference-Applied"].ShouldBe("wait=10");
        (await client.GetItAsync(later["Location"]!)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Theory, EachDatabase]
    public async Task A_list_is_read_part_by_part_while_it_changes_and_by_its_own_cursors_only(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var key = Unique("g").ToLowerInvariant();
        await client.CustomerAsync(key, "a", "b", "c", "d");
        var list = $"addresses?domain={key}.example&limit=2";

        var first = await client.GetItAsync(list);
        await client.CallAsync("DELETE", $"mailboxes/b@{key}.example", headers: ("If-Match", "*"));
        var cursor = Uri.EscapeDataString(first.Of("next")!);
        var second = await client.GetItAsync($"{list}&cursor={cursor}");
        var elsewhere = await client.GetItAsync($"addresses?limit=2&cursor={cursor}");
        var forged = await client.GetItAsync($"{list}&cursor=Zm9v");

        Values(first).ShouldBe([$"a@{key}.example", $"b@{key}.example"]);
        Values(second).ShouldBe([$"c@{key}.example", $"d@{key}.example"]);
        second.Json.TryGetProperty("next", out _).ShouldBeFalse();
        first["Link"]!.ShouldContain("rel=\"next\"");
        Values(await client.GetItAsync(first["Link"]![1..first["Link"]!.IndexOf('>')])).ShouldBe(Values(second));
        var back = await client.GetItAsync($"{list}&cursor={Uri.EscapeDataString(second.Of("previous")!)}");
        Values(back).ShouldBe(Values(first));
        (first.Json.TryGetProperty("previous", out _), second["Link"]!.Contains("rel=\"prev\"")).ShouldBe((false, true));
        var last = await client.GetItAsync($"{list}&part=last");
        Values(last).ShouldBe(Values(second));
        Values(await client.GetItAsync($"{list}&cursor={Uri.EscapeDataString(last.Of("previous")!)}")).ShouldBe(Values(first));
        foreach (var odd in new[] { "part=first", "part=", $"part=last&cursor={cursor}" })
            (await client.GetItAsync($"{list}&{odd}")).Status.ShouldBe(odd == "part=" ? HttpStatusCode.OK : HttpStatusCode.UnprocessableEntity, odd);
        elsewhere.Json.GetProperty("findings")[0].GetProperty("code").GetString().ShouldBe("invalid-cursor");
        forged.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        foreach (var limit in new[] { "0", "201", "-1", "many", "9999999999" })
            (await client.GetItAsync($"addresses?limit={limit}")).Status.ShouldBe(HttpStatusCode.UnprocessableEntity, limit);
    }

    [Theory, EachDatabase]
    public async Task A_reply_is_narrowed_to_the_fields_that_are_asked_for(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var key = Unique("g").ToLowerInvariant();
        var id = await client.CustomerAsync(key, "anna");

        var order = await client.GetItAsync($"orders/{id}?fields=id,items.key,items.state");
        var rows = await client.GetItAsync($"mailboxes?search=@{key}.example&fields=address");
        var unknown = await client.GetItAsync($"orders/{id}?fields=id,itemz.key");

        order.Json.EnumerateObject().Select(member => member.Name).ShouldBe(["id", "items"]);
        order.Json.GetProperty("items")[0].EnumerateObject().Select(member => member.Name).ShouldBe(["key", "state"]);
        order.ETag.ShouldBe((await client.GetItAsync($"orders/{id}")).ETag, "what was narrowed can still be changed by its tag");
        rows.Json.GetProperty("items")[0].ToString().ShouldBe($$"""{"address":"anna@{{key}}.example"}""");
        unknown.Status.ShouldBe(HttpStatusCode.UnprocessableEntity);
        unknown.Text.ShouldContain("itemz");
    }

    [Theory, EachDatabase]
    public async Task Problems_are_in_the_language_that_is_asked_for(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        const string Path = "mailboxes/nobody@nowhere.example";

        var german = await client.GetItAsync(Path, ("Accept-Language", "fr, en;q=0.5, de-CH;q=0.8"));
        var english = await client.GetItAsync(Path, ("Accept-Language", "fr"));
        var form = await client.GetItAsync("nothing", ("Accept-Language", "de"));

        german.Of("title").ShouldBe("Das gibt es nicht.");
        german.Of("detail").ShouldBe("Postfach 'nobody@nowhere.example' gibt es nicht.");
        german["Content-Language"].ShouldBe("de");
        german["Content-Type"].ShouldBe("application/problem+json");
        german.Of("type").ShouldBe("urn:oss:problem:not-found");
        english.Of("title").ShouldBe("There is no such thing, or not for this caller.");
        english.Of("detail").ShouldBe("There is no mailbox 'nobody@nowhere.example'.");
        form.Of("title").ShouldBe("Das gibt es nicht.");
        form.Of("detail").ShouldBeNull("the code says it all");
    }

    [Theory, EachDatabase]
    public async Task Methods_types_and_queries_that_are_not_there_are_refused_with_what_is(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();

        var options = await client.CallAsync("OPTIONS", "mailboxes/a@b.example");
        var method = await client.CallAsync("DELETE", "orders");
        var nothing = await client.CallAsync("DELETE", "nothing/at/all");
        var type = await client.GetItAsync("products", ("Accept", "text/html, application/xml;q=0.5"));
        var json = await client.GetItAsync("products", ("Accept", "text/html, application/*;q=0.1"));
        var query = await client.GetItAsync("orders?tennantNumber=T1");
        var value = await client.GetItAsync("orders?state=Nonsense");
        var body = await client.CallAsync("POST", "orders", "<a/>", "text/xml");

        options.Status.ShouldBe(HttpStatusCode.NoContent);
        options["Allow"].ShouldBe("DELETE, GET, HEAD, PATCH, OPTIONS");
        options["Accept-Patch"]!.ShouldContain("application/merge-patch+json");
        method.Status.ShouldBe(HttpStatusCode.MethodNotAllowed);
        method["Allow"].ShouldBe("GET, HEAD, POST, OPTIONS");
        nothing.Status.ShouldBe(HttpStatusCode.NotFound);
        type.Status.ShouldBe(HttpStatusCode.NotAcceptable);
        json.Status.ShouldBe(HttpStatusCode.OK);
        query.Status.ShouldBe(HttpStatusCode.BadRequest);
        query.Text.ShouldContain("tennantNumber");
        value.Status.ShouldBe(HttpStatusCode.BadRequest);
        body.Status.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        body["Accept"].ShouldBe("application/json");
        new[] { method, nothing, type, query, value, body }.ShouldAllBe(answer => answer["Content-Type"] == "application/problem+json" && answer.Code != null);
    }

    [Theory, EachDatabase]
    public async Task Each_reply_says_how_much_may_still_be_asked(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();

        var answer = await client.GetItAsync("products", ("X-Request-Id", "ticket-4711"));
        var tooLong = await client.GetItAsync("products", ("X-Request-Id", new string('x', 65)));

        answer["RateLimit-Policy"].ShouldBe("\"client\";q=6000;w=60");
        answer["RateLimit"]!.ShouldMatch("^\"client\";r=[0-9]+;t=[0-9]+$");
        answer["X-Request-Id"].ShouldBe("ticket-4711");
        answer["X-Correlation-Id"].ShouldNotBeNullOrEmpty();
        tooLong.Status.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory, EachDatabase]
    public async Task For_whom_and_why_stands_in_the_audit(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var client = host.Authenticated();
        var key = Unique("g").ToLowerInvariant();
        await client.CustomerAsync(key, "anna");

        await client.CallAsync("PUT", $"mailboxes/anna@{key}.example/password", """{"clear": "correct horse battery"}""", headers: [("If-Match", "*"), ("X-On-Behalf-Of", "agent 7 (Weiss)"), ("X-Reason", "Ticket 4711")]);

        host.Audit($"anna@{key}.example").ShouldContain(entry => entry.OnBehalfOf == "agent 7 (Weiss)" && entry.Reason == "Ticket 4711" && entry.Source != null);
    }

    private static IEnumerable<string> Values(RestAnswer list) => [.. list.Json.GetProperty("items").EnumerateArray().Select(row => row.GetProperty("value").GetString()!)];
}
