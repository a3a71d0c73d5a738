using System.Net;
using Microsoft.EntityFrameworkCore;
using Oss.Domain.Access;
using Oss.Domain.Mailboxes;
using Oss.Domain.Packages;
using Oss.Domain.Persistence;
using Oss.Tests.Databases;
using Oss.Tests.Domain;
using Shouldly;
using Xunit;

namespace Oss.Tests.Web;

/// <summary>Customers, products, and who changed what.</summary>
public sealed class ListPagesTests(ConsoleHosts hosts)
{
    [Theory, EachDatabase]
    public async Task The_audit_is_filtered_by_who_what_whom_and_when(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var (domain, mailbox) = await host.CustomerAsync();
        using var support = await host.SignedInAsync(Role.Support);
        var name = support.Page.QuerySelector(".self a")!.TextContent;
        await support.GoAsync($"/mailboxes/{mailbox}");
        await support.SubmitAsync($"/mailboxes/{mailbox}/name", ("name", "Erika"));
        var today = DateTime.UtcNow;
        using var browser = await host.SignedInAsync(Role.Auditor);

        foreach (var query in new[]
        {
            $"who={name}&what=mailbox.", $"who=ConsoleUser%20{name}&what=mailbox.&subject=erika", $"what=mailbox.modify&subject=erika@{domain}",
            $"tenant=T-{domain}&what=mailbox.modify", $"who={name}&what=mailbox.modify&from={today.AddDays(-1):yyyy-MM-dd}&until={today.AddDays(1):yyyy-MM-dd}",
        })
        {
            var row = (await browser.GoAsync($"/audit?{query}")).Page.QuerySelectorAll("tbody tr").ShouldHaveSingleItem(query);
            row.TextContent.ShouldContain(name);
            row.TextContent.ShouldContain("display name");
            row.QuerySelector("a[href^='/orders/']").ShouldNotBeNull();
        }

        (await browser.GoAsync($"/audit?who={name}&until=2020-01-01")).Text.ShouldContain("Nobody did this");
        foreach (var odd in new[]
        {
            "/audit?from=9999-12-31&until=9999-12-31", "/audit?from=gestern", "/audit?older=nichts", $"/audit?older={Guid.NewGuid()}", "/audit?from=0001-01-01",
            "/orders?mailbox=x&newer=x&state=99", "/tenants?after=viel", "/?q=&before=%00", "/domains?last=x&before=%00", "/orders?older=9.9", "/?q=%00", "/orders?number=%00%ff", "/tenants?q=%00",
        })
            (await browser.GoAsync(odd)).Status.ShouldBe(HttpStatusCode.OK, odd);
    }

    [Theory, EachDatabase]
    public async Task A_customers_page_shows_what_is_used_of_each_limit_and_leads_on(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var (domain, _) = await host.CustomerAsync("package-10");
        await host.SubmitAsync(An.Alias($"info@{domain}", $"erika@{domain}"), An.Mailbox($"max@{domain}"));
        using var browser = await host.SignedInAsync(Role.Support);

        await browser.GoAsync($"/tenants?q=T-{domain}");
        var row = browser.Page.QuerySelectorAll("tbody tr").ShouldHaveSingleItem();
        await browser.GoAsync(row.QuerySelector("a")!.GetAttribute("href")!);
        browser.Page.QuerySelector("h1")!.TextContent.ShouldContain($"Tenant of {domain}");
        browser.Text.ShouldContain("2 of 10");
        browser.Text.ShouldContain("1 of 50");
        browser.Text.ShouldContain("10 GB of 20 GB");
        browser.Page.QuerySelector($"a[href='/orders?tenant=T-{domain}']").ShouldNotBeNull();
        (await browser.GoAsync("/tenants?q=gibtesnicht")).Text.ShouldContain("Try less");

        using var admin = await host.SignedInAsync(Role.TenantAdmin, $"T-{domain}");
        (await admin.GoAsync("/tenants")).Page.QuerySelectorAll("tbody tr").ShouldHaveSingleItem().TextContent.ShouldContain(domain);
    }

    [Theory, EachDatabase]
    public async Task Products_show_their_limits_and_features(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        using var browser = await host.SignedInAsync(Role.Auditor);
        await browser.GoAsync("/products");
        browser.Text.ShouldContain("residential");
        await browser.GoAsync("/products/package-10");
        browser.Text.ShouldContain("IMAP");
        browser.Text.ShouldContain("5 GB");
        (await browser.GoAsync("/products/gibtesnicht")).Status.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory, EachDatabase]
    public async Task A_suspended_mailbox_says_so_and_lets_nobody_in_until_it_is_resumed(DatabaseProvider provider)
    {
        var host = await hosts.OnAsync(provider);
        var (domain, mailbox) = await host.CustomerAsync();
        using var browser = await host.SignedInAsync(Role.Support);
        var page = $"/mailboxes/{mailbox}";
        await browser.GoAsync(page);
        var fields = browser.Fields($"{page}/suspension", ("login", "true"), ("receive", nameof(ReceivePolicy.Defer)));

        await browser.PostAsync($"{page}/suspension", fields);
        browser.Page.QuerySelector("[role=note]")!.TextContent.ShouldContain("no reading, senders shall try again later");
        (await LoginAsync(host, domain)).ShouldBeOfType<MailboxLogin.Denied>();

        fields = browser.Fields($"{page}/suspension", ("receive", nameof(ReceivePolicy.Accept)));
        (fields["order"].Length, fields.Remove("login"), fields.Remove("send")).ShouldBe((36, true, false));
        await browser.PostAsync($"{page}/suspension", fields);
        browser.Page.QuerySelector("[role=note]").ShouldBeNull();
        (await LoginAsync(host, domain)).ShouldBeOfType<MailboxLogin.Accepted>();
        (await host.QueryAsync(db => db.AuditEntries.Where(e => e.Subject == $"erika@{domain}" && e.Actor.StartsWith("ConsoleUser") && e.Action.StartsWith("mailbox.")).Select(e => e.Action).ToListAsync()))
            .ShouldBe(["mailbox.suspend", "mailbox.resume"], ignoreOrder: true);
    }

    private static Task<MailboxLogin> LoginAsync(ConsoleHost host, string domain) =>
        host.Get<AuthenticateMailbox>().ExecuteAsync($"erika@{domain}", An.Password, ProductFeatures.Imap, TestContext.Current.CancellationToken);
}
