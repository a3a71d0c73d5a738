using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Oss.Tests.Domain;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

/// <summary>Operators see who of a customer forwards elsewhere, forbid it, and allow it again.</summary>
public sealed class TenantPageTests(ConsoleHosts hosts)
{
    [Theory, EachDatabase]
    public async Task Who_forwards_elsewhere_is_seen_before_it_is_forbidden(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var (domain, _) = await host.CustomerAsync();
        var tenant = await host.QueryAsync(db => db.Tenants.Where(t => t.Number == "T-" + domain).Select(t => t.Id).SingleAsync());
        await host.SubmitAsync(An.Mailbox("max@" + domain), An.Forward("all@" + domain, "max@" + domain, "boss@elsewhere.example"));
        using var browser = await host.SignedInAsync(Role.Operator);
        await browser.GoAsync($"/tenants/{tenant}");
        browser.Page.QuerySelector("[data-list=outward]").ShouldBeNull();

        await browser.SubmitAsync($"/tenants/{tenant}/forwarding");
        browser.Page.QuerySelector("#forwarding .error")!.TextContent.ShouldContain("forwarded elsewhere now");
        await browser.GoAsync(browser.Page.QuerySelector("#forwarding p a")!.GetAttribute("href")!);
        browser.Page.QuerySelector("[data-list=outward]")!.TextContent.ShouldContain($"all@{domain} forward → boss@elsewhere.example");

        await browser.SubmitAsync($"/tenants/{tenant}/forwarding", ("even", "true"));
        browser.Page.QuerySelector(".done")!.TextContent.ShouldContain("forwarded elsewhere any more");
        browser.Page.QuerySelector("#forwarding .state")!.TextContent.ShouldBe("forbidden");
        (await browser.GoAsync($"/account/language/de?returnUrl=/tenants/{tenant}")).Text.ShouldContain("bleibt im Postfach");

        await browser.SubmitAsync($"/tenants/{tenant}/forwarding");
        browser.Page.QuerySelector("#forwarding .state").ShouldBeNull();
        using var support = await host.SignedInAsync(Role.Support);
        await support.GoAsync($"/tenants/{tenant}");
        support.Page.QuerySelector($"form[action='/tenants/{tenant}/forwarding']").ShouldBeNull();
    }
}
