using System.Net;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Oss.Domain.Persistence;
using Oss.Domain.Rules;
using Shouldly;
using Xunit;
using static Oss.Tests.Api.Soap.Envelopes;

namespace Oss.Tests.Api.Rest;

/// <summary>What becomes of a mailbox's mail, by REST.</summary>
public sealed class RestRuleTests(ApiHost host)
{
    [Fact]
    public async Task Each_part_is_set_shown_with_its_tag_and_taken_away()
    {
        using var client = host.Authenticated();
        var (path, id) = await MailboxAsync(client);
        (await client.GetItAsync($"{path}/auto-reply")).Status.ShouldBe(HttpStatusCode.NotFound);
        await SetAsync(client, $"{path}/forwarding", """{"targets": ["chef@elsewhere.example"], "keepCopy": true}""");
        await SetAsync(client, $"{path}/auto-reply", """{"subject": "Übermorgen", "text": "Grüße\naus Köln", "until": "2026-12-24"}""");
        await SetAsync(client, $"{path}/spam", """{"action": "Junk", "percent": 60}""");
        await SetAsync(client, $"{path}/rules", """{"rules": [{"name": "Büro", "conditions": [{"field": "From", "operator": "Contains", "values": ["chef@"]}], "actions": [{"kind": "Move", "target": "Büro/Köln"}]}]}""");

        var reply = await client.GetItAsync($"{path}/auto-reply");
        (reply.Of("text"), reply.Of("until")).ShouldBe(("Grüße\naus Köln", "2026-12-24"));
        var all = await client.GetItAsync($"{path}/rules");
        all.Of("origin").ShouldBe("Rules");
        all.Json.GetProperty("rules")[0].GetProperty("name").GetString().ShouldBe("Büro");

        (await client.CallAsync("PUT", $"{path}/spam", """{"action": "Off"}""")).Code.ShouldBe("precondition-required");
        (await client.CallAsync("PUT", $"{path}/auto-reply", """{"text": "neu"}""", headers: ("If-Match", reply.ETag))).Status.ShouldBe(HttpStatusCode.OK);
        (await client.CallAsync("PUT", $"{path}/auto-reply", """{"text": "veraltet"}""", headers: ("If-Match", reply.ETag))).Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await client.CallAsync("DELETE", $"{path}/forwarding", headers: ("If-Match", "*"))).Status.ShouldBe(HttpStatusCode.OK);
        host.Platform.Sheets[id].ShouldBeOfType<RuleSheet.FromRules>().Rules.ShouldSatisfyAllConditions(r => r.Forwarding.ShouldBeNull(), r => r.AutoReply!.Text.ShouldBe("neu"), r => r.Spam.Percent.ShouldBe(60));
    }

    [Fact]
    public async Task Filters_are_tried_on_a_message_given_and_with_a_reason_on_one_of_the_mailbox()
    {
        using var client = host.Authenticated();
        var (path, _) = await MailboxAsync(client);
        var given = await client.PostItAsync($"{path}/rules/trial", """{"message": "Subject: Grüße\n\nx"}""");
        given.Status.ShouldBe(HttpStatusCode.OK, given.Text);
        given.Json.GetProperty("actions")[0].GetString().ShouldBe("keep");
        (await client.PostItAsync($"{path}/rules/trial", """{"uid": 7}""")).Code.ShouldBe("validation");
        (await client.PostItAsync($"{path}/rules/trial", """{"uid": 7}""", ("X-Reason", "ticket 9"))).Status.ShouldBe(HttpStatusCode.OK);
        (await client.PostItAsync($"{path}/rules/trial", """{"messageId": "<8@example.org>"}""", ("X-Reason", "ticket 9"))).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_script_of_another_system_is_brought_over_once()
    {
        using var client = host.Authenticated();
        var (path, id) = await MailboxAsync(client);
        (string, string) key = ("Idempotency-Key", Guid.NewGuid().ToString());
        var first = await client.PostItAsync($"{path}/rules/import", """{"script": "keep;"}""", key);
        first.Status.ShouldBe(HttpStatusCode.OK, first.Text);
        first.Json.GetProperty("change").GetProperty("state").GetString().ShouldBe("Completed");
        await client.PostItAsync($"{path}/rules/import", """{"script": "keep;"}""", key);
        host.Platform.RuleWrites.Count(w => w.Mailbox == id).ShouldBe(1);
        (await client.PostItAsync($"{path}/rules/import", """{"script": "keep;", "separator": "xy"}""")).Code.ShouldBe("validation");
    }

    [Fact]
    public async Task A_script_by_hand_is_shown_and_replaced_on_demand_only()
    {
        using var client = host.Authenticated();
        var (path, id) = await MailboxAsync(client);
        host.Platform.PutByHand(id, "keep; # von Hand");
        (await client.GetItAsync($"{path}/forwarding")).Code.ShouldBe("script-by-hand");
        var seen = await client.GetItAsync($"{path}/rules");
        seen.Json.GetProperty("script").GetProperty("text").GetString().ShouldBe("keep; # von Hand");
        (await client.GetItAsync($"{path}/scripts")).Json.GetProperty("items")[0].GetProperty("isActive").GetBoolean().ShouldBeTrue();

        var refused = await client.CallAsync("PUT", $"{path}/spam", """{"action": "Junk"}""", headers: ("If-Match", seen.ETag));
        (refused.Status, refused.Code).ShouldBe((HttpStatusCode.Conflict, "script-by-hand"));
        host.Platform.PutByHand(id, "discard;");
        (await client.CallAsync("PUT", $"{path}/spam?replace=true", """{"action": "Junk"}""", headers: ("If-Match", seen.ETag))).Status.ShouldBe(HttpStatusCode.PreconditionFailed);
        (await client.CallAsync("PUT", $"{path}/spam?replace=true", """{"action": "Junk"}""", headers: ("If-Match", "*"))).Status.ShouldBe(HttpStatusCode.OK);
        host.Platform.Sheets[id].ShouldBeOfType<RuleSheet.FromRules>();
    }

    [Theory]
    [InlineData("rules", """{"rules": [null]}""", 400)]
    [InlineData("rules", """{"rules": [{"name": "x", "actions": [null]}]}""", 400)]
    [InlineData("rules", """{"rules": [{"name": "x", "conditions": [{"field": "From", "operator": "Is", "values": [null]}]}]}""", 400)]
    [InlineData("rules", """{"rules": [{"name": "x"}, {"name": "", "actions": [{"kind": "Discard"}]}]}""", 422)]
    [InlineData("forwarding", """{"targets": ["no address"], "keepCopy": true}""", 422)]
    [InlineData("forwarding", """{"targets": [], "keepCopy": true}""", 422)]
    [InlineData("auto-reply", """{"text": "x", "from": "2026-12-24", "until": "2026-12-01"}""", 422)]
    [InlineData("spam", """{"action": "Junk", "percent": 0}""", 422)]
    [InlineData("spam", """{"action": "Burn"}""", 400)]
    public async Task What_is_wrong_is_a_problem_that_names_its_place(string part, string body, int status)
    {
        using var client = host.Authenticated();
        var (path, id) = await MailboxAsync(client);
        var answer = await client.CallAsync("PUT", $"{path}/{part}", body, headers: ("If-Match", "*"));
        ((int)answer.Status).ShouldBe(status, answer.Text);
        answer.Json.GetProperty("findings").GetArrayLength().ShouldBeGreaterThan(0);
        host.Platform.Sheets.ContainsKey(id).ShouldBeFalse();
    }

    private static async Task SetAsync(HttpClient client, string path, string body)
    {
        var answer = await client.CallAsync("PUT", path, body, headers: ("If-Match", "*"));
        answer.Status.ShouldBe(HttpStatusCode.OK, answer.Text);
    }

    private async Task<(string Path, Guid Id)> MailboxAsync(HttpClient client)
    {
        var key = Unique("m").ToLowerInvariant();
        await client.CustomerAsync(key, "anna");
        await using var db = await host.Services.GetRequiredService<IDbContextFactory<OssDbContext>>().CreateDbContextAsync();
        return ($"mailboxes/anna@{key}.example", await db.Mailboxes.Where(m => m.PrimaryAddress == $"anna@{key}.example").Select(m => m.Id).SingleAsync());
    }
}
