using System.Net;
using Oss.Domain.Access;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Oss.Tests.Domain;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

public sealed class SearchPageTests(ConsoleHosts hosts)
{
    [Theory, EachDatabase]
    public async Task A_mailbox_found_by_its_alias_says_so_here_and_on_its_page(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var (domain, _) = await host.CustomerAsync();
        await host.SubmitAsync(An.Alias($"bestellung@{domain}", $"erika@{domain}"), An.Alias($"bürö@{domain}", $"erika@{domain}"));
        using var browser = await host.SignedInAsync(Role.Support);

        await browser.GoAsync($"/?q={Uri.EscapeDataString($"BUERO@{domain}")}");
        var row = browser.Page.QuerySelectorAll("tbody tr").ShouldHaveSingleItem();
        row.QuerySelector("mark")!.TextContent.ShouldBe($"bürö@{domain}");
        row.QuerySelector("a")!.HasAttribute("autofocus").ShouldBeTrue("Enter opens the only hit.");

        await browser.GoAsync(row.QuerySelector("a")!.GetAttribute("href")!);
        browser.Page.QuerySelector(".addresses mark")!.TextContent.ShouldBe($"bürö@{domain}");
        (await browser.GoAsync($"/?q=erika@{domain}")).Page.QuerySelector("mark").ShouldBeNull("Found by its own name.");
        (await browser.GoAsync($"/?q=@{domain}")).Page.QuerySelector("mark").ShouldBeNull();
    }

    [Theory, EachDatabase]
    public async Task Many_hits_are_pages_that_end_where_they_should(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var (domain, _) = await host.CustomerAsync("premium");
        await host.SubmitAsync([.. Enumerable.Range(0, 59).Select(i => An.Mailbox($"m{i:00}@{domain}"))]);
        using var browser = await host.SignedInAsync(Role.Support);

        await browser.GoAsync($"/?q=@{domain}");
        browser.Page.QuerySelectorAll("tbody tr").Length.ShouldBe(50);
        browser.Text.ShouldContain("The first 50 of more");
        browser.Page.QuerySelector("a[rel=prev]").ShouldBeNull();
        await browser.GoAsync(browser.Page.QuerySelector("a[rel=next]")!.GetAttribute("href")!);
        browser.Page.QuerySelectorAll("tbody tr").Length.ShouldBe(10);
        browser.Page.QuerySelector("a[rel=next]").ShouldBeNull();
        await browser.GoAsync(browser.Page.QuerySelector("a[rel=prev]")!.GetAttribute("href")!);
        browser.Page.QuerySelectorAll("tbody tr").Length.ShouldBe(50);
        browser.Page.QuerySelector("a[rel=prev]").ShouldBeNull();

        await browser.GoAsync($"/?q=@{domain}&last=1");
        browser.Page.QuerySelectorAll("tbody tr a")[^1].TextContent.ShouldBe($"m58@{domain}");
        (browser.Page.QuerySelectorAll("tbody tr").Length, browser.Page.QuerySelector("a[rel=next]")).ShouldBe((50, null));
        (await browser.GoAsync($"/?q=@{domain}&after=nichts")).Page.QuerySelectorAll("tbody tr").Length.ShouldBe(50);
    }

    [Fact]
    public async Task The_start_page_has_the_box_in_focus_and_the_orders_that_need_somebody()
    {
        var host = await hosts.OnAsync();
        using var browser = await host.SignedInAsync(Role.Support);
        browser.Page.QuerySelector("main input[name=q]")!.HasAttribute("autofocus").ShouldBeTrue();
        browser.Page.QuerySelectorAll("main label, main input[aria-label]").Length.ShouldBeGreaterThan(0);
        (await browser.GoAsync("/?q=gibtesnicht")).Text.ShouldContain("Try less");
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("%' OR 1=1 --")]
    [InlineData("\"><img src=x>")]
    public async Task Whatever_is_typed_is_text(string typed)
    {
        var host = await hosts.OnAsync();
        using var browser = await host.SignedInAsync(Role.Support);
        await browser.GoAsync($"/?q={Uri.EscapeDataString(typed)}");
        browser.Status.ShouldBe(HttpStatusCode.OK);
        browser.Page.QuerySelector("main input[name=q]")!.GetAttribute("value").ShouldBe(typed);
        browser.Page.QuerySelectorAll("main script, main img").ShouldBeEmpty();
        browser.Text.ShouldContain("Nothing found");
    }
}
