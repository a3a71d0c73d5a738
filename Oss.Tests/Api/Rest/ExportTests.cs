using System.Net;
using Oss.Domain.Access;
using Shouldly;
using Xunit;
using static Oss.Tests.Api.Soap.Envelopes;

namespace Oss.Tests.Api.Rest;

/// <summary>Exports of a mailbox over the wire.</summary>
public sealed class ExportTests(ApiHost host)
{
    [Fact]
    public async Task An_export_is_ordered_listed_in_both_ways_and_fetched_whole_or_from_where_it_broke_off()
    {
        using var client = host.Authenticated();
        var key = Unique("ex").ToLowerInvariant();
        await client.CustomerAsync(key, "jörg", "anna");
        await client.CustomerAsync(key + "o");
        using var stranger = await host.TenantClientAsync($"T-{key}o", Role.TenantAdmin);
        using var support = await host.TenantClientAsync($"T-{key}", Role.Support);

        (await client.PostItAsync($"mailboxes/jörg@{key}.example/exports")).Of("state").ShouldBe("Completed");
        (await client.PostItAsync($"mailboxes/jörg@{key}.example/exports")).Code.ShouldBe("already-exists");
        var export = (await client.GetItAsync($"mailboxes/jörg@{key}.example/exports")).Json.GetProperty("exports")[0];
        var id = export.GetProperty("id").GetGuid();
        export.GetProperty("requestedBy").GetString().ShouldBe("ApiClient crm");
        (await client.GetItAsync($"mailboxes/anna@{key}.example/exports")).Json.GetProperty("exports").GetArrayLength().ShouldBe(0);

        var soap = await client.PostAsync(Envelope($"<ListMailboxExports xmlns=\"urn:oss:information:2026-11\"><Address>jörg@{key}.example</Address></ListMailboxExports>"), "urn:oss:information:2026-11/ListMailboxExports", "/soap/information");
        var url = soap.Document.Descendants().Single(e => e.Name.LocalName == "Url").Value;
        using (var whole = await client.GetAsync(url))
        {
            (await whole.Content.ReadAsStringAsync()).ShouldBe($"the mail of jörg@{key}.example");
            whole.Content.Headers.ContentDisposition!.FileNameStar.ShouldBe($"jörg@{key}.example.tar");
            whole.Content.Headers.ContentType!.MediaType.ShouldBe("application/x-tar");
        }

        using (var request = new HttpRequestMessage(HttpMethod.Get, url) { Headers = { { "Range", "bytes=4-" } } })
        {
            using var rest = await client.SendAsync(request);
            (rest.StatusCode, await rest.Content.ReadAsStringAsync()).ShouldBe((HttpStatusCode.PartialContent, $"mail of jörg@{key}.example"));
        }

        (await stranger.GetItAsync($"exports/{id}/file")).Status.ShouldBe(HttpStatusCode.NotFound);
        (await support.GetItAsync($"exports/{id}/file")).Code.ShouldBe("forbidden");
        (await support.PostItAsync($"mailboxes/jörg@{key}.example/exports")).Code.ShouldBe("forbidden");
        (await client.GetItAsync("exports/x/file")).Status.ShouldBe(HttpStatusCode.NotFound);
    }
}
