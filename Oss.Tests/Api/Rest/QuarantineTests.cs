using System.Net;
using Oss.Tests.Web;
using Shouldly;
using Xunit;
using static Oss.Tests.Api.Soap.Envelopes;

namespace Oss.Tests.Api.Rest;

/// <summary>Mail that is held back, for programs.</summary>
public sealed class QuarantineTests(ApiHost host)
{
    [Fact]
    public async Task A_client_of_a_tenant_sees_releases_and_deletes_what_is_held_for_its_mailboxes()
    {
        using var operators = host.Authenticated("operator-client");
        using var crm = host.Authenticated();
        var (own, other) = (Unique("q").ToLowerInvariant(), Unique("q").ToLowerInvariant());
        await crm.CustomerAsync(own, "anna");
        await crm.CustomerAsync(other, "berta");
        var (mine, second, foreign) = (host.Mail.Hold(await IdOf(own, "anna"), $"anna@{own}.example"), host.Mail.Hold(await IdOf(own, "anna"), $"anna@{own}.example"), host.Mail.Hold(await IdOf(other, "berta"), $"berta@{other}.example"));
        using var client = await host.TenantClientAsync($"T-{own}", Oss.Domain.Access.Role.TenantAdmin);

        var part = await client.GetItAsync("quarantine?limit=1");
        var next = await client.GetItAsync($"quarantine?limit=1&cursor={part.Of("next")}");
        new[] { part, next }.Select(one => one.Json.GetProperty("items")[0].GetProperty("id").GetGuid()).ShouldBe([mine, second], ignoreOrder: true);
        next.Of("next").ShouldBeNullOrEmpty();
        foreach (var (method, path) in new[] { ("GET", ""), ("GET", "/header"), ("POST", ":release"), ("DELETE", "") })
            (await client.CallAsync(method, $"quarantine/{foreign}{path}", headers: ("If-Match", "*"))).Status.ShouldBe(HttpStatusCode.NotFound);
        (await client.GetItAsync($"quarantine/{mine}/header")).Of("header")!.ShouldContain("Subject: Gewinn");
        (await client.PostItAsync($"quarantine/{mine}:release")).Status.ShouldBe(HttpStatusCode.Accepted);
        (await client.GetItAsync($"quarantine/{mine}")).Of("isReleased").ShouldBe("True");
        (await client.CallAsync("DELETE", $"quarantine/{second}", headers: ("If-Match", "*"))).Status.ShouldBe(HttpStatusCode.NoContent);
        (await client.GetItAsync($"quarantine/{second}")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await operators.GetItAsync($"quarantine?mailboxId={await IdOf(other, "berta")}")).Json.GetProperty("items")[0].GetProperty("id").GetGuid().ShouldBe(foreign);
        host.Audit($"{mine:N}").Select(entry => entry.Action).ShouldBe(["read.quarantined-header", "quarantine.release"], ignoreOrder: true);

        async Task<Guid> IdOf(string key, string name) => (await crm.GetItAsync($"mailboxes/{name}@{key}.example")).Json.GetProperty("id").GetGuid();
    }
}
