using System.Net;
using Oss.Tests.Domain;
using Oss.Tests.Web;
using Shouldly;
using Xunit;

namespace Oss.Tests.Api.Rest;

/// <summary>The queue for an operator's programs.</summary>
public sealed class QueueTests(ApiHost host)
{
    [Fact]
    public async Task An_operator_s_client_counts_lists_looks_and_changes()
    {
        using var client = host.Authenticated("operator-client");
        var domain = $"{An.Key("rest")}.example";
        var (first, second) = (host.Mail.Queue($"bert@{domain}", "450 4.2.0 Greylisted"), host.Mail.Queue($"carl@{domain}"));

        var summary = await client.GetItAsync($"queue-summary?destination={domain}");
        (summary.Of("messages"), summary.Json.GetProperty("reasons")[0].GetProperty("value").GetString()).ShouldBe(("2", "4.2.0"));
        var part = await client.GetItAsync($"queue?destination={domain}&limit=1");
        var next = await client.GetItAsync($"queue?destination={domain}&limit=1&cursor={part.Of("next")}");
        new[] { part, next }.Select(p => p.Json.GetProperty("items")[0].GetProperty("id").GetGuid()).ShouldBe([first, second], ignoreOrder: true);
        (await client.GetItAsync($"queue/{first}")).Json.GetProperty("recipients")[0].GetProperty("reply").GetString().ShouldBe("450 4.2.0 Greylisted");
        (await client.GetItAsync($"queue/{first}/header")).Of("header")!.ShouldContain("Subject: ");
        host.Audit($"{first:N}").ShouldHaveSingleItem().Action.ShouldBe("read.queued-header");

        (await client.PostItAsync("queue-changes", $$"""{"action": "Hold", "messages": ["{{first}}"]}""", ("X-Reason", "ticket 8"))).Of("done").ShouldBe("1");
        host.Audit($"{first:N}")[^1].Reason.ShouldBe("ticket 8");
        (await client.GetItAsync($"queue/{first}")).Of("state").ShouldBe("Held");
        (await client.PostItAsync("queue-changes", $$$"""{"action": "Delete", "all": {"seen": 1, "destination": "{{{domain}}}"}}""")).Code.ShouldBe("queue-grown");
        (await client.PostItAsync("queue-changes", $$$"""{"action": "Delete", "all": {"seen": 2, "destination": "{{{domain}}}"}}""")).Of("done").ShouldBe("2");
        (await client.GetItAsync($"queue/{first}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await client.PostItAsync("queue-changes", $$"""{"action": "Hold", "messages": ["{{first}}"]}""")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await client.PostItAsync("queue-changes", """{"action": "Hold"}""")).Code.ShouldBe("validation");
    }

    [Fact]
    public async Task A_CRM_has_no_door_to_the_queue_and_an_auditor_changes_nothing()
    {
        var id = host.Mail.Queue($"bert@{An.Key("rest")}.example");
        using var crm = host.Authenticated();
        using var auditor = host.Authenticated("auditor");
        foreach (var path in (string[])["queue", "queue-summary", $"queue/{id}", $"queue/{id}/header"])
            (await crm.GetItAsync(path)).Status.ShouldBe(HttpStatusCode.Forbidden, path);
        (await auditor.GetItAsync($"queue/{id}")).Status.ShouldBe(HttpStatusCode.OK);
        (await auditor.PostItAsync("queue-changes", $$"""{"action": "Delete", "messages": ["{{id}}"]}""")).Status.ShouldBe(HttpStatusCode.Forbidden);
        host.Mail.Engine.Outbound.Store.Contains(id).ShouldBeTrue();
    }
}
