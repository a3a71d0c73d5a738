using Oss.Domain.Access;
using Oss.Domain.Domains;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Oss.Tests.Domain;
using Oss.Tests.Domain.Domains;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

/// <summary>What a customer's domain needs in DNS is read from the page, and whether it is there.</summary>
public sealed class DomainPageTests(ConsoleHosts hosts)
{
    [Theory, EachDatabase]
    public async Task What_is_to_be_entered_can_be_copied_and_is_found_when_it_is_there(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var (domain, _) = await host.CustomerAsync();
        using var browser = await host.SignedInAsync(Role.TenantAdmin, "T-" + domain);
        await browser.GoAsync($"/domains?q={domain}");
        await browser.GoAsync(browser.Page.QuerySelectorAll("tbody tr").ShouldHaveSingleItem().QuerySelector("a")!.GetAttribute("href")!);
        browser.Text.ShouldContain("Nobody has looked yet");

        await browser.SubmitAsync($"/domains/{domain}/check");
        browser.Text.ShouldContain("NXDOMAIN");
        browser.Text.ShouldContain(host.Dns.EndPoint.ToString());
        var name = browser.Page.QuerySelector("tbody tr [data-copy]")!.GetAttribute("data-copy")!;
        name.ShouldBe($"_oss-challenge.{domain}");
        host.Dns.AddText(name, browser.Page.QuerySelectorAll("tbody tr")[0].QuerySelectorAll("[data-copy]")[1].GetAttribute("data-copy")!);
        await browser.SubmitAsync($"/domains/{domain}/check");

        browser.Page.QuerySelector("h1 .state")!.TextContent.ShouldBe("Proven");
        (await browser.GoAsync($"/account/language/de?returnUrl=/domains/{domain}")).Text.ShouldContain("Nachgewiesen");
    }

    [Theory, EachDatabase]
    public async Task Keys_are_made_and_switched_to_only_when_their_records_are_seen(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var (domain, _) = await host.CustomerAsync();
        using var browser = await host.SignedInAsync(Role.Support);
        await browser.GoAsync($"/domains/{domain}");

        await browser.SubmitAsync($"/domains/{domain}/dkim/create");
        browser.Text.ShouldContain("RSA 2048");
        await browser.SubmitAsync($"/domains/{domain}/dkim/switch");
        browser.Page.QuerySelector(".error")!.TextContent.ShouldContain("not to be seen in DNS yet");
        foreach (var record in (await host.Get<GetDomainRecords>().ExecuteAsync(domain, DomainNode.Crm, TestContext.Current.CancellationToken)).Records.Where(r => r.Record.Kind == RecordKind.Dkim))
            host.Dns.Publish(record.Record);
        await browser.SubmitAsync($"/domains/{domain}/dkim/switch");

        browser.Page.QuerySelector(".done")!.TextContent.ShouldContain("sign from now on");
        browser.Page.Source.Text.ShouldNotContain("PRIVATE KEY");
        (await host.Get<GetDkimSigningKeys>().ExecuteAsync(domain, TestContext.Current.CancellationToken)).Count.ShouldBe(2);
    }
}
